package files

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"
)

// tarOf writes members; a mode with a kind but without content is a directory
// or a link to what the content says.
func tarOf(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for _, h := range headers {
		content := h.PAXRecords["content"]
		h.PAXRecords = nil
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(content))
		}
		if h.Mode == 0 {
			h.Mode = 0o644
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := io.WriteString(w, content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func file(name, content string) tar.Header {
	return tar.Header{Name: name, PAXRecords: map[string]string{"content": content}}
}

func link(name, to string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: to}
}

func directoryHeader(name string) tar.Header {
	return tar.Header{Name: name, Typeflag: tar.TypeDir, Mode: 0o755}
}

func gzipped(t testing.TB, plain []byte) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func zstandard(t testing.TB, plain []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(plain, nil)
}

// lzmaOf compresses as old packages are, at the end of which a marker stands or of
// which the size is told.
func lzmaOf(t testing.TB, plain []byte) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w, err := lzma.NewWriter(&buffer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// debOf writes a Debian package.
func debOf(control, data []byte) []byte {
	var buffer bytes.Buffer
	buffer.WriteString(arMagic)
	for _, m := range []struct {
		name    string
		content []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.gz", control}, {"data.tar.zst", data}} {
		fmt.Fprintf(&buffer, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", m.name, 0, 0, 0, "100644", len(m.content))
		buffer.Write(m.content)
		if len(m.content)%2 == 1 {
			buffer.WriteByte('\n')
		}
	}
	return buffer.Bytes()
}

func written(t testing.TB, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "archive")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func openedTree(t testing.TB, content []byte) FS {
	t.Helper()
	tree, err := Open(".", written(t, content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return tree
}

// holds lists a tree: the kind of each entry and what it holds.
func holds(t testing.TB, tree FS) map[string]string {
	t.Helper()
	found := map[string]string{}
	var walk func(string)
	walk = func(dir string) {
		entries, err := tree.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name := strings.TrimPrefix(dir+"/"+e.Name(), "./")
			switch {
			case e.IsDir():
				walk(name)
			case e.Type()&fs.ModeSymlink != 0:
				said, err := tree.ReadLink(name)
				if err != nil {
					t.Error(err)
				}
				found[name] = "-> " + said
			case e.Type().IsRegular():
				found[name] = content(t, tree, name)
			default:
				found[name] = e.Type().String()
			}
		}
	}
	walk(".")
	return found
}

func content(t testing.TB, tree FS, name string) string {
	t.Helper()
	f, err := tree.Open(name)
	if err != nil {
		return err.Error()
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

func TestDebianPackage(t *testing.T) {
	control := gzipped(t, tarOf(t, file("./control", "Package: example\nVersion: 1\n"), file("./postinst", "adduser --system example\n")))
	data := zstandard(t, tarOf(t, directoryHeader("./"), file("./lib/systemd/system/example.service", "[Service]\n"), link("./lib/alias", "systemd/system"),
		tar.Header{Name: "./usr/bin/example", Mode: 0o4755, Uname: "root", Uid: 7, PAXRecords: map[string]string{"content": "x"}},
		tar.Header{Name: "./usr/bin/other", Typeflag: tar.TypeLink, Linkname: "./usr/bin/example"}))
	tree := openedTree(t, debOf(control, data))
	want := map[string]string{
		"lib/systemd/system/example.service": "[Service]\n", "lib/alias": "-> systemd/system", "usr/bin/example": "x", "usr/bin/other": "x",
		"var/lib/dpkg/info/example.postinst": "adduser --system example\n",
		"var/lib/dpkg/info/example.list": "/\n/lib\n/lib/alias\n/lib/systemd\n/lib/systemd/system\n/lib/systemd/system/example.service\n" +
			"/usr\n/usr/bin\n/usr/bin/example\n/usr/bin/other\n",
	}
	if diff := cmp.Diff(want, holds(t, tree)); diff != "" {
		t.Error(diff)
	}
	about, err := tree.Lstat("usr/bin/other")
	if err != nil {
		t.Fatal(err)
	}
	if owner, ok := about.Sys().(Owner); !ok || owner.UID != 7 || about.Mode() != fs.ModeSetuid|0o755 {
		t.Errorf("the hard link is %v of %+v, expected the mode and the owner of what it is linked to", about.Mode(), about.Sys())
	}
}

// cpioOf writes an archive in the new ASCII format.
func cpioOf(members ...[3]string) []byte {
	var buffer bytes.Buffer
	for _, m := range append(members, [3]string{cpioEnd, "0000", ""}) {
		fmt.Fprintf(&buffer, "070701%08X%8s", 1, "0000"+m[1])
		for _, field := range []int{0, 0, 1, 0, len(m[2]), 0, 0, 0, 0, len(m[0]) + 1, 0} {
			fmt.Fprintf(&buffer, "%08X", field)
		}
		buffer.WriteString(m[0] + "\x00")
		for buffer.Len()%4 != 0 {
			buffer.WriteByte(0)
		}
		buffer.WriteString(m[2])
		for buffer.Len()%4 != 0 {
			buffer.WriteByte(0)
		}
	}
	return buffer.Bytes()
}

// rpmHeaderMagic is what a header of an RPM package begins with.
const rpmHeaderMagic = "\x8e\xad\xe8\x01"

func rpmOf(payload []byte) []byte {
	empty := rpmHeaderMagic + strings.Repeat("\x00", 12)
	return append(append(append([]byte{}, rpmMagic...), []byte(strings.Repeat("\x00", rpmLeadSize-len(rpmMagic))+empty+empty)...), payload...)
}

func TestRPMPackage(t *testing.T) {
	payload := cpioOf(
		[3]string{"./usr/lib/x.service", "81A4", "[Service]\n"}, [3]string{"./usr/lib/y.service", "A1FF", "x.service"}, [3]string{"./srv", "41ED", ""},
	)
	want := map[string]string{"usr/lib/x.service": "[Service]\n", "usr/lib/y.service": "-> x.service"}
	for name, packed := range map[string][]byte{"plain": payload, "zstd": zstandard(t, payload), "gzip": gzipped(t, payload), "lzma": lzmaOf(t, payload)} {
		if diff := cmp.Diff(want, holds(t, openedTree(t, rpmOf(packed)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// imageOf writes layers as docker-save and as an OCI layout do.
func imageOf(t testing.TB, oci bool, layers ...[]byte) []byte {
	t.Helper()
	var headers []tar.Header
	var names []string
	var descriptors []map[string]string
	for i, l := range layers {
		name := fmt.Sprintf("blobs/sha256/%d", i)
		headers = append(headers, file(name, string(l)))
		names = append(names, name)
		descriptors = append(descriptors, map[string]string{"digest": fmt.Sprintf("sha256:%d", i)})
	}
	document := func(name string, value any) {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, file(name, string(text)))
	}
	if oci {
		headers = append(headers, file("oci-layout", "{}"))
		document("index.json", map[string]any{"manifests": []map[string]string{{"digest": "sha256:m"}}})
		document("blobs/sha256/m", map[string]any{"layers": descriptors})
	} else {
		document("manifest.json", []map[string]any{{"Layers": names}})
	}
	return tarOf(t, headers...)
}

func TestLayersOfAnImage(t *testing.T) {
	below := tarOf(t, link("lib", "usr/lib"), file("usr/lib/a", "1"), file("usr/lib/b", "1"),
		file("etc/d/old", "1"), file("etc/gone/x", "1"), file("etc/plain", "1"))
	above := gzipped(t, tarOf(t, file("lib/c", "2"), file("usr/lib/.wh.a", ""), file("usr/lib/b", "2"), file("etc/d/new", "2"), file("etc/d/.wh..wh..opq", ""),
		file("etc/.wh.gone", ""), file("etc/plain/now/a/directory", "2")))
	want := map[string]string{"lib": "-> usr/lib", "usr/lib/b": "2", "usr/lib/c": "2", "etc/d/new": "2", "etc/plain/now/a/directory": "2"}
	for _, oci := range []bool{false, true} {
		image := imageOf(t, oci, below, above)
		for name, packed := range map[string][]byte{"plain": image, "gzip": gzipped(t, image)} {
			if diff := cmp.Diff(want, holds(t, openedTree(t, packed))); diff != "" {
				t.Errorf("oci %v, %s: %s", oci, name, diff)
			}
		}
	}
}

func TestNothingLeavesTheArchive(t *testing.T) {
	tree := openedTree(t, tarOf(t, link("up", "../../.."), file("up/etc/passwd", "1"), file("../../x", "2"), file("/y", "3"),
		link("around", "around"), link("to", "/sub"), file("to/z", "4")))
	want := map[string]string{"up": "-> ../../..", "etc/passwd": "1", "x": "2", "y": "3", "around": "-> around", "to": "-> /sub", "sub/z": "4"}
	if diff := cmp.Diff(want, holds(t, tree)); diff != "" {
		t.Error(diff)
	}
}

func TestHostileArchives(t *testing.T) {
	huge := tar.Header{Name: "bomb", Typeflag: tar.TypeReg, Mode: 0o755, Size: MostUnpacked + 1, Format: tar.FormatGNU}
	var bomb bytes.Buffer
	if err := tar.NewWriter(&bomb).WriteHeader(&huge); err != nil {
		t.Fatal(err)
	}
	const itself = `{"manifests":[{"digest":"x"}]}`
	largeHeader := slices.Concat(
		rpmMagic, make([]byte, rpmLeadSize-len(rpmMagic)), []byte(rpmHeaderMagic+"\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"),
	)
	whole := debOf(gzipped(t, tarOf(t)), zstandard(t, tarOf(t, file("x", "y"))))
	tests := map[string]struct {
		archive []byte
		err     error
	}{
		"no archive":                 {[]byte("[Service]\nExecStart=/bin/true\n"), ErrUnknownFormat},
		"empty":                      {nil, ErrUnknownFormat},
		"a bomb":                     {debOf(gzipped(t, tarOf(t)), zstandard(t, bomb.Bytes())), ErrUnfolds},
		"zeros without end":          {gzipped(t, make([]byte, freeUnfolding+1<<26)), ErrUnfolds},
		"a dictionary of 4 GiB":      {[]byte("\x5d\x00\x00\x00\xf0\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"), ErrMalformed},
		"a loop of links":            {tarOf(t, link("a", "b"), link("b", "a"), file("a/x", "1")), ErrMalformed},
		"a name without end":         {tarOf(t, file(strings.Repeat("a/", 3000)+"a", "1")), ErrMalformed},
		"a hard link to nothing":     {tarOf(t, tar.Header{Name: "x", Typeflag: tar.TypeLink, Linkname: "y"}), ErrMalformed},
		"a package that ends early":  {whole[:len(whole)-40], ErrMalformed},
		"a package without data":     {whole[:80], ErrMalformed},
		"an RPM header of 4 GiB":     {largeHeader, ErrUnfolds},
		"a cpio member without end":  {rpmOf(cpioOf([3]string{"x", "81A4", "long"})[:116]), ErrMalformed},
		"an image without its layer": {tarOf(t, file("manifest.json", `[{"Layers":["gone"]}]`)), ErrMalformed},
		"an index that names itself": {tarOf(t, file("oci-layout", "{}"), file("index.json", itself), file("blobs/x", itself)), ErrMalformed},
		"compressed nonsense":        {gzipped(t, []byte("nonsense")), ErrUnknownFormat},
	}
	for name, test := range tests {
		if tree, err := Open(".", written(t, test.archive)); !errors.Is(err, test.err) {
			t.Errorf("%s: the error is %v, expected %v (%v)", name, err, test.err, tree)
		}
	}
}

func TestLargeFilesAreNotKept(t *testing.T) {
	large := strings.Repeat("x", MostText+1)
	program := tar.Header{Name: "program", Mode: 0o755, PAXRecords: map[string]string{"content": large}}
	unit, local := "usr/lib/systemd/system/large.service", "etc/large"
	tree := openedTree(t, tarOf(t, file("text", large), program, file(unit, large), file(local, large)))
	for _, name := range []string{unit, local} {
		if got := content(t, tree, name); got != large {
			t.Errorf("of %s %d bytes are there, expected %d", name, len(got), len(large))
		}
	}
	if _, err := tree.Open("text"); !errors.Is(err, ErrNotKept) {
		t.Errorf("opening a large text: %v, expected %v", err, ErrNotKept)
	}
	if got := content(t, tree, "program"); got != large {
		t.Errorf("of the program %d bytes are there, expected %d", len(got), len(large))
	}
}

func TestSpoolSpills(t *testing.T) {
	var s spool
	defer func() { _ = s.close() }()
	var kept []section
	for i := range 3 {
		part, err := s.add(io.LimitReader(zeros(byte(i)), mostInMemory/2+1), mostInMemory/2+1)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, part)
	}
	if s.file == nil {
		t.Fatal("what is over the bound is still in memory")
	}
	for i, part := range kept {
		got := make([]byte, 1)
		if _, err := s.reader(part).ReadAt(got, part.size-1); err != nil || got[0] != byte(i) {
			t.Errorf("part %d ends in %d, error %v", i, got[0], err)
		}
	}
}

// zeros is an endless stream of one byte.
type zeros byte

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(z)
	}
	return len(p), nil
}

func FuzzArchive(f *testing.F) {
	plain := tarOf(f, file("a", "1"), link("b", "a"))
	for _, seed := range [][]byte{
		plain, gzipped(f, plain), zstandard(f, plain), debOf(gzipped(f, plain), zstandard(f, plain)), imageOf(f, true, plain), imageOf(f, false, plain),
		rpmOf(cpioOf([3]string{"x", "81A4", "y"})), []byte("\xfd7zXZ\x00\x00\x04"), []byte("BZh9"), lzmaOf(f, plain),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		tree, err := Open(".", written(t, content))
		if err != nil {
			return
		}
		defer tree.Close()
		for name := range holds(t, tree) {
			if !fs.ValidPath(name) {
				t.Errorf("the tree holds %q, which is no path in it", name)
			}
		}
	})
}
