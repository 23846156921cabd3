package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
)

// advisedJSON is what the test reads of a hardening finding.
type advisedJSON struct {
	Rule, Unit string
	Fix        *struct{ Edits []struct{ NewText string } }
}

var assignmentLine = regexp.MustCompile(`(?m)^[A-Za-z]+=.*$`)

// TestAdviceTogether follows all hardening advice for each unit at once: every
// advice has lines that can be followed, and check then finds no outage in a unit
// in which it found nothing wrong before.
func TestAdviceTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("it checks whole trees several times")
	}
	for _, test := range []struct{ tree, target string }{{"", "debian-12"}, {"", "rhel-8"}, {"debian12", "debian-12"}, {"debian13", "debian-13"}} {
		t.Run(test.tree+" "+test.target, func(t *testing.T) {
			var tree string
			if test.tree == "" {
				tree = sampleServices(t)
			} else {
				tree = sharedtest.Path(t, "corpus", test.tree)
			}
			followAdvice(t, tree, test.target)
		})
	}
}

func followAdvice(t *testing.T, tree, target string) {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(tree)); err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	for _, f := range findings(t, copied, target, "breakage,syntax,value,version,weakness") {
		if f.Severity != "note" {
			broken[f.Unit] = true
		}
	}
	for unit, lines := range adviceFor(t, copied, target) {
		dir := filepath.Join(copied, "etc/systemd/system", unit+".d")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		text := "[Service]\n" + strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(dir, "50-hardening.conf"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range findings(t, copied, target, "breakage") {
		if f.Severity != "note" && !broken[f.Unit] {
			t.Errorf("%s: %s: %s (%s:%d)", f.Unit, f.Rule, f.Message, f.Location.File, f.Location.Line)
		}
	}
}

// adviceFor returns the lines that the hardening findings of each unit add.
func adviceFor(t *testing.T, tree, target string) map[string][]string {
	t.Helper()
	var report struct{ Findings []advisedJSON }
	out := ran(t, tree, exitFailed, "check", "--root", tree, "--system", "--format", "json", "--target", target, "--select", "hardening")
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	advice := map[string][]string{}
	for _, f := range report.Findings {
		var lines []string
		if f.Fix != nil {
			for _, e := range f.Fix.Edits {
				lines = append(lines, assignmentLine.FindAllString(e.NewText, -1)...)
			}
		}
		if len(lines) == 0 {
			t.Errorf("%s: the advice of %s has no lines", f.Unit, f.Rule)
		}
		advice[f.Unit] = append(advice[f.Unit], lines...)
	}
	return advice
}
