package cache_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/cache"
)

func open(t *testing.T, dir, version string) *cache.Directory {
	t.Helper()
	d, err := cache.Open(dir, version)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.program"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestGet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "anew")
	d := open(t, dir, "1")
	want := &binary.Program{
		Format: binary.ELF, Imports: []string{"setuid"}, Strings: []string{"/etc/x"}, Go: &binary.Go{Version: "go1.22.3", Minor: 22, Functions: []string{"net.Listen"}},
		Modules: []binary.Module{{Name: "os", Line: 3}},
	}
	d.Put("one", want)
	got, found := open(t, dir, "1").Get("one")
	if diff := cmp.Diff(want, got); !found || diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, found := d.Get("other"); found {
		t.Error("another key has the entry")
	}
	if _, found := open(t, dir, "2").Get("one"); found {
		t.Error("another version sees the entry")
	}
	d.Trim()
	if _, found := d.Get("one"); !found {
		t.Error("one entry was too much")
	}
}

// TestNamesThatAreNoText holds that a name comes back byte by byte or not at all.
func TestNamesThatAreNoText(t *testing.T) {
	d := open(t, t.TempDir(), "1")
	d.Put("latin", &binary.Program{Imports: []string{"caf\xe9"}})
	if got, found := d.Get("latin"); found {
		t.Errorf("got %q, which is another name", got.Imports)
	}
}

// TestDamagedEntries holds that what is not whole is not known.
func TestDamagedEntries(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, "1")
	d.Put("one", &binary.Program{Format: binary.ELF, Imports: []string{"setuid"}})
	name := entries(t, dir)[0]
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := append([]byte{}, whole...)
	changed[len(changed)-1] ^= 1
	for title, content := range map[string][]byte{"empty": nil, "cut": whole[:len(whole)-1], "changed": changed, "the sum alone": whole[:32]} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, found := d.Get("one"); found {
			t.Errorf("%s: the entry is taken", title)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, found := d.Get("one"); found {
		t.Error("a directory is taken for an entry")
	}
}

// TestOpenToOthers holds that a directory in which others may write is not used.
func TestOpenToOthers(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing of others here")
	}
	if _, err := cache.Open(dir, "1"); err == nil {
		t.Error("the cache was opened")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := cache.Open(file, "1"); err == nil {
		t.Error("a file was opened")
	}
}

// TestTrim holds that a cache which has grown too large becomes smaller, and that
// nothing else in its directory is touched.
func TestTrim(t *testing.T) {
	const most, large = 64 << 20, 3 << 20
	dir := t.TempDir()
	d := open(t, dir, "1")
	beside := filepath.Join(dir, "beside")
	if err := os.WriteFile(beside, make([]byte, large), 0o600); err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("x", large)
	for i := range most/large + 2 {
		d.Put(fmt.Sprint(i), &binary.Program{Interpreter: text})
	}
	d.Put("too large", &binary.Program{Interpreter: strings.Repeat("x", 5<<20)})
	if _, found := d.Get("too large"); found {
		t.Error("an entry of 5 MiB is kept")
	}
	d.Trim()
	var all int64
	for _, name := range entries(t, dir) {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		all += info.Size()
	}
	if all > most || all < most-2*large {
		t.Errorf("%d bytes are left", all)
	}
	if _, err := os.Stat(beside); err != nil {
		t.Error(err)
	}
}
