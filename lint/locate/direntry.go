package locate

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// dirEntry is a directory's entry about which more is asked for when somebody
// wants to know it: of the thousands in a directory of programs, few matter.
type dirEntry struct {
	tree *Tree
	path string // without links
	// kind is what the directory says of the entry, if listed is set.
	kind   fs.FileMode
	listed bool
}

// entries lists an open directory of the tree. A directory that was opened
// through an [os.Root] would look at each of its entries to tell the kinds, which
// an ordinary one knows; so it is opened once more, if that is the same one.
func (t *Tree) entries(dir *os.File, name string) ([]fs.DirEntry, error) {
	again, err := os.OpenFile(filepath.Join(t.dir, filepath.FromSlash(name)), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return t.namesIn(dir, name)
	}
	defer func() { _ = again.Close() }() // it is read from alone
	if !same(dir, again) {
		return t.namesIn(dir, name)
	}
	listed, err := again.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	made := t.added[name]
	for i, e := range listed {
		listed[i] = dirEntry{
			tree: t, path: path.Join(name, e.Name()), kind: e.Type(), listed: !slices.Contains(made, e.Name()),
		}
	}
	return listed, nil
}

func same(a, b *os.File) bool {
	one, err := a.Stat()
	if err != nil {
		return false
	}
	other, err := b.Stat()
	return err == nil && os.SameFile(one, other)
}

// namesIn lists an open directory by names alone.
func (t *Tree) namesIn(dir *os.File, name string) ([]fs.DirEntry, error) {
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	entries := make([]fs.DirEntry, len(names))
	for i, base := range names {
		entries[i] = dirEntry{tree: t, path: path.Join(name, base)}
	}
	return entries, nil
}

func (e dirEntry) Name() string { return path.Base(e.path) }

// Type is irregular where the entry vanished or may not be looked at.
func (e dirEntry) Type() fs.FileMode {
	if e.listed {
		return e.kind
	}
	if n := e.tree.node(e.path); n.info != nil {
		return n.info.Mode().Type()
	}
	return fs.ModeIrregular
}

func (e dirEntry) IsDir() bool { return e.Type().IsDir() }

func (e dirEntry) Info() (fs.FileInfo, error) {
	n := e.tree.node(e.path)
	if n.info == nil {
		return nil, &fs.PathError{Op: "stat", Path: e.tree.Display(e.path), Err: n.err}
	}
	return n.info, nil
}
