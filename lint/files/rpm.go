package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"

	"github.com/unitlint/unitlint/lint/rpm"
)

// rpmLeadSize is the size of what an RPM package begins with, after "RPM V4 package
// format" of the rpm manual: a lead of fixed size, a signature header that is padded to
// eight bytes, a header, and the payload, a compressed cpio archive.
const rpmLeadSize = 96

var rpmMagic = []byte{0xed, 0xab, 0xee, 0xdb}

// readRPM adds what an RPM package holds. Whose the files are stands in the header by
// name, in the payload by number. The header appears as the data base of installed
// packages that RPM would put it into.
func (a *archive) readRPM(r io.Reader) error {
	if _, err := io.CopyN(io.Discard, r, rpmLeadSize); err != nil {
		return fmt.Errorf("%w: the lead of the package: %w", ErrMalformed, err)
	}
	signature, err := rpm.ReadHeader(r)
	if err != nil {
		return fmt.Errorf("%w: the signature of the package: %w", brokenHeader(err), err)
	}
	if pad := (8 - signature.Size()%8) % 8; pad > 0 {
		_, _ = io.CopyN(io.Discard, r, int64(pad)) // what is missing is missed below
	}
	header, err := rpm.ReadHeader(r)
	if err != nil {
		return fmt.Errorf("%w: the header of the package: %w", brokenHeader(err), err)
	}
	plain, err := decompressed(r)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // it is read from alone
	if err := a.readCpio(plain, rpmOwners(header)); err != nil {
		return fmt.Errorf("the payload of the package: %w", err)
	}
	if header.Name() == "" {
		return nil
	}
	installed := rpm.Single(header)
	return a.add(member{name: rpm.Installed, mode: 0o644, size: int64(len(installed))}, bytes.NewReader(installed))
}

// brokenHeader is the error of an archive whose header cannot be read.
func brokenHeader(err error) error {
	if errors.Is(err, rpm.ErrTooLarge) {
		return ErrUnfolds
	}
	return ErrMalformed
}

// rpmOwners tells whose each file of a package is, by its absolute path.
func rpmOwners(h rpm.Header) map[string]Owner {
	owners := map[string]Owner{}
	for _, f := range h.Files() {
		owners[path.Clean(f.Path)] = Owner{User: f.User, Group: f.Group, Capability: f.Capabilities}
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
