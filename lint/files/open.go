package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// revisionPrefix begins the name of a revision's tree: "git:REVISION", and
// ":DIRECTORY" for what is below one.
const revisionPrefix = "git:"

// IsRevision tells whether a name is that of the tree of a git revision.
func IsRevision(name string) bool { return strings.HasPrefix(name, revisionPrefix) }

// Open gives access to what lies at a path of the host: a directory, a Debian
// or RPM package, or an archive of a root or of a container's image. Which of
// them it is, the content tells. "git:REVISION" and "git:REVISION:DIRECTORY"
// name the files of a revision of the repository that the directory here
// belongs to. The error is an [fs.PathError] or wraps one of this package's
// errors.
func Open(here, name string) (FS, error) {
	if spec, found := strings.CutPrefix(name, revisionPrefix); found {
		commit, below, _ := strings.Cut(spec, ":")
		return OpenRevision(here, commit, below)
	}
	info, err := os.Stat(name)
	if err == nil && info.Mode().IsRegular() {
		return openArchive(name)
	}
	return OpenDirectory(name)
}

// IsArchive tells whether a regular file of the host begins as a package or an
// archive does that [Open] reads.
func IsArchive(name string) bool {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	file, err := os.OpenFile(name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // it is read from alone
	begin, err := beginning(file)
	return err == nil && (isPackage(begin) || isTar(begin) || isCompressed(begin))
}

// longestBeginning holds the magic of a tar archive, which stands near the end
// of its first block (tar(5)).
const longestBeginning = 512

func beginning(r io.Reader) ([]byte, error) {
	begin := make([]byte, longestBeginning)
	count, err := io.ReadFull(r, begin)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return begin[:count], nil
}

func isPackage(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte(arMagic)) || bytes.HasPrefix(begin, rpmMagic)
}

func isTar(begin []byte) bool {
	const at = 257
	return len(begin) == longestBeginning && bytes.HasPrefix(begin[at:], []byte("ustar"))
}

func isCompressed(begin []byte) bool {
	for _, c := range compressions {
		if bytes.HasPrefix(begin, c.magic) {
			return true
		}
	}
	return false
}

func openArchive(name string) (FS, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it is read from alone
	a := newArchive()
	if err := a.read(file); err != nil {
		return nil, errors.Join(fmt.Errorf("reading %s: %w", name, err), a.Close())
	}
	return a, nil
}

// read adds what a file holds, told by how it begins.
func (a *archive) read(file *os.File) error {
	begin, err := beginning(file)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	switch {
	case bytes.HasPrefix(begin, []byte(arMagic)):
		return a.readDeb(bufio.NewReader(file))
	case bytes.HasPrefix(begin, rpmMagic):
		return a.readRPM(bufio.NewReader(file))
	case isTar(begin):
		return a.readImage(file)
	case isCompressed(begin):
		return a.readCompressed(file)
	}
	return ErrUnknownFormat
}

// readCompressed reads a compressed tar archive from a plain copy of it: the
// layers of an image are found in any order.
func (a *archive) readCompressed(file *os.File) error {
	plain, err := decompressed(file)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // it is read from alone
	copied, err := os.CreateTemp("", "unitlint-*")
	if err != nil {
		return fmt.Errorf("making room for the archive: %w", err)
	}
	defer func() {
		_ = copied.Close()
		_ = os.Remove(copied.Name())
	}()
	count, err := io.Copy(copied, io.LimitReader(plain, MostUnpacked+1))
	switch {
	case err != nil:
		return broken(err)
	case count > MostUnpacked:
		return fmt.Errorf("%w: %d GiB", ErrUnfolds, MostUnpacked>>30)
	}
	begin := make([]byte, longestBeginning)
	if n, _ := copied.ReadAt(begin, 0); !isTar(begin[:n]) {
		return ErrUnknownFormat
	}
	if _, err := copied.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return a.readImage(copied)
}
