package files

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Why a file that a tree or a command line names is neither read nor written.
// They are wrapped with the file's name.
var (
	// ErrNotPlain tells that a name is that of a device, a FIFO, a socket, a
	// directory or, where a file is written, a link.
	ErrNotPlain = errors.New("not a plain file")
	// ErrOutside tells that a name leads out of the directory that it must stay in.
	ErrOutside = errors.New("leads out of the directory that it may lie in")
	// ErrLarger tells that a file holds more than is read of its kind.
	ErrLarger = errors.New("too large")
	// ErrChanged tells that a file is no longer what it was when it was read.
	ErrChanged = errors.New("the file was changed meanwhile")
)

// Plain is a file of the host beside the units: a configuration, a baseline, a
// report, a unit that is mended. Whoever wrote the tree may have put anything at
// its name, so it is opened below one directory only, whatever links say, and
// not unless it is a plain file.
type Plain struct {
	// dir is the directory that the file must stay below. It is empty where the
	// user named a file elsewhere, which is taken for what it is.
	dir string
	// name is the path below dir, with forward slashes, else the path on the host.
	name string
}

// PlainIn returns the file with a path relative to a directory of the host that
// it must stay below.
func PlainIn(dir, name string) (Plain, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return Plain{}, fmt.Errorf("%s %w, %s", name, ErrOutside, dir)
	}
	return Plain{dir, filepath.ToSlash(filepath.Clean(filepath.FromSlash(name)))}, nil
}

// PlainNamed returns the file at a path of the host that the user named. Below
// the working directory lies what is judged: there it must be a plain file that
// no link leads out to. What the user names elsewhere may be anything, such as
// /dev/stdout.
func PlainNamed(here, host string) Plain {
	rel, err := filepath.Rel(here, host)
	if err != nil || !filepath.IsLocal(rel) || ofKernel(host) {
		return Plain{name: host}
	}
	return Plain{here, filepath.ToSlash(rel)}
}

// ofKernel tells whether a path is one of the kernel's own, which no tree makes,
// wherever the working directory is.
func ofKernel(host string) bool {
	for _, dir := range []string{"/dev/", "/proc/"} {
		if strings.HasPrefix(filepath.ToSlash(host), dir) {
			return true
		}
	}
	return false
}

// Read returns the content, of at most that many bytes. Links are followed as
// long as they stay below the directory; nothing is waited for.
func (f Plain) Read(most int64) (text []byte, err error) {
	if f.dir == "" {
		file, err := os.Open(f.name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }() // it is read from alone
		return readMost(file, f.name, most)
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // it is read from alone
	return f.readIn(root, most)
}

func (f Plain) readIn(root *os.Root, most int64) ([]byte, error) {
	// The kind is asked for first: to open a device can have effects.
	info, err := root.Stat(f.name)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: f.name, Err: ErrNotPlain}
	}
	if err != nil {
		return nil, f.explain(root, err)
	}
	file, err := root.OpenFile(f.name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, f.explain(root, err)
	}
	defer func() { _ = file.Close() }() // it is read from alone
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: f.name, Err: ErrNotPlain}
	}
	if err != nil {
		return nil, err
	}
	return readMost(file, f.name, most)
}

// NamesIn returns what lies in a directory of the host that is named relative to
// another one, which it must stay below: the names of its entries that are not
// directories themselves, sorted, of at most that many entries.
func NamesIn(dir, name string, most int) ([]string, error) {
	f, err := PlainIn(dir, name)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // it is read from alone
	info, err := root.Stat(f.name)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "read", Path: f.name, Err: errors.New("not a directory")}
	}
	if err != nil {
		return nil, f.explain(root, err)
	}
	directory, err := root.OpenFile(f.name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, f.explain(root, err)
	}
	defer func() { _ = directory.Close() }() // it is read from alone
	entries, err := directory.ReadDir(most + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(entries) > most {
		return nil, &fs.PathError{Op: "read", Path: f.name, Err: fmt.Errorf("%w: over %d entries", ErrLarger, most)}
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// explain says of a link that cannot be followed in a plain way that this is
// what is wrong.
func (f Plain) explain(root *os.Root, err error) error {
	if info, failed := root.Lstat(f.name); failed == nil && info.Mode()&fs.ModeSymlink != 0 && !errors.Is(err, ErrNotPlain) {
		return &fs.PathError{Op: "open", Path: f.name, Err: fmt.Errorf("a link that leads nowhere, or %w", ErrOutside)}
	}
	return err
}

// readMost reads a file, which may grow meanwhile.
func readMost(file io.Reader, name string, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = &fs.PathError{Op: "read", Path: name, Err: larger(most)}
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

func larger(most int64) error {
	const mebibyte = 1 << 20
	return fmt.Errorf("%w: over %d MiB", ErrLarger, most/mebibyte)
}

// Write makes the file or replaces it as a whole: who reads it sees the old text
// or the new one, never a part. A name that is a link, or whose directories
// lead out, is refused.
func (f Plain) Write(text []byte) error {
	if f.dir != "" {
		return f.replace(text, func(*os.Root, fs.FileInfo) error { return nil })
	}
	if info, err := os.Lstat(f.name); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(f.name, text, 0)
	}
	return Plain{filepath.Dir(f.name), filepath.Base(f.name)}.Write(text)
}

// Mend replaces the file's text by another one, if it still holds the old one.
// Its mode and, as far as the process may, its owner stay.
func (f Plain) Mend(before, after []byte) error {
	if f.dir == "" {
		f = Plain{filepath.Dir(f.name), filepath.Base(f.name)}
	}
	return f.replace(after, func(root *os.Root, info fs.FileInfo) error {
		if info == nil {
			return &fs.PathError{Op: "open", Path: f.name, Err: fs.ErrNotExist}
		}
		now, err := f.readIn(root, int64(len(before)))
		if errors.Is(err, ErrLarger) || err == nil && !bytes.Equal(now, before) {
			return &fs.PathError{Op: "write", Path: f.name, Err: ErrChanged}
		}
		return err
	})
}

// replace writes a file of random name beside the one to be replaced, asks
// whether that may be, and renames it.
func (f Plain) replace(text []byte, allowed func(root *os.Root, info fs.FileInfo) error) (err error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	info, err := root.Lstat(f.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		info = nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "write", Path: f.name, Err: ErrNotPlain}
	}
	temporary, err := f.writeTemporary(root, text, info)
	if err != nil {
		return err
	}
	if err = allowed(root, info); err == nil {
		err = root.Rename(temporary, f.name)
	}
	if err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return nil
}

// mostNames bounds the random names that are tried: nobody meets one that is
// taken.
const mostNames = 8

// writeTemporary writes a new file beside the one to be replaced, with its mode
// and owner if there is one.
func (f Plain) writeTemporary(root *os.Root, text []byte, info fs.FileInfo) (name string, err error) {
	var file *os.File
	for range mostNames {
		name = path.Join(path.Dir(f.name), ".unitlint-"+strings.ToLower(rand.Text()))
		if file, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, newMode(info)); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, writeErr := file.Write(text)
	err = errors.Join(writeErr, keepOwner(file, info), file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, root.Remove(name))
	}
	return name, nil
}

// newMode is the mode of a file that is there already, but for what belongs to
// its owner, and else the usual one.
func newMode(info fs.FileInfo) fs.FileMode {
	if info == nil {
		return 0o666 // less what the process's mask takes away
	}
	return info.Mode().Perm()
}
