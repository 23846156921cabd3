package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
)

// The layout of an RPM package, after "RPM V4 package format" of the rpm
// manual: a lead of fixed size, a signature header that is padded to eight
// bytes, a header, and the payload, a compressed cpio archive.
const (
	rpmLeadSize    = 96
	rpmHeaderMagic = "\x8e\xad\xe8\x01"
	rpmEntrySize   = 16
	// mostRPMHeader bounds a header; the largest packages have some 20 MiB.
	mostRPMHeader = 64 << 20
)

// The tags of the header that are read ("Package tags" of the rpm manual).
const (
	rpmDirectoryIndexes = 1116
	rpmBaseNames        = 1117
	rpmDirectoryNames   = 1118
	rpmFileUsers        = 1039
	rpmFileGroups       = 1040
	rpmFileCapabilities = 5010
)

var rpmMagic = []byte{0xed, 0xab, 0xee, 0xdb}

// readRPM adds what an RPM package holds. Whose the files are stands in the header by name,
// in the payload by number.
func (a *archive) readRPM(r io.Reader) error {
	if _, err := io.CopyN(io.Discard, r, rpmLeadSize); err != nil {
		return fmt.Errorf("%w: the lead of the package: %w", ErrMalformed, err)
	}
	signature, err := readRPMHeader(r)
	if err != nil {
		return fmt.Errorf("the signature of the package: %w", err)
	}
	if pad := (8 - len(signature.store)%8) % 8; pad > 0 {
		_, _ = io.CopyN(io.Discard, r, int64(pad)) // what is missing is missed below
	}
	header, err := readRPMHeader(r)
	if err != nil {
		return fmt.Errorf("the header of the package: %w", err)
	}
	plain, err := decompressed(r)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // it is read from alone
	if err := a.readCpio(plain, header.owners()); err != nil {
		return fmt.Errorf("the payload of the package: %w", err)
	}
	return nil
}

// rpmHeader is an index of tags and the store that their values lie in.
type rpmHeader struct {
	index []byte
	store []byte
}

func readRPMHeader(r io.Reader) (rpmHeader, error) {
	var head [16]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:4]) != rpmHeaderMagic {
		return rpmHeader{}, fmt.Errorf("%w: a header does not begin as one", ErrMalformed)
	}
	entries, size := int64(binary.BigEndian.Uint32(head[8:])), int64(binary.BigEndian.Uint32(head[12:]))
	if entries*rpmEntrySize+size > mostRPMHeader {
		return rpmHeader{}, fmt.Errorf("%w: a header of %d bytes", ErrUnfolds, entries*rpmEntrySize+size)
	}
	var read bytes.Buffer
	if _, err := io.CopyN(&read, r, entries*rpmEntrySize+size); err != nil {
		return rpmHeader{}, fmt.Errorf("%w: a header ends early", ErrMalformed)
	}
	all := read.Bytes()
	return rpmHeader{index: all[:entries*rpmEntrySize], store: all[entries*rpmEntrySize:]}, nil
}

// value returns the part of the store at which the value of a tag begins, and
// how many elements it has.
func (h rpmHeader) value(tag uint32) (data []byte, count int) {
	for at := 0; at+rpmEntrySize <= len(h.index); at += rpmEntrySize {
		entry := h.index[at : at+rpmEntrySize]
		offset := binary.BigEndian.Uint32(entry[8:])
		if binary.BigEndian.Uint32(entry) == tag && int64(offset) <= int64(len(h.store)) {
			return h.store[offset:], int(binary.BigEndian.Uint32(entry[12:]))
		}
	}
	return nil, 0
}

// texts returns the elements of a list of texts, as far as they are there.
func (h rpmHeader) texts(tag uint32) []string {
	data, count := h.value(tag)
	var all []string
	for range count {
		text, rest, found := bytes.Cut(data, []byte{0})
		if !found {
			break
		}
		all, data = append(all, string(text)), rest
	}
	return all
}

// numbers returns the elements of a list of 32-bit numbers.
func (h rpmHeader) numbers(tag uint32) []uint32 {
	data, count := h.value(tag)
	var all []uint32
	for range count {
		if len(data) < 4 {
			break
		}
		all, data = append(all, binary.BigEndian.Uint32(data)), data[4:]
	}
	return all
}

// owners tells whose each file of the package is, by its absolute path.
func (h rpmHeader) owners() map[string]Owner {
	directories, indexes := h.texts(rpmDirectoryNames), h.numbers(rpmDirectoryIndexes)
	users, groups, capabilities := h.texts(rpmFileUsers), h.texts(rpmFileGroups), h.texts(rpmFileCapabilities)
	owners := map[string]Owner{}
	for i, base := range h.texts(rpmBaseNames) {
		if i >= len(indexes) || int64(indexes[i]) >= int64(len(directories)) {
			break
		}
		var o Owner
		if i < len(users) {
			o.User = users[i]
		}
		if i < len(groups) {
			o.Group = groups[i]
		}
		if i < len(capabilities) {
			o.Capability = capabilities[i]
		}
		owners[path.Join("/", directories[indexes[i]], base)] = o
	}
	return owners
}

const (
	cpioHeaderSize = 110
	cpioEnd        = "TRAILER!!!"
	// cpioStripped are entries whose names stand in the package's header; only
	// packages with files over 4 GiB have them.
	cpioStripped = "07070X"
)

// readCpio adds the members of a cpio archive in the "new ASCII" format
// (cpio(5)).
func (a *archive) readCpio(r io.Reader, owners map[string]Owner) error {
	// All names of a hard-linked file come one after the other, the content with
	// the last of them.
	var linked []member
	for {
		m, inode, err := cpioMember(r)
		switch {
		case err != nil:
			return err
		case m.name == cpioEnd:
			return nil
		}
		m.owner = owners[path.Join("/", m.name)]
		padded := (4 - m.size%4) % 4
		if inode > 1 && m.mode.IsRegular() && m.size == 0 {
			linked = append(linked, m)
			continue
		}
		content := io.LimitReader(r, m.size)
		if m.mode&fs.ModeSymlink != 0 {
			if m.link, err = linkText(content, m.size); err != nil {
				return err
			}
		}
		if err := a.add(m, content); err != nil {
			return err
		}
		if m.mode.IsRegular() {
			for _, l := range linked {
				l.same = m.name
				if err := a.add(l, nil); err != nil {
					return err
				}
			}
			linked = nil
		}
		if _, err := io.Copy(io.Discard, content); err != nil {
			return broken(err)
		}
		if _, err := io.CopyN(io.Discard, r, padded); err != nil {
			return fmt.Errorf("%w: the archive ends early", ErrMalformed)
		}
	}
}

func linkText(r io.Reader, size int64) (string, error) {
	if size > longestName {
		return "", fmt.Errorf("%w: a link of %d bytes", ErrMalformed, size)
	}
	text, err := io.ReadAll(r)
	if err != nil || int64(len(text)) != size {
		return "", fmt.Errorf("%w: the text of a link ends early", ErrMalformed)
	}
	return string(text), nil
}

// cpioMember reads the head of the next member, and how many names its content
// has.
func cpioMember(r io.Reader) (m member, names uint32, err error) {
	var head [cpioHeaderSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return m, 0, fmt.Errorf("%w: the archive has no end", ErrMalformed)
	}
	magic := string(head[:6])
	if magic == cpioStripped {
		return m, 0, errors.New("packages with files over 4 GiB are not read")
	}
	if magic != "070701" && magic != "070702" {
		return m, 0, fmt.Errorf("%w: a member does not begin as one", ErrMalformed)
	}
	var fields [13]uint32
	for i := range fields {
		n, err := strconv.ParseUint(string(head[6+8*i:14+8*i]), 16, 32)
		if err != nil {
			return m, 0, fmt.Errorf("%w: the head of a member is damaged", ErrMalformed)
		}
		fields[i] = uint32(n)
	}
	const mode, uid, gid, links, size, nameSize = 1, 2, 3, 4, 6, 11
	if fields[nameSize] == 0 || fields[nameSize] > longestName {
		return m, 0, fmt.Errorf("%w: a name of %d bytes", ErrMalformed, fields[nameSize])
	}
	name := make([]byte, (cpioHeaderSize+fields[nameSize]+3)&^3-cpioHeaderSize)
	if _, err := io.ReadFull(r, name); err != nil {
		return m, 0, fmt.Errorf("%w: a name ends early", ErrMalformed)
	}
	m = member{
		name: string(name[:fields[nameSize]-1]), mode: unixMode(fields[mode]), size: int64(fields[size]),
		owner: Owner{UID: int(fields[uid]), GID: int(fields[gid])},
	}
	return m, fields[links], nil
}
