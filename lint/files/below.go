package files

import (
	"io/fs"
	"path"
)

// below is what lies below a directory of another tree, which stays open when
// it is closed.
type below struct {
	tree FS
	dir  string
}

// Below returns what lies below a directory of a tree as a tree of its own.
func Below(tree FS, dir string) FS { return below{tree, dir} }

func (b below) Open(name string) (fs.File, error)      { return b.tree.Open(path.Join(b.dir, name)) }
func (b below) Lstat(name string) (fs.FileInfo, error) { return b.tree.Lstat(path.Join(b.dir, name)) }
func (b below) ReadLink(name string) (string, error)   { return b.tree.ReadLink(path.Join(b.dir, name)) }
func (b below) ReadDir(name string) ([]fs.DirEntry, error) {
	return b.tree.ReadDir(path.Join(b.dir, name))
}
func (b below) Close() error { return nil }
