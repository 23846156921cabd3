package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// mostCopied bounds the bytes that a copy takes on the host's disk.
const mostCopied = 1 << 30

// Copy writes a tree below a directory of the host, so that it can be read as
// the working files of a revision are. What was not kept of an archive is an
// empty file. Nothing is written outside of the directory, and no link that
// leads out of it is followed.
func Copy(tree FS, dir string) (err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	c := copier{tree: tree, root: root, left: mostCopied}
	return c.directory(".")
}

type copier struct {
	tree FS
	root *os.Root
	left int64
}

func (c *copier) directory(name string) error {
	entries, err := c.tree.ReadDir(name)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := c.entry(path.Join(name, e.Name()), e.Type()); err != nil {
			return err
		}
	}
	return nil
}

func (c *copier) entry(name string, kind fs.FileMode) error {
	switch {
	case kind.IsDir():
		if err := c.root.Mkdir(name, 0o700); err != nil {
			return err
		}
		return c.directory(name)
	case kind&fs.ModeSymlink != 0:
		said, err := c.tree.ReadLink(name)
		if err != nil {
			return err
		}
		return c.root.Symlink(filepath.FromSlash(said), name)
	case kind.IsRegular():
		return c.file(name)
	default:
		return nil
	}
}

func (c *copier) file(name string) (err error) {
	info, err := c.tree.Lstat(name)
	if err != nil {
		return err
	}
	to, err := c.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600|info.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	from, err := c.tree.Open(name)
	if errors.Is(err, ErrNotKept) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it is read from alone
	count, err := io.Copy(to, io.LimitReader(from, c.left+1))
	if errors.Is(err, ErrNotKept) {
		return nil
	}
	if c.left -= count; err == nil && c.left < 0 {
		err = fmt.Errorf("%w: over %d MiB", ErrUnfolds, mostCopied>>20)
	}
	return err
}
