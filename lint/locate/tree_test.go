package locate

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/files"
)

func openTest(t testing.TB, dir string, isRoot bool) *Tree {
	t.Helper()
	tree, err := open(".", dir, "", isRoot)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func TestNothingOutsideIsRead(t *testing.T) {
	outer := lay(t, `
-- secret.service --
[Service]
-- inner/up.service --
-> ../secret.service
-- inner/far.service --
-> ../../../../../../../../etc/passwd
-- inner/dir --
-> ..
-- inner/absolute.service --
-> /secret.service
-- inner/inside.service --
-> sub/real.service
-- inner/sub/real.service --
[Service]
-- inner/usr/lib/real.service --
[Service]
-- inner/lib --
-> /usr/lib
`)
	for _, isRoot := range []bool{false, true} {
		tree := openTest(t, filepath.Join(outer, "inner"), isRoot)
		for name, want := range map[string]error{
			"up.service":            ErrLeavesTree,
			"far.service":           ErrLeavesTree,
			"dir/secret.service":    ErrLeavesTree,
			"absolute.service":      fs.ErrNotExist, // /secret.service of the tree
			"../secret.service":     fs.ErrNotExist,
			"/etc/passwd":           fs.ErrNotExist,
			"inside.service":        nil,
			"lib/real.service":      nil,
			"lib/../../real":        fs.ErrNotExist,
			"sub/../../secret":      fs.ErrNotExist,
			"inside.service/more":   fs.ErrNotExist,
			"sub/real.service/more": fs.ErrNotExist,
		} {
			if isRoot && errors.Is(want, ErrLeavesTree) {
				want = fs.ErrNotExist // ".." stays at the root
			}
			src, err := tree.Source(name)
			switch {
			case want == nil && err != nil:
				t.Errorf("root %v: %s: %v", isRoot, name, err)
			case want != nil && err == nil:
				t.Errorf("root %v: %s was read: %q", isRoot, name, src.Text)
			case errors.Is(want, ErrLeavesTree) && !errors.Is(err, want):
				t.Errorf("root %v: %s: %v, want %v", isRoot, name, err, want)
			}
		}
	}
}

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := lay(t, "-- loop.service --\n-> loop.service\n-- a.service --\n-> b.service\n-- b.service --\n-> a.service\n-- dir.service/ --\n-- null.service --\n-> /dev/null\n")
	tree := openTest(t, dir, true)
	for name, want := range map[string]error{"loop.service": ErrLinkLoop, "a.service": ErrLinkLoop, "dir.service": ErrNotRegular} {
		if _, err := tree.Source(name); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if src, err := tree.Source("null.service"); err != nil || len(src.Text) != 0 {
		t.Errorf("null.service: %v", err)
	}
	if !tree.Masks("null.service") || tree.Masks("loop.service") || tree.Masks("dir.service") {
		t.Error("a link to /dev/null masks, links in a loop and directories do not")
	}
}

func TestStandInsAreLinks(t *testing.T) {
	dir := lay(t, `
-- etc/systemd/system/alias.service --
stand-in real.service
-- etc/systemd/system/masked.service --
stand-in /dev/null
-- etc/systemd/system/real.service --
[Service]
-- etc/systemd/system/odd.service --
stand-in no path of a unit
-- etc/systemd/system/words.service --
stand-in Key=real.service
`)
	tree := openTest(t, dir, true)
	for name, want := range map[string][]string{
		"alias.service":  {"loaded", "real.service", "etc/systemd/system/real.service"},
		"masked.service": {"masked", "masked.service", "etc/systemd/system/masked.service"},
		"odd.service":    {"loaded", "odd.service", "etc/systemd/system/odd.service"},
		"words.service":  {"loaded", "words.service", "etc/systemd/system/words.service"},
	} {
		id := tree.Unit(name, System)
		if diff := cmp.Diff(want, []string{string(id.State), id.ID, id.Fragment}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReleasesDiffer(t *testing.T) {
	dir := lay(t, `
-- etc/systemd/system/web.service --
[Service]
-- etc/systemd/system/service.d/10.conf --
[Service]
-- etc/systemd/system/web.service.upholds/other.service --
-> ../other.service
-- etc/systemd/system/web.target --
-> web.service
`)
	tree := openTest(t, dir, true)
	web := tree.Unit("web.service", System)
	for version, want := range map[int]string{
		239: "",
		243: "",
		244: "etc/systemd/system/service.d/10.conf",
		253: "etc/systemd/system/service.d/10.conf",
		262: "etc/systemd/system/service.d/10.conf upholds",
	} {
		id := web.At(version)
		got := strings.Join(id.DropIns, " ")
		if len(id.Upholds) > 0 {
			got += " upholds"
		}
		if got != want {
			t.Errorf("%d: %q, want %q", version, got, want)
		}
	}
	if id := tree.UnitAt("web.target", System, 242); id.ID != "web.service" {
		t.Errorf("242 takes the link of another type for an alias: %+v", id)
	}
	if id := tree.UnitAt("web.target", System, 243); id.State != NotFound || len(id.Ignored) != 1 {
		t.Errorf("243 ignores the link of another type: %+v", id)
	}
}

func TestMergedUsr(t *testing.T) {
	dir := lay(t, "-- usr/lib/systemd/system/web.service --\n[Service]\n-- usr/lib/systemd/system/web.service.d/10.conf --\n[Service]\n-- lib --\n-> usr/lib\n")
	tree := openTest(t, dir, true)
	units := tree.Units(System)
	if len(units) != 1 || len(units[0].Shadowed) != 0 || len(units[0].DropIns) != 1 {
		t.Errorf("/lib and /usr/lib are one directory: %+v", units)
	}
}

func TestTooLargeFilesAreNotRead(t *testing.T) {
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "large.service"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Truncate(maxFileSize+1), file.Close()); err != nil {
		t.Fatal(err)
	}
	tree := openTest(t, dir, false)
	if _, err := tree.Source("large.service"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("reading it: %v", err)
	}
}

func BenchmarkUnits(b *testing.B) {
	dir := lay(b, root)
	for b.Loop() {
		tree, err := OpenRoot(dir, "")
		if err != nil {
			b.Fatal(err)
		}
		tree.Units(System)
		tree.Close()
	}
}

func TestSourceRefusesMoreLinesThanAreKept(t *testing.T) {
	for _, end := range []string{"\n", "\r", "\x00"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.service"), bytes.Repeat([]byte(end), maxLines+1), 0o600); err != nil {
			t.Fatal(err)
		}
		tree, err := open(".", dir, "", false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Source("x.service"); !errors.Is(err, ErrTooManyLineEnds) {
			t.Errorf("%q: got %v", end, err)
		}
		_ = tree.Close()
	}
}

func TestSourceRefusesMoreThanIsHeldTogether(t *testing.T) {
	dir := t.TempDir()
	for i := range 2 {
		file, err := os.Create(filepath.Join(dir, fmt.Sprintf("x%d.service", i)))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(file.Truncate(maxFileSize), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := open(".", dir, "", false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tree.Close() }()
	tree.held.Store(maxHeld - maxFileSize) // as if all but one had been read
	for i, want := range []error{ErrTooManyLineEnds, ErrTooMuch} {
		if _, err := tree.Source(fmt.Sprintf("x%d.service", i)); !errors.Is(err, want) {
			t.Errorf("file %d: got %v, expected %v", i, err, want)
		}
	}
}

// failing is a tree of files that panics.
type failing struct{ files.FS }

func (failing) ReadDir(string) ([]fs.DirEntry, error) { panic("no such luck") }
func (failing) Open(string) (fs.File, error)          { panic("no such luck") }

// TestPanicsStay holds that what panics when it is read first is never taken for empty.
func TestPanicsStay(t *testing.T) {
	tree := openTest(t, lay(t, "\n-- etc/a.service --\n[Service]\n"), true)
	tree.files = failing{tree.files}
	try := func(read func() error) (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("panic: %v", cause)
			}
		}()
		return read()
	}
	for range 2 {
		if err := try(func() error { _, err := tree.ReadDir("etc"); return err }); err == nil {
			t.Error("a directory is taken for empty")
		}
		if err := try(func() error { _, err := tree.Source("etc/a.service"); return err }); err == nil {
			t.Error("a file is taken for empty")
		}
	}
}
