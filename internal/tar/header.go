package tar

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"time"
)

// blockSize is the size of a header, and what the size of content is filled up to.
const blockSize = 512

// header is a block that tells of a member.
type header [blockSize]byte

// field is where a field of a header lies: the offset of its first byte, and that
// behind its last.
type field struct{ from, to int }

// The fields of a header. The prefix is one of POSIX's format; in star's it is
// shorter, and ends with a mark of its own.
var (
	nameField     = field{0, 100}
	modeField     = field{100, 108}
	uidField      = field{108, 116}
	gidField      = field{116, 124}
	sizeField     = field{124, 136}
	modifiedField = field{136, 148}
	checkField    = field{148, 156}
	linkField     = field{157, 257}
	magicField    = field{257, 263}
	userField     = field{265, 297}
	groupField    = field{297, 329}
	prefixField   = field{345, 500}
	starPrefix    = field{345, 476}
	starMark      = field{508, 512}
)

const (
	kindAt     = 156
	extendedAt = 482 // of a sparse member of GNU tar: a list of holes follows
	moreMapsAt = 504 // of a block of such a list: a further one follows
)

func (h *header) kind() byte           { return h[kindAt] }
func (h *header) bytes(f field) []byte { return h[f.from:f.to] }

// text returns a field up to its first NUL.
func (h *header) text(f field) string {
	text, _, _ := bytes.Cut(h.bytes(f), []byte{0})
	return string(text)
}

// number returns a field: octal digits between blanks and NULs, or, where the first
// bit is set, a number in base 256 as GNU tar writes large and negative ones.
func (h *header) number(f field) (int64, error) {
	b := h.bytes(f)
	if b[0]&0x80 != 0 {
		return binaryNumber(b)
	}
	digits := strings.Trim(string(b), " \x00")
	digits, _, _ = strings.Cut(digits, "\x00")
	if digits == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(digits, 8, 63)
	if err != nil {
		return 0, fmt.Errorf("%w: %q where it has a number", ErrHeader, digits)
	}
	return int64(n), nil
}

// binaryNumber returns a number in base 256, whose second bit is its sign.
func binaryNumber(b []byte) (int64, error) {
	negative := b[0]&0x40 != 0
	var n uint64
	for i, c := range b {
		if negative {
			c = ^c
		}
		if i == 0 {
			c &= 0x7f
		}
		if n > math.MaxInt64>>8 {
			return 0, fmt.Errorf("%w: a number of more than 63 bits", ErrHeader)
		}
		n = n<<8 | uint64(c)
	}
	if negative {
		return ^int64(n), nil
	}
	return int64(n), nil
}

// size returns how long the content is.
func (h *header) size() (int64, error) {
	size, err := h.number(sizeField)
	if err == nil && (size < 0 || size > math.MaxInt64-blockSize) {
		err = fmt.Errorf("%w: a content of %d bytes", ErrHeader, size)
	}
	return size, err
}

// verify compares the sum of all bytes with what the header says it is; that counts
// as blanks itself. Some old programs added them up as signed numbers.
func (h header) verify() error {
	said, err := h.number(checkField)
	if err != nil {
		return err
	}
	copy(h.bytes(checkField), "        ")
	var sum, signed int64
	for _, c := range h {
		sum += int64(c)
		signed += int64(int8(c))
	}
	if said != sum && said != signed {
		return fmt.Errorf("%w: its bytes add up to %d and not to %d", ErrHeader, sum, said)
	}
	return nil
}

// describe returns what the header itself says of a member.
func (h *header) describe() (*Header, error) {
	var numbers [4]int64
	for i, f := range []field{modeField, uidField, gidField, modifiedField} {
		var err error
		if numbers[i], err = h.number(f); err != nil {
			return nil, err
		}
	}
	told := &Header{
		Kind: h.kind(), Name: h.text(nameField), Linkname: h.text(linkField),
		Mode: Permissions(numbers[0]), UID: int(numbers[1]), GID: int(numbers[2]), Modified: time.Unix(numbers[3], 0),
	}
	switch magic := string(h.bytes(magicField)); magic {
	case "ustar\x00":
		prefix := h.text(prefixField)
		if string(h.bytes(starMark)) == "tar\x00" {
			prefix = h.text(starPrefix)
		}
		if prefix != "" {
			told.Name = prefix + "/" + told.Name
		}
		fallthrough
	case "ustar ": // GNU
		told.User, told.Group = h.text(userField), h.text(groupField)
	}
	return told, nil
}

// Permissions turns the bits of a mode that inode(7) has beside the kind into Go's.
func Permissions(mode int64) fs.FileMode {
	m := fs.FileMode(mode & 0o777)
	for i, bit := range []fs.FileMode{fs.ModeSticky, fs.ModeSetgid, fs.ModeSetuid} {
		if mode&(0o1000<<i) != 0 {
			m |= bit
		}
	}
	return m
}
