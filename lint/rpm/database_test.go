package rpm_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/rpm"
)

// testData returns a file of testdata, unpacked where it is packed.
func testData(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var from io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		if from, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// header returns the header of the package in testdata.
func header(t testing.TB) rpm.Header {
	t.Helper()
	const lead = 96
	r := bytes.NewReader(testData(t, "exampled.rpm")[lead:])
	signature, err := rpm.ReadHeader(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Seek(int64((8-signature.Size()%8)%8), io.SeekCurrent); err != nil {
		t.Fatal(err)
	}
	h, err := rpm.ReadHeader(r)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func open(t testing.TB, content []byte) *rpm.Database {
	t.Helper()
	d, err := rpm.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDatabases holds that all kinds of data bases tell the same.
func TestDatabases(t *testing.T) {
	want := []string{"exampled exampled 6", "exampled-tools exampled 1", "many many 301"}
	for i := range 10 {
		want = append(want, fmt.Sprintf("small%d small%d 1", i+1, i+1))
	}
	slices.Sort(want)
	for _, name := range []string{"rpmdb.sqlite.gz", "Packages.1234.gz", "Packages.4321.gz"} {
		content := testData(t, name)
		var got []string
		places := map[string]rpm.Place{}
		if err := open(t, content).Each(func(at rpm.Place, h rpm.Header) bool {
			got = append(got, fmt.Sprintf("%s %s %d", h.Name(), h.Origin(), len(h.Files())))
			places[h.Name()] = at
			return true
		}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for _, own := range []string{"many", "small10"} {
			if h, err := open(t, content).Header(places[own]); err != nil || h.Name() != own {
				t.Errorf("%s: %q where %s was: %v", name, h.Name(), own, err)
			}
		}
	}
}

// TestLog holds that what a log says counts, as far as it was written to its end.
func TestLog(t *testing.T) {
	content, log := testData(t, "rpmdb.sqlite.gz"), testData(t, "rpmdb.sqlite-wal.gz")
	damaged := bytes.Clone(log)
	damaged[len(damaged)-1]++
	for title, c := range map[string]struct {
		log  []byte
		want bool // that the package is there which the log takes away
	}{
		"a log": {log, false}, "one that ends early": {log[:len(log)-100], true}, "one that is damaged": {damaged, true}, "an empty one": {nil, true},
	} {
		d, err := rpm.OpenLogged(bytes.NewReader(content), int64(len(content)), bytes.NewReader(c.log), int64(len(c.log)))
		if err != nil {
			t.Fatal(err)
		}
		count, found := 0, false
		if err := d.Each(func(_ rpm.Place, h rpm.Header) bool { count++; found = found || h.Name() == "small2"; return true }); err != nil {
			t.Errorf("%s: %v", title, err)
		}
		if found != c.want || count < 12 {
			t.Errorf("%s: %d packages, and small2 among them: %t", title, count, found)
		}
	}
}

func TestSingle(t *testing.T) {
	d := open(t, rpm.Single(header(t)))
	var at rpm.Place
	if err := d.Each(func(place rpm.Place, _ rpm.Header) bool { at = place; return true }); err != nil {
		t.Fatal(err)
	}
	if h, err := d.Header(at); err != nil || h.Name() != "exampled" {
		t.Errorf("%q: %v", h.Name(), err)
	}
}

func TestHeader(t *testing.T) {
	h := header(t)
	var got []string
	for _, f := range h.Files() {
		kind := "link"
		if f.IsDirectory() {
			kind = "directory"
		} else if f.IsRegular() {
			kind = "file"
		}
		got = append(got, strings.TrimSpace(strings.Join([]string{kind, f.Path, f.User, f.Group, f.Capabilities}, " ")))
	}
	want := []string{
		"file /etc/exampled.conf root root", "file /usr/sbin/exampled root root", "file /usr/share/doc/exampled/README root root",
		"directory /var/lib/exampled example adm", "directory /var/lib/exampled/cache example adm", "file /var/lib/exampled/state example adm",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for file, digest := range h.Configuration() {
		if file != "/etc/exampled.conf" || !slices.Contains(rpm.Digests([]byte("listen 80\n")), digest) {
			t.Errorf("%s has the sum %s", file, digest)
		}
	}
	scripts := h.Scriptlets()
	if len(scripts) != 2 || scripts[0].Name != "%pre" || !strings.Contains(scripts[0].Text, "useradd") || scripts[1].Name != "%post" {
		t.Errorf("%+v", scripts)
	}
	if !slices.Contains(h.Requires(), "jre-headless") {
		t.Errorf("%q", h.Requires())
	}
}

// TestHostile holds that what contradicts itself is an error, and costs nothing.
func TestHostile(t *testing.T) {
	sqlite := func(change func([]byte)) []byte {
		content := testData(t, "rpmdb.sqlite.gz")
		change(content)
		return content
	}
	tree := func(kind byte, cells int, to uint32) []byte {
		// A table whose pages all lead to another one, or to themselves.
		return sqlite(func(content []byte) {
			for at := 4096; at+4096 <= len(content); at += 4096 {
				page := content[at : at+4096]
				clear(page)
				page[0] = kind
				binary.BigEndian.PutUint16(page[3:], uint16(cells))
				binary.BigEndian.PutUint32(page[8:], to)
				for i := range cells {
					binary.BigEndian.PutUint16(page[12+2*i:], 4000)
				}
				binary.BigEndian.PutUint32(page[4000:], to)
				copy(page[4004:], "\x01")
			}
		})
	}
	slots := append([]byte("RpmP\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"), make([]byte, 16)...)
	for len(slots) < 1<<20 {
		slots = append(slots, "Slot\x01\x00\x00\x00\x00\x00\x01\x00\x01\x00\x00\x00"...)
	}
	slots = append(slots, "BlbS\x01\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\x00"...)
	slots = append(slots, make([]byte, 1<<24)...)
	table := func(change func(page []byte)) []byte {
		content := testData(t, "Packages.1234.gz")
		for at := 4096; at+4096 <= len(content); at += 4096 {
			change(content[at : at+4096])
		}
		return content
	}
	for title, content := range map[string][]byte{
		"nothing":                        nil,
		"a text":                         bytes.Repeat([]byte("text"), 1000),
		"SQLite's magic alone":           []byte("SQLite format 3\x00"),
		"a page size of 3":               sqlite(func(c []byte) { c[16], c[17] = 0, 3 }),
		"SQLite that ends early":         testData(t, "rpmdb.sqlite.gz")[:40960],
		"a tree that leads to itself":    tree(5, 100, 2),
		"a tree that is its own root":    tree(5, 100, 1),
		"a tree of page 0":               tree(5, 1, 0),
		"a page of an unknown kind":      tree(7, 1, 2),
		"slots that lead to one blob":    slots,
		"no slots":                       []byte("RpmP" + strings.Repeat("\xff", 5000)),
		"Berkeley DB that ends early":    testData(t, "Packages.1234.gz")[:20000],
		"items that overlap":             table(func(page []byte) { page[26], page[27], page[28], page[29] = 0, 0, 0, 1 }),
		"chains that lead to themselves": table(func(page []byte) { copy(page[16:], page[8:12]) }),
		"values of 4 GiB":                table(func(page []byte) { copy(page[bytes.IndexByte(page[26:], 3)+26+8:], "\xff\xff\xff\xff") }),
	} {
		d, err := rpm.Open(bytes.NewReader(content), int64(len(content)))
		if err == nil {
			err = d.Each(func(_ rpm.Place, h rpm.Header) bool { _ = h.Files(); return true })
		}
		if !errors.Is(err, rpm.ErrMalformed) && !errors.Is(err, rpm.ErrTooLarge) && title != "chains that lead to themselves" {
			t.Errorf("%s: %v", title, err)
		}
	}
}

// TestZeros holds that a header whose values are empty texts tells of no more files,
// directories and dependencies than real packages have.
func TestZeros(t *testing.T) {
	const size, most = 8 << 20, 1 << 19
	for _, names := range []uint32{1, size} {
		var packed bytes.Buffer
		packed.WriteString("\x8e\xad\xe8\x01\x00\x00\x00\x00")
		words := []uint32{4, size}
		for tag, count := range map[uint32]uint32{1049: size, 1116: size / 4, 1117: names, 1118: size} {
			words = append(words, tag, 8, 0, count)
		}
		if err := binary.Write(&packed, binary.BigEndian, words); err != nil {
			t.Fatal(err)
		}
		packed.Write(make([]byte, size))
		h, err := rpm.ReadHeader(&packed)
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		for range h.Paths(func([]byte) bool { asked++; return true }) {
			continue
		}
		if got := len(h.Files()); got > most || len(h.Requires()) > most || asked > most {
			t.Errorf("%d files in %d directories, %d dependencies", got, asked, len(h.Requires()))
		}
	}
}

// TestEmpty holds that values of no length are not read for nothing: each page could
// have thousands of them.
func TestEmpty(t *testing.T) {
	const size, pages = 1 << 16, 64
	content := make([]byte, size*(pages+1))
	copy(content[12:], "\x61\x15\x06\x00")
	binary.LittleEndian.PutUint32(content[20:], size)
	content[25] = 8
	content[32] = pages
	for page := content[size:]; len(page) > 0; page = page[size:] {
		const items = 32_000
		page[25] = 13
		page[size-40] = 3
		binary.LittleEndian.PutUint16(page[20:], items)
		for i := 0; i < items; i += 2 {
			binary.LittleEndian.PutUint16(page[26+2*i:], size-20)
			binary.LittleEndian.PutUint16(page[28+2*i:], size-40)
		}
	}
	err := open(t, content).Each(func(rpm.Place, rpm.Header) bool { t.Error("a package"); return false })
	if !errors.Is(err, rpm.ErrTooLarge) {
		t.Errorf("%v, for a million values", err)
	}
}

// sparse is a file of zeros behind its beginning. It counts the bytes that are read.
type sparse struct {
	head []byte
	read int
}

func (s *sparse) ReadAt(into []byte, at int64) (int, error) {
	s.read += len(into)
	clear(into)
	if at < int64(len(s.head)) {
		copy(into, s.head[at:])
	}
	return len(into), nil
}

// mostRead is as much as is read of a file: 256 MiB, each byte three times.
const mostRead = 3 * 256 << 20

// TestSparse holds that a file of any size is read as far as real ones go.
func TestSparse(t *testing.T) {
	hash := make([]byte, 512)
	copy(hash[12:], "\x61\x15\x06\x00")
	copy(hash[20:], "\x00\x02\x00\x00")
	hash[25] = 8
	copy(hash[32:], "\xff\xff\xff\xff")
	for title, head := range map[string][]byte{
		"Berkeley DB": hash, "SQLite": testData(t, "rpmdb.sqlite.gz"), "ndb": []byte("RpmP\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"),
	} {
		file := &sparse{head: head}
		d, err := rpm.Open(file, 1<<40)
		if err == nil {
			err = d.Each(func(rpm.Place, rpm.Header) bool { return true })
		}
		if file.read > mostRead {
			t.Errorf("%s: %v, after %d bytes", title, err, file.read)
		}
	}
}

func FuzzDatabase(f *testing.F) {
	for _, name := range []string{"rpmdb.sqlite.gz", "Packages.1234.gz", "Packages.4321.gz"} {
		f.Add(testData(f, name))
	}
	f.Add(rpm.Single(header(f)))
	f.Add(append(testData(f, "rpmdb.sqlite.gz"), testData(f, "rpmdb.sqlite-wal.gz")...))
	f.Fuzz(func(t *testing.T, content []byte) {
		log := content[max(bytes.Index(content, []byte("\x37\x7f\x06\x82")), 0):]
		d, err := rpm.OpenLogged(bytes.NewReader(content), int64(len(content)), bytes.NewReader(log), int64(len(log)))
		if err != nil {
			return
		}
		read := 0
		_ = d.Each(func(at rpm.Place, h rpm.Header) bool {
			for _, file := range h.Files() {
				read += len(file.Path)
			}
			for range h.Configuration() {
				read++
			}
			read += len(h.Origin()) + len(h.Requires()) + len(h.Scriptlets()) + h.Size()
			if _, err := d.Header(at); err != nil && !errors.Is(err, rpm.ErrTooLarge) {
				t.Errorf("a header that was there: %v", err)
			}
			return true
		})
		if most := 64 * (len(content) + 4096); read > most {
			t.Errorf("%d from %d bytes", read, len(content))
		}
	})
}
