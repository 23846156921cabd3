package locate

import (
	"io/fs"
	"slices"
)

// dirEntry is a directory's entry about which more is asked for when somebody
// wants to know it: of the thousands in a directory of programs, few matter.
type dirEntry struct {
	tree *Tree
	dir  string // without links
	name string
	// kind is what the directory says of the entry, if listed is set.
	kind   fs.FileMode
	listed bool
}

// lazy wraps what a directory lists. Of what SetText added the directory does
// not know the kind.
func (t *Tree) lazy(name string, listed []fs.DirEntry) []fs.DirEntry {
	made := t.added[name]
	entries := make([]dirEntry, len(listed))
	for i, e := range listed {
		entries[i] = dirEntry{
			tree: t, dir: name, name: e.Name(), kind: e.Type(), listed: !slices.Contains(made, e.Name()),
		}
		listed[i] = &entries[i]
	}
	return listed
}

func (e dirEntry) Name() string { return e.name }

func (e dirEntry) path() string { return below(e.dir, e.name) }

// below returns the path of an entry of a directory. It is [path.Join] for a clean path
// and a name, which need not be looked through for that.
func below(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}

// Type is irregular where the entry vanished or may not be looked at.
func (e dirEntry) Type() fs.FileMode {
	if e.listed {
		return e.kind
	}
	if n := e.tree.node(e.path()); n.info != nil {
		return n.info.Mode().Type()
	}
	return fs.ModeIrregular
}

func (e dirEntry) IsDir() bool { return e.Type().IsDir() }

func (e dirEntry) Info() (fs.FileInfo, error) {
	n := e.tree.node(e.path())
	if n.info == nil {
		return nil, &fs.PathError{Op: "stat", Path: e.tree.Display(e.path()), Err: n.err}
	}
	return n.info, nil
}
