package tar_test

import (
	std "archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unitlint/unitlint/internal/tar"
)

const memberFormat = "%c %q %v %q %d %d/%q %d/%q %d %q %q"

// member is what both readers tell of a member, for comparing them.
func member(h *tar.Header, content []byte) string {
	return fmt.Sprintf(memberFormat, h.Kind, h.Name, h.Mode&^fs.ModeType, h.Linkname, h.Size, h.UID, h.User, h.GID, h.Group, h.Modified.Unix(),
		h.Records["SCHILY.xattr.security.capability"], content)
}

func standardMember(h *std.Header, content []byte) string {
	size := h.Size
	switch h.Typeflag {
	case std.TypeLink, std.TypeSymlink, std.TypeChar, std.TypeBlock, std.TypeDir, std.TypeFifo:
		size = 0
	}
	mode := h.FileInfo().Mode() &^ fs.ModeType // it takes the bits of a kind in the mode for true, too
	return fmt.Sprintf(memberFormat, h.Typeflag, h.Name, mode, h.Linkname, size, h.Uid, h.Uname, h.Gid, h.Gname, h.ModTime.Unix(),
		h.PAXRecords["SCHILY.xattr.security.capability"], content)
}

// read returns the members of an archive, as text.
func read(archive io.Reader) (members []string, err error) {
	r := tar.NewReader(archive)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return members, nil
		}
		if err != nil {
			return members, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return members, err
		}
		members = append(members, member(h, content))
	}
}

// readStandard does so with the standard library. What only one of the two tells of
// is left out: headers for all members, and what begins with a file with holes.
func readStandard(archive io.Reader) (members []string, same bool, err error) {
	r := std.NewReader(archive)
	same = true
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return members, same, nil
		}
		if err != nil {
			return members, same, err
		}
		if h.Typeflag == std.TypeXGlobalHeader {
			continue
		}
		for key := range h.PAXRecords {
			same = same && !strings.HasPrefix(key, "GNU.sparse.")
		}
		if !same || h.Typeflag == std.TypeGNUSparse {
			return members, false, nil // the holes can be as long as one likes to say
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return members, same, err
		}
		members = append(members, standardMember(h, content))
	}
}

// archiveOf writes members in a format, each with its name as content.
func archiveOf(t testing.TB, format std.Format, headers ...std.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := std.NewWriter(&out)
	for _, h := range headers {
		h.Format = format
		if h.Typeflag == std.TypeReg {
			h.Size = int64(len(h.Name))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatalf("%s: %v", h.Name, err)
		}
		if h.Typeflag == std.TypeReg {
			if _, err := io.WriteString(w, h.Name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// usual are members of all kinds.
func usual() []std.Header {
	at := time.Unix(1700000000, 0)
	return []std.Header{
		{Typeflag: std.TypeDir, Name: "etc/", Mode: 0o1755, ModTime: at},
		{Typeflag: std.TypeReg, Name: "etc/a", Mode: 0o4750, Uid: 33, Gid: 44, Uname: "www-data", Gname: "video", ModTime: at},
		{Typeflag: std.TypeReg, Name: strings.Repeat("long/", 25) + "name", Mode: 0o644, ModTime: at},
		{Typeflag: std.TypeSymlink, Name: "etc/b", Linkname: "a", Mode: 0o777, ModTime: at},
		{Typeflag: std.TypeLink, Name: "etc/c", Linkname: "etc/a", Mode: 0o644, ModTime: at},
		{Typeflag: std.TypeChar, Name: "dev/null", Devmajor: 1, Devminor: 3, Mode: 0o666, ModTime: at},
		{Typeflag: std.TypeBlock, Name: "dev/sda", Devmajor: 8, Mode: 0o660, ModTime: at},
		{Typeflag: std.TypeFifo, Name: "run/fifo", Mode: 0o600, ModTime: at},
		{Typeflag: std.TypeReg, Name: "last", Mode: 0o2755, ModTime: at},
	}
}

// archives are examples, by what they are.
func archives(t testing.TB) map[string][]byte {
	long := usual()
	long = append(long, std.Header{Typeflag: std.TypeReg, Name: strings.Repeat("n", 300), Mode: 0o644, ModTime: time.Unix(1, 0)},
		std.Header{Typeflag: std.TypeSymlink, Name: "link", Linkname: strings.Repeat("l", 300), Mode: 0o777, ModTime: time.Unix(-5, 0)})
	pax := append(long, std.Header{
		Typeflag: std.TypeReg, Name: "usr/bin/ping\u00e9", Mode: 0o755, Uid: 1 << 22, ModTime: time.Unix(1700000000, 5000),
		PAXRecords: map[string]string{"SCHILY.xattr.security.capability": "\x01\x00\x00\x02", "comment": "c"},
	})
	big := std.Header{Typeflag: std.TypeReg, Name: "big", Uid: 1 << 24, Mode: 0o600, ModTime: time.Unix(1<<34, 0)}
	global := std.Header{Typeflag: std.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": "x"}}
	return map[string][]byte{
		"ustar":  archiveOf(t, std.FormatUSTAR, usual()...),
		"gnu":    archiveOf(t, std.FormatGNU, append(long, big)...),
		"pax":    archiveOf(t, std.FormatPAX, pax...),
		"global": append(archiveOf(t, std.FormatPAX, global)[:1024], archiveOf(t, std.FormatUSTAR, usual()...)...),
		"empty":  archiveOf(t, std.FormatUSTAR),
	}
}

// onlyReader hides that a reader can do more.
type onlyReader struct{ io.Reader }

func TestReadsAsTheStandardLibrary(t *testing.T) {
	for name, archive := range archives(t) {
		t.Run(name, func(t *testing.T) {
			want, _, err := readStandard(bytes.NewReader(archive))
			if err != nil {
				t.Fatal(err)
			}
			for how, r := range map[string]io.Reader{"a file": bytes.NewReader(archive), "a stream": onlyReader{bytes.NewReader(archive)}} {
				got, err := read(r)
				if err != nil {
					t.Fatalf("%s: %v", how, err)
				}
				if strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Errorf("%s:\n%s\nwant\n%s", how, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
		})
	}
}

func TestMode(t *testing.T) {
	r := tar.NewReader(bytes.NewReader(archiveOf(t, std.FormatUSTAR, usual()...)))
	for _, want := range []string{"dtrwxr-xr-x", "urwxr-x---", "-rw-r--r--", "Lrwxrwxrwx", "-rw-r--r--", "Dcrw-rw-rw-", "Drw-rw----", "prw-------", "grwxr-xr-x"} {
		if h, err := r.Next(); err != nil || h.Mode.String() != want {
			t.Errorf("got %v, %v; want %s", h, err, want)
		}
	}
}

// TestPassesOverContent holds that who reads nothing of a member gets to the next one,
// and that a file stands at the content of the member that was told of.
func TestPassesOverContent(t *testing.T) {
	archive := archiveOf(t, std.FormatGNU, std.Header{Typeflag: std.TypeReg, Name: strings.Repeat("x", 600)}, std.Header{Typeflag: std.TypeReg, Name: "second"})
	name := filepath.Join(t.TempDir(), "a.tar")
	if err := os.WriteFile(name, archive, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for how, r := range map[string]io.Reader{"a file": file, "a stream": onlyReader{bytes.NewReader(archive)}} {
		members := tar.NewReader(r)
		if _, err := members.Next(); err != nil {
			t.Fatal(err)
		}
		h, err := members.Next()
		if err != nil || h.Name != "second" {
			t.Fatalf("%s: %v, %v", how, h, err)
		}
	}
	content := make([]byte, len("second"))
	if _, err := io.ReadFull(file, content); err != nil || string(content) != "second" {
		t.Errorf("the file stands at %q, %v", content, err)
	}
}

// TestBroken holds that an archive that is cut off or written over is told of, at each
// of its bytes.
func TestBroken(t *testing.T) {
	archive := archiveOf(t, std.FormatUSTAR, std.Header{Typeflag: std.TypeReg, Name: "a"})
	for end := 1; end < 512+len("a"); end++ {
		for _, r := range []io.Reader{bytes.NewReader(archive[:end]), onlyReader{bytes.NewReader(archive[:end])}} {
			members, err := read(r)
			if err == nil {
				t.Errorf("cut off after %d bytes: %q", end, members)
			}
		}
	}
	if members, err := read(bytes.NewReader(archive[:512+len("a")])); err != nil || len(members) != 1 {
		t.Errorf("without what fills the block up: %q, %v", members, err)
	}
	for at := range 512 {
		if at == 155 {
			continue // behind the NUL that ends the sum
		}
		changed := bytes.Clone(archive)
		changed[at] ^= 0x15
		if _, err := read(bytes.NewReader(changed)); !errors.Is(err, tar.ErrHeader) {
			t.Errorf("byte %d changed: %v", at, err)
		}
	}
}

func TestRefuses(t *testing.T) {
	header := func(change func(b []byte)) []byte {
		b := archiveOf(t, std.FormatUSTAR, std.Header{Typeflag: std.TypeReg, Name: "a"})
		change(b[:512])
		addUp(b)
		return b
	}
	for name, archive := range map[string][]byte{
		"text":             bytes.Repeat([]byte("no archive "), 100),
		"a negative size":  header(func(b []byte) { copy(b[124:136], bytes.Repeat([]byte{0xff}, 12)) }),
		"a size too large": header(func(b []byte) { copy(b[124:136], "\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") }),
		"a size of words":  header(func(b []byte) { copy(b[124:136], "nine\x00\x00\x00\x00\x00\x00\x00\x00") }),
		"too much is said": header(func(b []byte) { b[156] = 'L'; copy(b[124:136], "77777777777\x00") }),
		"half a record":    header(func(b []byte) { b[156] = 'x' }),
		"one block of zeros": append(append(bytes.Clone(archiveOf(t, std.FormatUSTAR, std.Header{Typeflag: std.TypeReg, Name: "a"})[:1024]), make([]byte, 512)...),
			archiveOf(t, std.FormatUSTAR, std.Header{Typeflag: std.TypeReg, Name: "b"})...),
	} {
		if members, err := read(bytes.NewReader(archive)); !errors.Is(err, tar.ErrHeader) {
			t.Errorf("%s: %q, %v", name, members, err)
		}
	}
}

// TestHoles holds that a file with holes is told to be one, whatever lists them.
func TestHoles(t *testing.T) {
	old := archiveOf(t, std.FormatGNU, std.Header{Typeflag: std.TypeReg, Name: "holes", Mode: 0o644}, std.Header{Typeflag: std.TypeReg, Name: "next"})
	old[156], old[482] = 'S', 1
	addUp(old)
	list := make([]byte, 1024)
	list[504] = 1 // the first of two blocks
	old = append(append(bytes.Clone(old[:512]), list...), old[512:]...)
	pax := withRecords(t, "GNUSparseFile.0/h", "GNU.sparse.major=1", "GNU.sparse.name=h")
	for name, archive := range map[string][]byte{"holes": old, "h": pax} {
		r := tar.NewReader(bytes.NewReader(archive))
		h, err := r.Next()
		if err != nil || h.Name != name || !h.Sparse || h.Kind != tar.Regular {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
		if h, err := r.Next(); err != nil || h.Name != "next" {
			t.Errorf("behind %s: %+v, %v", name, h, err)
		}
	}
}

// addUp writes the sum of the bytes of an archive's first header into it.
func addUp(archive []byte) {
	copy(archive[148:156], "        ")
	sum := 0
	for _, c := range archive[:512] {
		sum += int(c)
	}
	copy(archive[148:156], fmt.Sprintf("%06o\x00 ", sum))
}

// withRecords returns an archive of two members, the first with records.
func withRecords(t *testing.T, name string, said ...string) []byte {
	t.Helper()
	body := make([]byte, 512)
	length := 0
	for _, record := range said {
		length += copy(body[length:], fmt.Sprintf("%02d %s\n", len(record)+4, record))
	}
	archive := archiveOf(t, std.FormatUSTAR, std.Header{Typeflag: std.TypeReg, Name: name}, std.Header{Typeflag: std.TypeReg, Name: "next"})
	front := append(bytes.Clone(archive[:512]), body...)
	front[156] = 'x'
	copy(front[124:136], fmt.Sprintf("%011o\x00", length))
	addUp(front)
	return append(front, archive...)
}

// FuzzReader compares the two readers: what the standard library reads to its end,
// this one reads too, and the same.
func FuzzReader(f *testing.F) {
	for _, archive := range archives(f) {
		f.Add(archive)
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		got, err := read(bytes.NewReader(archive))
		streamed, streamedErr := read(onlyReader{bytes.NewReader(archive)})
		if strings.Join(got, "\n") != strings.Join(streamed, "\n") || (err == nil) != (streamedErr == nil) {
			t.Errorf("from a file %q, %v; from a stream %q, %v", got, err, streamed, streamedErr)
		}
		want, same, wantErr := readStandard(bytes.NewReader(archive))
		if wantErr != nil || !same {
			return
		}
		if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got %v\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
