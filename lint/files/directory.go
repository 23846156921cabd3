package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// maxHandles bounds the directories that are kept open. Together with what else a run has
// open they stay below the 64 files that Linux has room for in a new process: to make that
// room larger, a process of several threads waits until each processor has come by
// (synchronize_rcu in the kernel's expand_fdtable), for up to half of a short run.
const maxHandles = 48

// directory is a directory of the host. Nothing outside of it is opened, wherever
// links lead.
type directory struct {
	name string
	root *os.Root

	mu sync.Mutex
	// handles are the directories below that are kept open, and nil for those that
	// were asked for once; open counts the former.
	handles map[string]*os.Root
	open    int
}

// OpenDirectory gives access to a directory of the host.
func OpenDirectory(name string) (FS, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("opening a directory: %w", err)
	}
	return &directory{name: name, root: root, handles: map[string]*os.Root{}}, nil
}

// Close ends the access.
func (d *directory) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	errs := []error{d.root.Close()}
	for _, handle := range d.handles {
		if handle != nil {
			errs = append(errs, handle.Close())
		}
	}
	clear(d.handles)
	return errors.Join(errs...)
}

// Open opens a file for reading. It does not wait for the other end of a FIFO.
func (d *directory) Open(name string) (fs.File, error) {
	above, base := d.handle(name)
	return above.OpenFile(base, os.O_RDONLY|withoutWaiting, 0)
}

// Lstat tells what lies at a name, a link at its end not followed.
func (d *directory) Lstat(name string) (fs.FileInfo, error) {
	above, base := d.handle(name)
	return above.Lstat(base)
}

// ReadLink returns what a link says, with forward slashes.
func (d *directory) ReadLink(name string) (string, error) {
	above, base := d.handle(name)
	said, err := above.Readlink(base)
	return filepath.ToSlash(said), err
}

// ReadDir returns the entries of a directory in no order. One that was opened
// through an [os.Root] would look at each of its entries to tell the kinds,
// which an ordinary one knows; so it is opened once more, if that is the same
// one.
func (d *directory) ReadDir(name string) ([]fs.DirEntry, error) {
	above, base := d.handle(name)
	dir, err := above.OpenFile(base, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }() // it is read from alone
	again, err := os.OpenFile(filepath.Join(d.name, filepath.FromSlash(name)), os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return dir.ReadDir(-1)
	}
	defer func() { _ = again.Close() }() // it is read from alone
	if !same(dir, again) {
		return dir.ReadDir(-1)
	}
	return again.ReadDir(-1)
}

func same(a, b *os.File) bool {
	one, err := a.Stat()
	if err != nil {
		return false
	}
	other, err := b.Stat()
	return err == nil && os.SameFile(one, other)
}

// handle returns an open directory and the rest of the name below it: walking
// down from the tree's own directory for each file costs most of the time. One is
// kept open from the second time on that something in it is asked for.
func (d *directory) handle(name string) (above *os.Root, base string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.handleLocked(name)
}

// handleLocked opens each directory from the one above it, which is kept open,
// too. Where that fails, the whole name is the rest. Whether it is a directory is
// asked for first: opening a FIFO would wait for its other end.
func (d *directory) handleLocked(name string) (above *os.Root, base string) {
	end := strings.LastIndexByte(name, '/')
	if end < 0 {
		return d.root, name
	}
	parent, base := name[:end], name[end+1:]
	above, before := d.handles[parent]
	if above != nil {
		return above, base
	}
	next, rest := d.handleLocked(parent)
	if !before || d.open >= maxHandles {
		d.handles[parent] = nil
		return next, rest + "/" + base
	}
	if info, err := next.Lstat(rest); err != nil || !info.IsDir() {
		return d.root, name
	}
	above, err := next.OpenRoot(rest)
	if err != nil {
		return d.root, name
	}
	d.handles[parent] = above
	d.open++
	return above, base
}
