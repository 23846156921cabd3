package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
)

// sampleServices lays the services of the rules' fixtures out as a tree.
func sampleServices(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	units := filepath.Join(dir, "usr/lib/systemd/system")
	if err := os.MkdirAll(units, 0o755); err != nil {
		t.Fatal(err)
	}
	fixtures, err := filepath.Glob(filepath.Join(root, "testdata/rules/*/*.service"))
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("there are no fixtures: %v", err)
	}
	for _, fixture := range fixtures {
		text, err := os.ReadFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(fixture)) + "-" + filepath.Base(fixture)
		if err := os.WriteFile(filepath.Join(units, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// ran runs the program, whose status may not be above a bound.
func ran(t *testing.T, dir string, most int, args ...string) []byte {
	t.Helper()
	var out, problems bytes.Buffer
	status := run(args, program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &problems, getenv: func(string) string { return "" }, dir: dir,
	})
	if status > most {
		t.Fatalf("unitlint %s ended with %d: %s", strings.Join(args, " "), status, problems.String())
	}
	return out.Bytes()
}

// foundJSON is what the test reads of a finding.
type foundJSON struct {
	Rule, Category, Severity, Unit, Message string
	Location                                placedJSON
	Related                                 []placedJSON
}

type placedJSON struct {
	File string
	Line int
}

func findings(t *testing.T, tree, target, categories string) []foundJSON {
	t.Helper()
	var report struct{ Findings []foundJSON }
	out := ran(t, tree, exitFailed, "check", "--root", tree, "--system", "--format", "json", "--target", target, "--select", categories)
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	return report.Findings
}

// inDropIn tells whether a finding has its place, or one that explains it, in a
// drop-in of harden.
func (f foundJSON) inDropIn() bool {
	for _, place := range append([]placedJSON{f.Location}, f.Related...) {
		if strings.HasSuffix(place.File, "/50-hardening.conf") {
			return true
		}
	}
	return false
}

// TestHardenedTrees puts the drop-ins of all services of a tree into place: check
// then finds no outage, and no line that the target does not know, but what it
// finds of the unit without them: the samples hold broken units, of which a drop-in
// repeats what is wrong.
func TestHardenedTrees(t *testing.T) {
	if testing.Short() {
		t.Skip("it checks whole trees several times")
	}
	old := "ubuntu-20.04,debian-11,rhel-8,rhel-9,fedora-38,newest"
	for _, test := range []struct{ tree, target, level string }{
		{"demo", "debian-12", "careful"}, {"demo", "debian-12", "full"}, {"demo", "ubuntu-20.04", "full"}, {"demo", "rhel-8", "full"}, {"demo", old, "full"},
		{"debian12", "debian-12", "full"}, {"debian12", old, "full"}, {"debian13", "newest", "careful"},
	} {
		t.Run(test.tree+" "+test.target+" "+test.level, func(t *testing.T) {
			var tree string
			if test.tree == "demo" {
				tree = sampleServices(t)
			} else {
				tree = sharedtest.Path(t, "corpus", test.tree)
			}
			checkHardened(t, tree, test.target, test.level)
		})
	}
}

// TestHardenedForEachSystem writes the drop-ins of all services of two real trees
// for each system alone: each then has the protections of its release, and no line
// that it does not know.
func TestHardenedForEachSystem(t *testing.T) {
	if testing.Short() {
		t.Skip("it hardens whole trees several times")
	}
	for _, tree := range []string{"debian12", "debian13"} {
		for _, system := range []string{"ubuntu-20.04", "debian-11", "rhel-8", "rhel-9", "fedora-38", "newest"} {
			t.Run(tree+" "+system, func(t *testing.T) {
				checkKnownLines(t, sharedtest.Path(t, "corpus", tree), system)
			})
		}
	}
}

func checkKnownLines(t *testing.T, tree, system string) {
	t.Helper()
	const least = 250 // services that the smaller tree has, and a bit less
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(tree)); err != nil {
		t.Fatal(err)
	}
	before := map[string]bool{}
	for _, f := range findings(t, copied, system, "syntax,value,version") {
		before[f.Rule+" "+f.Unit] = true
	}
	ran(t, copied, exitFailed, "harden", "--root", copied, "--target", system, "--write", copied)
	written, err := filepath.Glob(filepath.Join(copied, "etc/systemd/system/*.d/50-hardening.conf"))
	if err != nil || len(written) < least {
		t.Errorf("%d drop-ins were written, want %d at least: %v", len(written), least, err)
	}
	for _, f := range findings(t, copied, system, "syntax,value,version") {
		if f.inDropIn() && !before[f.Rule+" "+f.Unit] {
			t.Errorf("%s: %s: %s (%s:%d)", f.Unit, f.Rule, f.Message, f.Location.File, f.Location.Line)
		}
	}
}

func checkHardened(t *testing.T, tree, target, level string) {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(tree)); err != nil {
		t.Fatal(err)
	}
	before := map[string]bool{}
	for _, f := range findings(t, copied, target, "breakage,syntax,value,version") {
		before[f.Rule+" "+f.Unit] = true
	}
	ran(t, copied, exitFailed, "harden", "--root", copied, "--target", target, "--write", copied, "--level", level)
	for _, f := range findings(t, copied, target, "breakage,syntax,value,version") {
		if f.Severity != "note" && !before[f.Rule+" "+f.Unit] && (f.inDropIn() || f.Category == "breakage") {
			t.Errorf("%s: %s: %s (%s:%d)", f.Unit, f.Rule, f.Message, f.Location.File, f.Location.Line)
		}
	}
}
