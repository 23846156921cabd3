// Package rpm reads what RPM keeps of packages: the headers that packages begin with,
// and the data bases of the headers of those that are installed. Both are read as they
// lie in a tree, from any version of RPM since 4.0, and are bounded: what somebody
// else wrote into them costs no more than their size.
package rpm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Why a header or a data base is not read. They are wrapped with what was read.
var (
	// ErrMalformed tells that it ends early or contradicts itself.
	ErrMalformed = errors.New("malformed")
	// ErrTooLarge tells that it is larger than any real one.
	ErrTooLarge = errors.New("too large")
)

// The layout of a header, after "RPM V4 package format" of the rpm manual: how many
// entries its index has, how large its store is, the index, the store.
const (
	magic     = "\x8e\xad\xe8\x01\x00\x00\x00\x00"
	countSize = 8
	entrySize = 16
	// MostHeader bounds a header; the largest packages have some 20 MiB.
	MostHeader = 64 << 20
)

// tag names a value of a header ("Package tags" of the rpm manual).
type tag uint32

// The tags that are read.
const (
	name             tag = 1000
	fileModes        tag = 1030
	fileDigests      tag = 1035
	fileFlags        tag = 1037
	fileUsers        tag = 1039
	fileGroups       tag = 1040
	source           tag = 1044
	requires         tag = 1049
	directoryIndexes tag = 1116
	baseNames        tag = 1117
	directoryNames   tag = 1118
	fileCapabilities tag = 5010

	prein            tag = 1023
	postin           tag = 1024
	preinProgram     tag = 1085
	postinProgram    tag = 1086
	pretrans         tag = 1151
	posttrans        tag = 1152
	pretransProgram  tag = 1153
	posttransProgram tag = 1154
)

// Header is what RPM knows of one package: an index of tags, and the store that their
// values lie in. Values that contradict their index are read as far as they are there.
type Header struct {
	index []byte
	store []byte
}

// ReadHeader reads a header as a package has it, with the magic before it.
func ReadHeader(r io.Reader) (Header, error) {
	var head [len(magic) + countSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:4]) != magic[:4] {
		return Header{}, fmt.Errorf("%w: a header does not begin as one", ErrMalformed)
	}
	entries, size := sizes(head[len(magic):])
	if entries*entrySize+size > MostHeader {
		return Header{}, fmt.Errorf("%w: a header of %d bytes", ErrTooLarge, entries*entrySize+size)
	}
	var read bytes.Buffer
	if _, err := io.CopyN(&read, r, entries*entrySize+size); err != nil {
		return Header{}, fmt.Errorf("%w: a header ends early", ErrMalformed)
	}
	all := read.Bytes()
	return Header{index: all[:entries*entrySize], store: all[entries*entrySize:]}, nil
}

// parse reads a header as a data base has it.
func parse(blob []byte) (Header, error) {
	if len(blob) < countSize {
		return Header{}, fmt.Errorf("%w: a header of %d bytes", ErrMalformed, len(blob))
	}
	entries, size := sizes(blob)
	if all := blob[countSize:]; entries*entrySize+size <= int64(len(all)) {
		return Header{index: all[:entries*entrySize], store: all[entries*entrySize : entries*entrySize+size]}, nil
	}
	return Header{}, fmt.Errorf("%w: a header of %d entries and %d bytes in %d", ErrMalformed, entries, size, len(blob))
}

// sizes returns how many entries a header has, and how many bytes its store has.
func sizes(head []byte) (entries, size int64) {
	return int64(binary.BigEndian.Uint32(head)), int64(binary.BigEndian.Uint32(head[4:]))
}

// Size returns how many bytes the values of the header have.
func (h Header) Size() int { return len(h.store) }

// Name is that of the package; empty where a header is that of none.
func (h Header) Name() string { return h.text(name) }

// Origin is the name of the source that the package was built from, or its own: that
// of a source package ends with version and release ("example-1.0-2.src.rpm").
func (h Header) Origin() string {
	origin := h.text(source)
	for range 2 {
		at := strings.LastIndexByte(origin, '-')
		if at <= 0 {
			return h.Name()
		}
		origin = origin[:at]
	}
	return origin
}

// Requires returns the names of what has to be installed beside the package: of
// packages, and of what they provide.
func (h Header) Requires() []string {
	var all []string
	for text := range h.texts(requires) {
		if len(all) == mostRequires {
			break
		}
		all = append(all, string(text))
	}
	return all
}

// mostRequires bounds what a package requires; the largest collections name some
// thousands.
const mostRequires = 1 << 16

// value returns the part of the store at which the value of a tag begins, and
// how many elements it has.
func (h Header) value(t tag) (data []byte, count int) {
	for at := 0; at+entrySize <= len(h.index); at += entrySize {
		entry := h.index[at : at+entrySize]
		offset := binary.BigEndian.Uint32(entry[8:])
		if tag(binary.BigEndian.Uint32(entry)) == t && int64(offset) <= int64(len(h.store)) {
			return h.store[offset:], int(binary.BigEndian.Uint32(entry[12:]))
		}
	}
	return nil, 0
}

// text returns a text, or the first of a list.
func (h Header) text(t tag) string {
	for text := range h.texts(t) {
		return string(text)
	}
	return ""
}

// texts yields the elements of a list of texts, which are valid as long as the header.
func (h Header) texts(t tag) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		data, count := h.value(t)
		for range count {
			text, rest, found := bytes.Cut(data, []byte{0})
			if !found || !yield(text) {
				return
			}
			data = rest
		}
	}
}

// numbers returns the elements of a list of numbers of so many bytes.
func (h Header) numbers(t tag, width int) []uint32 {
	data, count := h.value(t)
	count = min(count, len(data)/width)
	all := make([]uint32, count)
	for i := range all {
		for _, octet := range data[i*width : (i+1)*width] {
			all[i] = all[i]<<8 | uint32(octet)
		}
	}
	return all
}
