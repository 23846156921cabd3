package locate

import (
	"io/fs"
	"path"
)

// dirEntry is a directory's entry whose kind is asked for when somebody wants to
// know it: of the thousands in a directory of programs, few matter.
type dirEntry struct {
	tree *Tree
	path string // without links
}

func (e dirEntry) Name() string { return path.Base(e.path) }

// Type is irregular where the entry vanished or may not be looked at.
func (e dirEntry) Type() fs.FileMode {
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
