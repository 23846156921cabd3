package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// scored rates a unit that lies in a file of a name with an escape sequence.
func scored(t *testing.T) ScoredUnit {
	t.Helper()
	const name, file = "a.service", "usr/lib/systemd/system/a.service.d/\x1b[31mred.conf"
	dir := t.TempDir()
	for path, text := range map[string]string{
		"usr/lib/systemd/system/" + name: "[Service]\nExecStart=/bin/true\n",
		file:                             "[Service]\nPrivateTmp=yes\nSystemCallFilter=@mount\n",
	} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Skipf("this system has no such file names: %v", err)
		}
	}
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	release := catalog.Release{Version: 252}
	u, err := unit.Load(tree.Unit(name, locate.System), release)
	if err != nil {
		t.Fatal(err)
	}
	score, err := exposure.Of(sandbox.New(u, nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	return ScoredUnit{Name: "\x1b]0;title\a" + name, Scope: locate.System, State: u.State, Release: release, Score: score}
}

func TestScoresOnTerminal(t *testing.T) {
	u := scored(t)
	for _, units := range [][]ScoredUnit{{u}, {u, {Name: "b\x1b[2J", State: locate.Masked}}} {
		var out strings.Builder
		if err := WriteScores(&out, units, true, Options{}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(out.String(), "\x1b\a") {
			t.Errorf("a control character reaches the terminal:\n%q", out.String())
		}
	}
}

func TestScoresInOrder(t *testing.T) {
	var out strings.Builder
	if err := WriteScores(&out, []ScoredUnit{scored(t)}, false, Options{}); err != nil {
		t.Fatal(err)
	}
	marks := ""
	for _, line := range strings.Split(out.String(), "\n") {
		for _, mark := range []string{"✗", "✓", "·"} {
			if strings.HasPrefix(line, mark) && !strings.HasSuffix(marks, mark) {
				marks += mark
			}
		}
	}
	if marks != "✗✓·" {
		t.Errorf("got checks in the order %s, want what fails, what passes, what does not apply", marks)
	}
}

// The overview of several units has one line each; a single unit has its table
// alone.
func TestScoresOfSeveralUnitsHaveAnOverview(t *testing.T) {
	u, masked := scored(t), ScoredUnit{Name: "b.service", State: locate.Masked}
	tables := func(units ...ScoredUnit) string {
		var out strings.Builder
		if err := WriteScores(&out, units, true, Options{}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if overview := strings.TrimPrefix(tables(u, masked), tables(u)+tables(masked)); strings.Count(overview, "\n") != 2 {
		t.Errorf("below the tables of two units stands:\n%q\nwant one line for each", overview)
	}
}

func TestScoresJSONOfUnratedUnit(t *testing.T) {
	var out strings.Builder
	if err := WriteScoresJSON(&out, []ScoredUnit{{Name: "a.service", State: locate.Masked, Release: catalog.Release{Version: 252}}}); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal([]byte(out.String()), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0]["exposure"] != nil || list[0]["level"] != nil || list[0]["checks"] == nil {
		t.Errorf("got %s", out.String())
	}
}
