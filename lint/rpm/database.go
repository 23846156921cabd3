package rpm

import (
	"errors"
	"fmt"
	"io"
)

// Names returns where data bases lie below the root of a tree, those of newer releases
// of RPM first: what is left of an older one is not what is installed. Fedora and RHEL
// have SQLite since 33 and 9, and Berkeley DB before; SUSE has ndb since 15; images
// that are updated as a whole keep theirs below /usr/share.
func Names() []string {
	return []string{
		"usr/lib/sysimage/rpm/rpmdb.sqlite", "var/lib/rpm/rpmdb.sqlite", "usr/share/rpm/rpmdb.sqlite",
		Installed, "var/lib/rpm/Packages.db",
		"var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages", "usr/share/rpm/Packages",
	}
}

// Installed is where a data base of [Single] lies.
const Installed = "usr/lib/sysimage/rpm/Packages.db"

// Place is where a header lies in a data base.
type Place uint64

// Database is the headers of the packages that are installed.
type Database struct{ layout }

// layout is how a data base lies in its file.
type layout interface {
	// each calls do with the place and the content of each header, until it returns
	// false.
	each(do func(Place, []byte) bool) error
	// at returns the content at one place, which nothing else changes.
	at(Place) ([]byte, error)
}

// mostRead bounds what is read of a data base for all of its headers together; with
// 3,000 packages one has some 100 MiB.
const mostRead = 256 << 20

var errRead = fmt.Errorf("%w: a data base that leads round in circles, or of over %d MiB", ErrTooLarge, mostRead>>20)

// LogSuffix is what the name of a log ends with that lies beside a data base of SQLite.
const LogSuffix = "-wal"

// Open recognises a data base by its content. It is read from as far as somebody asks.
func Open(at io.ReaderAt, size int64) (*Database, error) { return OpenLogged(at, size, nil, 0) }

// OpenLogged opens a data base of SQLite whose log holds changes that are not in its own
// file yet. A nil log is none.
func OpenLogged(at io.ReaderAt, size int64, log io.ReaderAt, logSize int64) (*Database, error) {
	file := newPages(at, size)
	if log != nil {
		file.log = newPages(log, logSize)
	}
	head := make([]byte, smallest)
	if n, err := file.ReadAt(head, 0); n < smallest && err != nil {
		return nil, fmt.Errorf("%w: a data base of %d bytes", ErrMalformed, n)
	}
	for _, open := range []func(*pages, []byte) (layout, error){openSQLite, openTable, openBlobs} {
		if l, err := open(file, head); l != nil || err != nil {
			return &Database{l}, err
		}
	}
	return nil, fmt.Errorf("%w: neither a data base of SQLite, of Berkeley DB nor of ndb", ErrMalformed)
}

// smallest is the size of the smallest page of any of them.
const smallest = 512

// Each calls do for each package, until it returns false; the header is none any longer
// when do returns. The error tells what could not be read; what came before it is right.
func (d *Database) Each(do func(Place, Header) bool) error {
	return d.each(func(at Place, blob []byte) bool {
		h, err := parse(blob)
		return err != nil || h.Name() == "" || do(at, h) // what is none are counters
	})
}

// Header returns the header at a place that [Database.Each] told.
func (d *Database) Header(at Place) (Header, error) {
	blob, err := d.at(at)
	if err != nil {
		return Header{}, err
	}
	return parse(blob)
}

// pages reads from a file as long as there is something left to be read.
type pages struct {
	file io.ReaderAt
	size int64
	left int64
	log  *pages // or nil
}

// newPages allows that each byte is read as one of a page and once more as one of a
// header: what is over that goes round in circles.
func newPages(file io.ReaderAt, size int64) *pages {
	size = min(size, mostRead)
	return &pages{file: file, size: size, left: 3*size + smallest}
}

// ReadAt reads as the file does; the error tells that too much of it was read.
func (p *pages) ReadAt(into []byte, at int64) (int, error) {
	if p.left -= int64(len(into)); p.left < 0 {
		return 0, errRead
	}
	return p.file.ReadAt(into, at)
}

// read fills a buffer.
func (p *pages) read(into []byte, at int64) error {
	n, err := p.ReadAt(into, at)
	switch {
	case n == len(into):
		return nil
	case errors.Is(err, ErrTooLarge):
		return err
	}
	return fmt.Errorf("%w: the data base ends within %d bytes at %d", ErrMalformed, len(into), at)
}

// room tells whether a header of so many bytes can be there and may be looked at. An
// empty one is not for nothing: a page may have tens of thousands of them.
func (p *pages) room(length int64) error {
	whole := p.size
	if p.log != nil {
		whole += p.log.size
	}
	if length > min(whole, MostHeader) {
		return fmt.Errorf("%w: a header of %d bytes in a data base of %d", ErrMalformed, length, p.size)
	}
	if p.left -= max(length, smallest); p.left < 0 {
		return errRead
	}
	return nil
}
