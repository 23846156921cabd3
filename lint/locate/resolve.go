package locate

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// nullDevice is what a mask links to. It need not exist below a root.
const nullDevice = "dev/null"

// Resolve follows all links of a path and returns a path without any. The
// errors are those of [Tree.Source].
func (t *Tree) Resolve(name string) (string, error) {
	r := t.resolve(name, 0)
	return r.path, r.err
}

// Stat tells what a path leads to, its links followed.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	resolved, err := t.Resolve(name)
	if err != nil {
		return nil, err
	}
	n := t.node(resolved)
	if n.info == nil {
		return nil, &fs.PathError{Op: "stat", Path: t.Display(name), Err: n.err}
	}
	return n.info, nil
}

// Lstat tells what lies at a path, a link at its end not followed.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	dir, base := split(clean(name))
	parent := t.resolve(dir, 0)
	if parent.err != nil {
		return nil, parent.err
	}
	n := t.node(below(parent.path, base))
	if n.info == nil {
		return nil, &fs.PathError{Op: "stat", Path: t.Display(name), Err: n.err}
	}
	return n.info, nil
}

// Readlink returns what a link says, as it says it.
func (t *Tree) Readlink(name string) (string, error) {
	dir, base := split(clean(name))
	parent := t.resolve(dir, 0)
	if parent.err != nil {
		return "", parent.err
	}
	said, err := t.link(below(parent.path, base))
	if err == nil && said == "" {
		err = errNoLink
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: t.Display(name), Err: err}
	}
	return said, nil
}

var errNoLink = errors.New("not a link")

func (t *Tree) resolve(name string, links int) resolution {
	if found, ok := t.wasResolved(name); ok {
		return found // most paths are clean already
	}
	name, err := t.inside(name)
	if err != nil {
		return resolution{err: &fs.PathError{Op: "follow", Path: name, Err: err}}
	}
	if name == "." {
		return resolution{path: "."}
	}
	if found, ok := t.wasResolved(name); ok {
		return found
	}
	found := t.follow(name, links)
	if links > 0 && errors.Is(found.err, ErrLinkLoop) {
		return found // the answer depends on where the walk began
	}
	t.mu.Lock()
	t.resolved[name] = found
	t.mu.Unlock()
	return found
}

// wasResolved returns what was found of a clean path.
func (t *Tree) wasResolved(name string) (found resolution, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok = t.resolved[name]
	return found, ok
}

func (t *Tree) follow(name string, links int) resolution {
	fail := func(err error) resolution {
		return resolution{err: &fs.PathError{Op: "follow", Path: t.Display(name), Err: err}}
	}
	if name == nullDevice {
		return resolution{path: name, null: true}
	}
	dir, base := split(name)
	parent := t.resolve(dir, links)
	if parent.err != nil {
		return parent
	}
	here := below(parent.path, base)
	said, err := t.link(here)
	if err != nil {
		return fail(err)
	}
	if said == "" {
		return resolution{path: here}
	}
	if links >= maxLinks {
		return fail(ErrLinkLoop)
	}
	target, err := t.target(here, said)
	if err != nil {
		return fail(err)
	}
	return t.resolve(target, links+1)
}

// target turns what the link at a path without links says into a path in the
// tree: cleaned by words, not followed any further.
func (t *Tree) target(link, said string) (string, error) {
	if path.IsAbs(said) {
		return strings.TrimPrefix(path.Clean(said), "/"), nil
	}
	return t.inside(path.Join(path.Dir(link), said))
}

// inside cleans a path. An absolute one begins at the tree's directory; ".."
// above it stays there in a root, and leads out of other trees.
func (t *Tree) inside(name string) (string, error) {
	name = clean(name)
	if path.IsAbs(name) || t.clamped && outside(name) {
		name = path.Clean("./" + path.Clean("/"+name))
	}
	if outside(name) {
		return name, ErrLeavesTree
	}
	return name, nil
}

// split returns [path.Dir] and [path.Base] of a clean path.
func split(name string) (dir, base string) {
	if end := strings.LastIndexByte(name, '/'); end > 0 {
		return name[:end], name[end+1:]
	}
	return path.Dir(name), path.Base(name)
}

func outside(name string) bool { return name == ".." || strings.HasPrefix(name, "../") }
