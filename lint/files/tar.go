package files

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/tar"
)

// capabilityAttribute is the extended attribute that holds a file's
// capabilities (capabilities(7)), as tar's pax headers name it.
const capabilityAttribute = "SCHILY.xattr.security.capability"

// readTar adds the members of a tar stream. The names that skip answers true
// for are passed over; it may be nil.
func (a *archive) readTar(r io.Reader, skip func(*tar.Header) bool) error {
	members := tar.NewReader(r)
	for {
		header, err := members.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return broken(err)
		case skip != nil && skip(header):
			continue
		}
		if err := a.add(tarMember(header), members); err != nil {
			return err
		}
	}
}

func tarMember(header *tar.Header) member {
	m := member{
		name: header.Name, mode: header.Mode, size: header.Size, modified: header.Modified, holes: header.Sparse,
		owner: Owner{
			UID: header.UID, GID: header.GID, User: header.User, Group: header.Group,
			Capability: header.Records[capabilityAttribute],
		},
	}
	switch header.Kind {
	case tar.Symlink:
		m.link = header.Linkname
	case tar.Link:
		m.same = header.Linkname
	}
	return m
}

// The marks by which a layer of an image takes away what layers below it hold
// ("Image Layer Filesystem Changeset" of the OCI image specification).
const (
	whiteout       = ".wh."
	opaqueWhiteout = ".wh..wh..opq"
)

// readLayer adds a layer of an image to those below it.
func (a *archive) readLayer(r io.Reader) error {
	a.layer++
	return a.readTar(r, a.whiteOut)
}

// whiteOut takes away what a mark of a layer names, and tells whether a member
// was one.
func (a *archive) whiteOut(header *tar.Header) bool {
	base := path.Base(header.Name)
	if !strings.HasPrefix(base, whiteout) {
		return false
	}
	if base == opaqueWhiteout {
		if name, err := a.place(path.Join(path.Dir(header.Name), "x")); err == nil {
			a.empty(path.Dir(name), func(e *entry) bool { return e.layer < a.layer })
		}
		return true
	}
	if name, err := a.place(path.Join(path.Dir(header.Name), strings.TrimPrefix(base, whiteout))); err == nil {
		if e := a.entries[name]; e != nil && e.layer < a.layer {
			a.remove(name)
		}
	}
	return true
}

// kindBits are the kinds of a mode that a file of a package can have.
var kindBits = map[uint32]fs.FileMode{
	0o140000: fs.ModeSocket, 0o120000: fs.ModeSymlink, 0o100000: 0, 0o060000: fs.ModeDevice,
	0o040000: fs.ModeDir, 0o020000: fs.ModeDevice | fs.ModeCharDevice, 0o010000: fs.ModeNamedPipe,
}

// unixMode turns the mode of inode(7) into Go's.
func unixMode(mode uint32) fs.FileMode {
	return tar.Permissions(int64(mode)) | kindBits[mode&0o170000]
}
