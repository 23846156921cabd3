package locate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Bounds of what is read and kept. systemd bounds only the lines of a unit file,
// to 1 MiB; no unit and no tree of units comes near any of them.
const (
	maxFileSize = 16 << 20
	// maxLines bounds the physical lines of a file, each of which is kept a place of.
	maxLines = 1 << 20
	// maxHeld bounds the texts of a tree together, in bytes, where each line
	// counts for perLine bytes more: so much is kept of the shortest one.
	maxHeld = 512 << 20
	perLine = 64
)

// maxLinks bounds the links followed for one path, as systemd's chase does.
const maxLinks = 32

// Why a path below a tree is not read. They are wrapped in an [fs.PathError].
var (
	ErrLeavesTree = errors.New("the link leads out of the tree")
	ErrLinkLoop   = errors.New("too many links, or links in a loop")
	ErrNotRegular = errors.New("not a regular file")
	ErrTooLarge   = errors.New("larger than 16 MiB")
	ErrTooMuch    = errors.New("the files of the tree are larger than 512 MiB together, each line counted as 64 bytes more")

	ErrTooManyLineEnds = fmt.Errorf("more than %d lines", maxLines)
	ErrTooManyLines    = fmt.Errorf("more than %d lines that are neither blank nor comments", unitfile.MostLines)
)

// Tree is read access to the files of one directory, package or image and to
// nothing else. Paths given to it are relative, with forward slashes. Absolute links are read
// relative to its directory. What was read once is kept: a Tree shows the files
// as they were when it first looked. It may be used by several goroutines.
type Tree struct {
	dir     string
	display string
	// prefix is what path.Join puts before a clean name to show it.
	prefix string
	files  files.FS
	// clamped tells that ".." above the directory stays at it, as in a file
	// system root; in other trees it leads out.
	clamped bool
	// standIns tells that plain files may stand in for links; see link.
	standIns bool

	// placeholders returns the shapes of words that a generator replaces in a
	// file as reports show it; it may be nil.
	placeholders func(shown string) []*regexp.Regexp

	lexicon unitfile.Lexicon

	// held is how much was read, counted as maxHeld says.
	held atomic.Int64

	mu       sync.Mutex
	listings map[string]func() ([]fs.DirEntry, error)
	resolved map[string]resolution
	nodes    map[string]*node
	added    map[string][]string // names that SetText added, by directory
	texts    map[string]text
	// shownAs says how reports show files that lie elsewhere on the host.
	shownAs map[string]string
	parsed  map[parsedKey]*unitfile.File
	names   map[namesKey]*nameMap
	units   map[unitKey]*Identity
}

type resolution struct {
	path string
	null bool
	err  error
}

type text struct {
	file *source.File
	err  error
}

// OpenRoot gives access to a directory, a package, an image or a revision (see
// [files.Open]) that holds the root of a system, whole or in part: links in it
// are followed as by a process that has it as its root.
func OpenRoot(dir, display string) (*Tree, error) { return OpenRootFrom(".", dir, display) }

// OpenRootFrom is OpenRoot for a path that counts from the directory here, to
// whose repository a revision belongs.
func OpenRootFrom(here, dir, display string) (*Tree, error) {
	return open(here, placeOf(here, dir), display, true)
}

// placeOf returns a path as the host knows it, or the name of a revision.
func placeOf(here, name string) string {
	switch {
	case files.IsRevision(name):
		return strings.TrimRight(name, "/")
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	}
	return filepath.Join(here, name)
}

func open(here, dir, display string, clamped bool) (*Tree, error) {
	opened, err := files.Open(here, dir)
	if err != nil {
		return nil, fmt.Errorf("opening the tree of units: %w", err)
	}
	return newTree(opened, dir, display, clamped), nil
}

func newTree(opened files.FS, dir, display string, clamped bool) *Tree {
	return &Tree{
		dir: dir, display: display, prefix: strings.TrimSuffix(path.Join(display, "x"), "x"), files: opened, clamped: clamped, standIns: filepath.Dir(dir) != dir,
		listings: map[string]func() ([]fs.DirEntry, error){},
		resolved: map[string]resolution{},
		nodes:    map[string]*node{},
		added:    map[string][]string{},
		texts:    map[string]text{},
		shownAs:  map[string]string{},
		parsed:   map[parsedKey]*unitfile.File{},
		names:    map[namesKey]*nameMap{},
		units:    map[unitKey]*Identity{},
	}
}

// Close ends the access. What was read stays readable.
func (t *Tree) Close() error {
	return t.files.Close()
}

// Dir returns the host's path of the tree's directory or archive.
func (t *Tree) Dir() string { return t.dir }

// Display returns the path that reports show for a path in the tree.
func (t *Tree) Display(name string) string {
	if shown, elsewhere := t.shownAs[name]; elsewhere {
		return shown
	}
	if t.display == "" {
		return name
	}
	if name = clean(name); name == "." || outside(name) || path.IsAbs(name) {
		return path.Join(t.display, name)
	}
	return t.prefix + name
}

// ReadDir returns the entries of a directory, sorted by name. Links to
// directories are followed as far as they stay in the tree.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	r := t.resolve(name, 0)
	if r.err != nil {
		return nil, r.err
	}
	t.mu.Lock()
	found := t.listings[r.path]
	if found == nil {
		found = sync.OnceValues(func() ([]fs.DirEntry, error) { return t.list(r.path) })
		t.listings[r.path] = found
	}
	t.mu.Unlock()
	return found()
}

// list reads a directory.
func (t *Tree) list(name string) ([]fs.DirEntry, error) {
	entries, err := t.files.ReadDir(name)
	if err != nil {
		if made := t.withTexts(name, nil); len(made) > 0 {
			return made, nil
		}
		return nil, err
	}
	entries = t.withTexts(name, t.lazy(name, entries))
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Open opens the regular file that a path leads to, its links followed within
// the tree. What it returns is an [io.ReaderAt] as well. Unlike [Tree.Source] it
// keeps nothing. The errors are those of [Tree.Source].
func (t *Tree) Open(name string) (fs.File, error) {
	resolved, err := t.Resolve(name)
	if err != nil {
		return nil, err
	}
	n := t.node(resolved)
	if n.info == nil {
		return nil, &fs.PathError{Op: "open", Path: t.Display(name), Err: n.err}
	}
	if !n.info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: t.Display(name), Err: fmt.Errorf("%w but %s", ErrNotRegular, kindOf(n.info.Mode()))}
	}
	file, err := t.files.Open(resolved)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: t.Display(name), Err: cause(err)}
	}
	return file, nil
}

// Source returns the text of a regular file. Other kinds of files, files that
// cannot be read and links out of the tree are errors of type [fs.PathError];
// a file that does not exist is [fs.ErrNotExist]. The text of a link to
// /dev/null is empty.
func (t *Tree) Source(name string) (*source.File, error) {
	t.mu.Lock()
	found, ok := t.texts[name]
	t.mu.Unlock()
	if ok {
		return found.file, found.err
	}
	content, err := t.read(name)
	if err == nil {
		found.file = source.New(t.Display(name), content)
	}
	found.err = err
	t.mu.Lock()
	defer t.mu.Unlock()
	if earlier, ok := t.texts[name]; ok {
		return earlier.file, earlier.err
	}
	t.texts[name] = found
	return found.file, found.err
}

func (t *Tree) read(name string) ([]byte, error) {
	r := t.resolve(name, 0)
	if r.err != nil || r.null {
		return nil, r.err
	}
	content, err := t.readRegular(r.path)
	if err == nil {
		err = t.admit(content)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: t.Display(name), Err: err}
	}
	return content, nil
}

// admit tells why a text is too much to be kept beside the others.
func (t *Tree) admit(content []byte) error {
	if len(content) > maxFileSize {
		return ErrTooLarge
	}
	lines := 0
	for _, end := range []byte{'\n', '\r', 0} { // see source.New
		lines = max(lines, bytes.Count(content, []byte{end}))
	}
	switch {
	case lines > maxLines:
		return ErrTooManyLineEnds
	case t.held.Add(int64(perLine*lines)) > maxHeld:
		return ErrTooMuch
	}
	return nil
}

// cause strips the host's path from an error of the operating system: reports
// name files by their path in the tree.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}
