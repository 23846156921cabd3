package packaged_test

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
)

// archive makes the archive of a root whose directories have owners, and a list of
// accounts.
func archive(t *testing.T, owners map[string]int) *locate.Tree {
	t.Helper()
	var content bytes.Buffer
	w := tar.NewWriter(&content)
	add := func(h tar.Header, text string) {
		h.Size, h.Format = int64(len(text)), tar.FormatPAX
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for name, uid := range owners {
		add(tar.Header{Name: name + "/", Typeflag: tar.TypeDir, Mode: 0o755, Uid: uid}, "")
	}
	add(tar.Header{Name: "etc/passwd", Typeflag: tar.TypeReg, Mode: 0o644}, "root:x:0:0::/root:/bin/sh\nexampled:x:120:120::/:/bin/false\nbroken\nann:x:1000:1000::/home/ann:/bin/sh\n")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "root.tar")
	if err := os.WriteFile(name, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	tree, err := locate.OpenRoot(name, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return tree
}

func TestOwned(t *testing.T) {
	directories := map[string]int{"usr": 0, "var/lib/exampled": 120, "var/lib/other": 121, "var/lib/root": 0, "var/log/exampled": 120, "srv/ann": 1000}
	d := packaged.Open(archive(t, directories))
	var paths []packaged.Named
	for _, g := range d.Owned() {
		paths = append(paths, packaged.Named{Name: g.Path + ":" + g.User})
	}
	if got, want := words(paths), "/var/lib/exampled:exampled /var/log/exampled:exampled"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for name, want := range map[string]bool{"/var/lib/root": true, "/etc/passwd": true, "/var/lib/exampled": false, "/absent": false} {
		if got := d.RootAlone(name); got != want {
			t.Errorf("%s is root's alone: %t, want %t", name, got, want)
		}
	}
	directories["usr"] = 1000
	d = packaged.Open(archive(t, directories))
	if own := d.Owned(); len(own) > 0 || d.RootAlone("/var/lib/root") {
		t.Errorf("%v in a tree that somebody unpacked as himself", own)
	}
}

// TestOwnedByName holds that a package of RPM tells owners, which it names.
func TestOwnedByName(t *testing.T) {
	d := opened(t, filepath.Join("..", "..", "rpm", "testdata", "exampled.rpm"))
	if own := d.Owned(); len(own) != 1 || own[0].Path != "/var/lib/exampled" || own[0].User != "example" {
		t.Errorf("%+v", own)
	}
	for name, want := range map[string]bool{"/var/lib/exampled": false, "/usr/sbin/exampled": true, "/etc/exampled.conf": true} {
		if got := d.RootAlone(name); got != want {
			t.Errorf("%s is root's alone: %t, want %t", name, got, want)
		}
	}
}
