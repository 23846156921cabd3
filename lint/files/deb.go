package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/internal/tar"
)

const (
	arMagic      = "!<arch>\n"
	arHeaderSize = 60
	// statusDirectory is where dpkg keeps what an installed package came with
	// (dpkg(1), FILES).
	statusDirectory = "var/lib/dpkg/info"
)

// readDeb adds what a Debian package holds (deb(5)): an ar archive of two tar archives.
// What the control archive holds appears where dpkg would put it, together
// with the list of the package's files.
func (a *archive) readDeb(r io.Reader) error {
	control := map[string][]byte{}
	if _, err := io.CopyN(io.Discard, r, int64(len(arMagic))); err != nil {
		return broken(err)
	}
	data := false
	for !data {
		name, size, err := arHeader(r)
		if err != nil {
			return fmt.Errorf("%w: there is no data archive", err)
		}
		content := io.LimitReader(r, size)
		switch {
		case strings.HasPrefix(name, "control.tar"):
			if control, err = readControl(content); err != nil {
				return fmt.Errorf("the control archive: %w", err)
			}
		case strings.HasPrefix(name, "data.tar"):
			data = true
			if err := a.readCompressedTar(content); err != nil {
				return fmt.Errorf("the data archive: %w", err)
			}
		}
		if _, err := io.Copy(io.Discard, content); err != nil {
			return broken(err)
		}
		if size%2 == 1 {
			_, _ = io.CopyN(io.Discard, r, 1) // the last member may lack it
		}
	}
	return a.addControl(control)
}

// arHeader reads the head of a member of an ar archive (ar(5)).
func arHeader(r io.Reader) (name string, size int64, err error) {
	var head [arHeaderSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return "", 0, fmt.Errorf("%w: an archive's member has no head", ErrMalformed)
	}
	name = strings.TrimSuffix(strings.TrimRight(string(head[:16]), " "), "/")
	size, err = strconv.ParseInt(strings.TrimSpace(string(head[48:58])), 10, 64)
	if err != nil || size < 0 || string(head[58:]) != "`\n" {
		return "", 0, fmt.Errorf("%w: the head of an archive's member is damaged", ErrMalformed)
	}
	return name, size, nil
}

func (a *archive) readCompressedTar(r io.Reader) error {
	plain, err := decompressed(r)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }() // it is read from alone
	return a.readTar(plain, nil)
}

// mostControl bounds the scripts and lists of a package together.
const mostControl = 16 << 20

// readControl returns the files of the control archive by name.
func readControl(r io.Reader) (map[string][]byte, error) {
	plain, err := decompressed(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = plain.Close() }() // it is read from alone
	control := map[string][]byte{}
	members := tar.NewReader(io.LimitReader(plain, mostControl))
	for {
		header, err := members.Next()
		if errors.Is(err, io.EOF) {
			return control, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		if header.Kind != tar.Regular {
			continue
		}
		text, err := io.ReadAll(members)
		if err != nil {
			return nil, broken(err)
		}
		control[path.Base(path.Clean(header.Name))] = text
	}
}

// addControl puts the control files where dpkg keeps those of an installed
// package. A package without a name has none.
func (a *archive) addControl(control map[string][]byte) error {
	name := controlField(control["control"], "Package")
	if name == "" || strings.ContainsAny(name, "/\x00") {
		return nil
	}
	if control["list"] == nil {
		control["list"] = a.list()
	}
	delete(control, "control") // dpkg keeps that in its status file
	for kind, text := range control {
		m := member{name: path.Join(statusDirectory, name+"."+kind), mode: 0o644, size: int64(len(text))}
		if err := a.add(m, bytes.NewReader(text)); err != nil {
			return err
		}
	}
	return nil
}

// controlField returns the value of a one-line field of a control file
// (deb-control(5)).
func controlField(control []byte, field string) string {
	for line := range bytes.Lines(control) {
		if name, value, found := bytes.Cut(line, []byte(":")); found && strings.EqualFold(string(name), field) {
			return string(bytes.TrimSpace(value))
		}
	}
	return ""
}

// list names all that a package holds, as dpkg lists it.
func (a *archive) list() []byte {
	names := make([]string, 0, len(a.entries))
	for name := range a.entries {
		names = append(names, path.Join("/", name))
	}
	slices.Sort(names)
	return []byte(strings.Join(names, "\n") + "\n")
}
