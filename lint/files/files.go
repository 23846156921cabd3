// Package files is read access to trees of files, wherever they lie: in a
// directory of the host, in a package, in the image of a container, in a
// revision of a repository. Nothing else opens the files of a tree.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// FS is a tree of files. Names are relative with forward slashes, as
// [fs.ValidPath] has them, and must lead through no link but at their end: who
// reads a tree follows its links by itself and thereby keeps within it. Lstat
// and ReadLink look at a link, Open and ReadDir take what lies there without
// following one out of the tree. An FS may be used by several goroutines.
type FS interface {
	fs.ReadLinkFS
	fs.ReadDirFS
	io.Closer
}

// Why a tree or a file of it cannot be read. They are wrapped with what was
// being read.
var (
	// ErrUnknownFormat tells that a file is neither a package nor an archive.
	ErrUnknownFormat = errors.New("neither a Debian or RPM package nor an archive of a root or an image")
	// ErrMalformed tells that an archive ends early or contradicts itself.
	ErrMalformed = errors.New("malformed archive")
	// ErrUnfolds tells that an archive holds more than the bounds allow.
	ErrUnfolds = errors.New("the archive unfolds to more than is read")
	// ErrNotKept tells that a file of an archive is known by its name alone, for
	// it is too large to be text and no program.
	ErrNotKept = errors.New("not read from the archive: over 1 MiB, and neither a program nor where units and settings lie")
)

// broken is the error of an archive that cannot be read on.
func broken(err error) error {
	if errors.Is(err, ErrUnfolds) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrMalformed, err)
}
