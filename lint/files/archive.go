package files

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/rpm"
)

// The bounds of what is read from an archive. Debian's largest package has some
// 60,000 files, images of whole distributions a few hundred thousand.
const (
	// MostEntries bounds the files, directories and links of an archive.
	MostEntries = 1 << 19
	// MostUnpacked bounds the bytes that an archive unfolds to, MostKept those of
	// them that are kept.
	MostUnpacked = 8 << 30
	MostKept     = 2 << 30
	// MostText is the size up to which the content of a file that is no program
	// is kept, MostSettings where units and settings lie: so much of one is read
	// from a directory.
	MostText     = 1 << 20
	MostSettings = 16 << 20
	// MostProgram is the size up to which the content of a program is kept, and of
	// the data base of the installed packages.
	MostProgram = 256 << 20

	longestName = 4096
	deepestName = 256
	// mostHops bounds the links that are followed to where an entry belongs.
	mostHops = 32
)

// Owner is whose a file of an archive is, as the archive says it.
type Owner struct {
	UID, GID    int
	User, Group string // empty where only numbers are told
	// Capability is the value of the extended attribute security.capability
	// (capabilities(7)), or empty.
	Capability string
}

// archive is the tree of files that an archive holds.
type archive struct {
	entries map[string]*entry // by clean name; "." is the tree itself
	spool   *spool
	// unpacked counts the bytes that were read so far.
	unpacked int64
	// layer tells the entries of one layer of an image from those below it.
	layer int
}

// entry is what an archive holds under one name.
type entry struct {
	name     string
	mode     fs.FileMode
	size     int64
	modified time.Time
	link     string // what a symbolic link says
	owner    Owner
	content  section
	children map[string]*entry
	layer    int
}

// member is one entry as an archive's format tells it.
type member struct {
	name     string
	mode     fs.FileMode
	size     int64
	modified time.Time
	// link is what a symbolic link says, same the name of the entry whose
	// content this one shares.
	link, same string
	owner      Owner
	// holes tells that the content stands there without the zeros between its parts:
	// nothing that is read is written so.
	holes bool
}

func newArchive() *archive {
	root := &entry{name: ".", mode: fs.ModeDir | 0o755, children: map[string]*entry{}}
	return &archive{entries: map[string]*entry{".": root}, spool: &spool{}}
}

// add records a member and reads its content. As in unpacking, it lies where
// the links of earlier members lead; nothing leads above the tree.
func (a *archive) add(m member, content io.Reader) error {
	name, err := a.place(m.name)
	if err != nil {
		return err
	}
	if !fs.ValidPath(name) {
		return nil // in another encoding than UTF-8, in which nobody asks for it
	}
	e := &entry{
		name: path.Base(name), mode: m.mode, size: m.size, modified: m.modified, link: m.link, owner: m.owner, layer: a.layer,
	}
	if m.same != "" {
		return a.share(name, e, m.same)
	}
	if e.mode.IsRegular() {
		if m.holes {
			e.content = notKept
		} else if err := a.keep(name, e, content); err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
	}
	return a.put(name, e)
}

// keep puts the content of a file away where somebody may want to read it.
func (a *archive) keep(name string, e *entry, content io.Reader) error {
	a.unpacked += e.size
	if a.unpacked > MostUnpacked {
		return fmt.Errorf("%w: %d GiB", ErrUnfolds, MostUnpacked>>30)
	}
	if e.size > mostOf(name, e) {
		e.content = notKept
		return nil // who reads the archive passes over the content
	}
	if a.spool.size+e.size > MostKept {
		return fmt.Errorf("%w: %d GiB of text and programs", ErrUnfolds, MostKept>>30)
	}
	var err error
	if e.content, err = a.spool.add(content, e.size); err != nil {
		return err
	}
	return nil
}

// mostOf is the size up to which the content of a file is kept.
func mostOf(name string, e *entry) int64 {
	switch {
	case isProgram(e), slices.Contains(rpm.Names(), strings.TrimSuffix(name, rpm.LogSuffix)):
		return MostProgram
	case isSettings(name):
		return MostSettings
	}
	return MostText
}

// isSettings tells whether a file is a unit, is called like drop-ins of units, or
// lies where units and settings or the lists of packages do.
func isSettings(name string) bool {
	suffix := strings.TrimPrefix(path.Ext(name), ".")
	return strings.HasPrefix(name, "etc/") || strings.HasPrefix(name, "var/lib/dpkg/") || strings.Contains("/"+name, "/systemd/") ||
		suffix == "conf" || catalog.IsUnitType(suffix)
}

// isProgram tells whether a file is executed or is loaded by what is.
func isProgram(e *entry) bool {
	return e.mode&0o111 != 0 || strings.HasSuffix(e.name, ".so") || strings.Contains(e.name, ".so.")
}

// share makes an entry another name of an earlier one, as a hard link is.
func (a *archive) share(name string, e *entry, same string) error {
	other, err := a.place(same)
	if err != nil {
		return err
	}
	of := a.entries[other]
	if of == nil || of.mode.IsDir() {
		return fmt.Errorf("%w: %s is linked to %s, which is not there", ErrMalformed, name, other)
	}
	base := e.name
	*e = *of
	e.name, e.layer = base, a.layer
	return a.put(name, e)
}

// put makes an entry the one of its name. A directory that is there already
// keeps what is in it.
func (a *archive) put(name string, e *entry) error {
	old := a.entries[name]
	switch {
	case name == ".":
		return nil // whatever the archive says of it
	case old != nil && old.mode.IsDir() && e.mode.IsDir():
		old.mode, old.owner, old.layer = e.mode, e.owner, e.layer
		return nil
	case old != nil:
		a.remove(name)
	case len(a.entries) >= MostEntries:
		return fmt.Errorf("%w: %d entries", ErrUnfolds, MostEntries)
	}
	if e.mode.IsDir() {
		e.children = map[string]*entry{}
	}
	a.directory(path.Dir(name)).children[e.name] = e
	a.entries[name] = e
	return nil
}

// directory returns the directory of a name, which is made where it is missing:
// archives may leave directories out.
func (a *archive) directory(name string) *entry {
	if e := a.entries[name]; e != nil {
		if e.children != nil {
			return e
		}
		a.remove(name) // a file stands where a directory has to be
	}
	e := &entry{name: path.Base(name), mode: fs.ModeDir | 0o755, children: map[string]*entry{}, layer: a.layer}
	a.directory(path.Dir(name)).children[e.name] = e
	a.entries[name] = e
	return e
}

// remove takes an entry away, with all that is in it.
func (a *archive) remove(name string) {
	e := a.entries[name]
	if e == nil || name == "." {
		return
	}
	a.empty(name, func(*entry) bool { return true })
	delete(a.entries, name)
	delete(a.entries[path.Dir(name)].children, e.name)
}

// empty takes the entries of a directory away that somebody chooses.
func (a *archive) empty(name string, chosen func(*entry) bool) {
	e := a.entries[name]
	if e == nil {
		return
	}
	for base, child := range e.children {
		below := path.Join(name, base)
		a.empty(below, chosen)
		if chosen(child) && len(child.children) == 0 {
			delete(a.entries, below)
			delete(e.children, base)
		}
	}
}

// place returns the name under which a member lies: clean, below the tree, and
// with the links of its directories followed.
func (a *archive) place(said string) (string, error) {
	if len(said) > longestName || strings.Count(said, "/") > deepestName {
		return "", fmt.Errorf("%w: a name of %d bytes with %d directories", ErrMalformed, len(said), strings.Count(said, "/"))
	}
	rest := strings.Split(strings.TrimPrefix(path.Clean("/"+said), "/"), "/")
	here, hops := ".", 0
	for len(rest) > 1 {
		next := path.Join(here, rest[0])
		rest = rest[1:]
		e := a.entries[next]
		if e == nil || e.mode&fs.ModeSymlink == 0 {
			here = next
			continue
		}
		if hops++; hops > mostHops {
			return "", fmt.Errorf("%w: %s lies behind too many links", ErrMalformed, said)
		}
		to := e.link
		if !path.IsAbs(to) {
			to = path.Join("/", here, to)
		}
		rest = append(strings.Split(strings.TrimPrefix(path.Clean(to), "/"), "/"), rest...)
		here = "."
	}
	if name := path.Join(here, rest[0]); name != "" {
		return name, nil
	}
	return ".", nil
}

// Close gives up what was kept.
func (a *archive) Close() error { return a.spool.close() }

func (a *archive) find(op, name string) (*entry, error) {
	if e := a.entries[path.Clean(name)]; e != nil {
		return e, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// Lstat tells what lies at a name; [fs.FileInfo.Sys] is an Owner.
func (a *archive) Lstat(name string) (fs.FileInfo, error) {
	e, err := a.find("lstat", name)
	if err != nil {
		return nil, err
	}
	return info{e}, nil
}

// ReadLink returns what a link says.
func (a *archive) ReadLink(name string) (string, error) {
	e, err := a.find("readlink", name)
	if err == nil && e.mode&fs.ModeSymlink == 0 {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	return e.link, nil
}

// ReadDir returns the entries of a directory, sorted by name.
func (a *archive) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := a.find("readdir", name)
	if err == nil && e.children == nil {
		err = &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	listed := make([]fs.DirEntry, 0, len(e.children))
	for _, child := range e.children {
		listed = append(listed, fs.FileInfoToDirEntry(info{child}))
	}
	slices.SortFunc(listed, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return listed, nil
}

// Open opens a regular file; what it returns is an [io.ReaderAt] as well.
func (a *archive) Open(name string) (fs.File, error) {
	e, err := a.find("open", name)
	switch {
	case err != nil:
		return nil, err
	case !e.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	case e.content == notKept:
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrNotKept}
	}
	return &opened{a.spool.reader(e.content), e}, nil
}

// opened is an open file of an archive.
type opened struct {
	*io.SectionReader
	entry *entry
}

func (o *opened) Stat() (fs.FileInfo, error) { return info{o.entry}, nil }
func (o *opened) Close() error               { return nil }

// info describes an entry.
type info struct{ *entry }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.modified }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return i.owner }
