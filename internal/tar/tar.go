// Package tar reads tar archives: those of the seventh edition, of POSIX (ustar and
// pax) and of GNU tar, after pax(1p) of POSIX.1-2017 and "Basic Tar Format" of the
// manual of GNU tar.
//
// The package archive/tar of the standard library reads and writes them too. It
// asks the operating system for the names of users when it writes, and so links each
// program that imports it with the C library, whose loading takes longer than linting
// a unit does. This one only reads; its tests compare the two.
package tar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// ErrHeader says that there is something else where an archive has to tell of its
// next member.
var ErrHeader = errors.New("no header of a tar archive")

// The kinds of members, as the field typeflag of a header tells them.
const (
	Regular   byte = '0'
	Link      byte = '1' // a further name of an earlier member
	Symlink   byte = '2'
	character byte = '3'
	block     byte = '4'
	Directory byte = '5'
	fifo      byte = '6'
	oldFile   byte = 0   // a regular file of the seventh edition
	sparse    byte = 'S' // GNU
	longName  byte = 'L' // GNU: the name of the next member
	longLink  byte = 'K' // GNU: what the next member links to
	records   byte = 'x' // pax: of the next member
	global    byte = 'g' // pax: of all members that follow
)

// mostRecords bounds what is said of one member in front of it, in bytes.
const mostRecords = 1 << 20

// Header is what an archive tells of a member.
type Header struct {
	Kind           byte // Regular, Link, Symlink, Directory or another value of typeflag
	Name, Linkname string
	Size           int64 // of the content that follows, in bytes
	Mode           fs.FileMode
	UID, GID       int
	User, Group    string // empty where only numbers are told
	Modified       time.Time
	// Records are the pax records of the member that [Header] has no field for,
	// among them SCHILY.xattr.NAME for extended attributes.
	Records map[string]string
	// Sparse tells that the content is a file with holes: only what lies between
	// them, in the form that GNU tar gives it.
	Sparse bool
}

// Reader reads the members of an archive one after the other, and the content of the
// one that was told of last.
type Reader struct {
	from io.Reader
	left int64 // bytes of content of this member
	pad  int64 // bytes between the content and the next header
	err  error
	head [blockSize]byte
}

// NewReader returns a reader of an archive. It takes no more from there than it has
// told of: after [Reader.Next] the content is what comes next.
func NewReader(r io.Reader) *Reader { return &Reader{from: r} }

// Next tells of the next member, or returns [io.EOF] after the last one. An archive
// that ends within a member gives [io.ErrUnexpectedEOF], what is no archive
// [ErrHeader]; neither is read from any further.
func (r *Reader) Next() (*Header, error) {
	if r.err != nil {
		return nil, r.err
	}
	h, err := r.next()
	if err != nil {
		r.err = err
		return nil, err
	}
	return h, nil
}

// Read reads the content of the member.
func (r *Reader) Read(b []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	if r.left == 0 {
		return 0, io.EOF
	}
	n, err := r.from.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	switch {
	case errors.Is(err, io.EOF) && r.left > 0:
		err = io.ErrUnexpectedEOF
	case errors.Is(err, io.EOF):
		err = nil // the member's end is told by the next read
	}
	if err != nil {
		r.err = err
	}
	return n, err
}

// next reads headers up to one of a member, and what those in front of it say of it.
func (r *Reader) next() (*Header, error) {
	said := map[string]string{}
	for {
		if err := r.pass(); err != nil {
			return nil, err
		}
		head, err := r.header()
		if err != nil {
			return nil, err
		}
		size, err := head.size()
		if err != nil {
			return nil, err
		}
		switch head.kind() {
		case global: // says nothing that is asked for: comments, mostly
			r.expect(size)
		case records:
			text, err := r.text(size)
			if err != nil {
				return nil, err
			}
			if err := readRecords(text, said); err != nil {
				return nil, err
			}
		case longName, longLink:
			text, err := r.text(size)
			if err != nil {
				return nil, err
			}
			name, _, _ := bytes.Cut(text, []byte{0})
			said[recordOf[head.kind()]] = string(name)
		default:
			return r.member(head, size, said)
		}
	}
}

// member puts together what is known of a member.
func (r *Reader) member(head header, size int64, said map[string]string) (*Header, error) {
	h, err := head.describe()
	if err != nil {
		return nil, err
	}
	h.Size = size
	if err := h.apply(said); err != nil {
		return nil, err
	}
	if head.kind() == sparse {
		h.Kind, h.Sparse = Regular, true
		if err := r.passMaps(head); err != nil {
			return nil, err
		}
	}
	if h.Kind == oldFile {
		h.Kind = Regular
		if strings.HasSuffix(h.Name, "/") {
			h.Kind = Directory
		}
	}
	h.Mode |= modeOf[h.Kind]
	switch h.Kind {
	case Link, Symlink, character, block, Directory, fifo:
		h.Size = 0 // nothing follows, whatever the field says
	}
	r.expect(h.Size)
	return h, nil
}

// recordOf is the pax record that says what a member of GNU tar does.
var recordOf = map[byte]string{longName: "path", longLink: "linkpath"}

// modeOf is what the kind of a member says of its mode.
var modeOf = map[byte]fs.FileMode{
	Symlink: fs.ModeSymlink, character: fs.ModeDevice | fs.ModeCharDevice, block: fs.ModeDevice, Directory: fs.ModeDir, fifo: fs.ModeNamedPipe,
}

// expect makes the next bytes content.
func (r *Reader) expect(size int64) {
	r.left, r.pad = size, -size&(blockSize-1)
}

// pass goes to the end of the member. An archive may end in the midst of what fills a
// block up, and is whole then.
func (r *Reader) pass() error {
	left, pad := r.left, r.pad
	r.left, r.pad = 0, 0
	if left > 0 {
		if s, ok := r.from.(io.Seeker); ok {
			if _, err := s.Seek(left-1, io.SeekCurrent); err == nil {
				left = 1 // which is read, for one may go beyond the end of a file
			}
		}
		if _, err := io.CopyN(io.Discard, r.from, left); err != nil {
			return unexpected(err)
		}
	}
	_, err := io.CopyN(io.Discard, r.from, pad)
	return err
}

// passMaps passes over the further blocks of the list of holes of a sparse member.
func (r *Reader) passMaps(head header) error {
	for more := head[extendedAt] != 0; more; more = r.head[moreMapsAt] != 0 {
		if _, err := io.ReadFull(r.from, r.head[:]); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// text reads content that is said of the next member.
func (r *Reader) text(size int64) ([]byte, error) {
	if size > mostRecords {
		return nil, fmt.Errorf("%w: %d bytes are said of one member, more than %d", ErrHeader, size, mostRecords)
	}
	r.expect(size)
	text := make([]byte, size)
	if _, err := io.ReadFull(r.from, text); err != nil {
		return nil, unexpected(err)
	}
	r.left = 0
	return text, nil
}

// header reads a block that tells of a member. Two blocks of zeros end an archive,
// and so does the end of what is read from.
func (r *Reader) header() (header, error) {
	for zeros := 0; ; zeros++ {
		switch _, err := io.ReadFull(r.from, r.head[:]); {
		case errors.Is(err, io.EOF) || err == nil && zeros == 1 && r.head == [blockSize]byte{}:
			return header{}, io.EOF
		case err != nil:
			return header{}, unexpected(err)
		case r.head != [blockSize]byte{} && zeros == 0:
			return r.head, header(r.head).verify()
		case r.head != [blockSize]byte{}:
			return header{}, fmt.Errorf("%w: it follows a block of zeros", ErrHeader)
		}
	}
}

// unexpected tells that an archive ends in the midst of something.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
