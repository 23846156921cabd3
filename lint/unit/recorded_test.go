package unit_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// recorded is what systemd 252 said of one unit.
type recorded struct {
	Unit  string   `json:"unit"`
	Scope string   `json:"scope"`
	Load  string   `json:"load"`
	Files []string `json:"files"`
	// Effective are lines "Name: value" of systemd's dump that differ from an
	// empty unit.
	Effective []string `json:"effective"`
}

// mergedUsr stands for the link from /lib to usr/lib of an installed system.
var mergedUsr = regexp.MustCompile(`^(usr/)?lib/`)

func normalised(files []string) []string {
	out := []string{}
	for _, f := range files {
		out = append(out, mergedUsr.ReplaceAllString(f, "lib/"))
	}
	return out
}

func compare(t *testing.T, tree *locate.Tree, want recorded) {
	t.Helper()
	name := strings.Replace(want.Unit, "@.", "@x.", 1)
	scope := locate.System
	if want.Scope == "user" {
		scope = locate.User
	}
	u, err := unit.Load(tree.Unit(name, scope), catalog.Release{Version: 252})
	if err != nil {
		t.Errorf("%s: %v", want.Unit, err)
		return
	}
	if string(u.State) != want.Load && want.Load != "bad-setting" {
		t.Errorf("%s is %s (%v), systemd says %s", want.Unit, u.State, u.Err, want.Load)
	}
	if want.Load == "masked" || want.Load == "not-found" {
		return
	}
	files := u.Identity.DropIns
	if u.Identity.Fragment != "" {
		files = append([]string{u.Identity.Fragment}, files...)
	}
	if diff := cmp.Diff(normalised(want.Files), normalised(files)); diff != "" {
		t.Errorf("%s: files differ from systemd's (-systemd +ours):\n%s", want.Unit, diff)
	}
	compareBooleans(t, u, want.Effective)
}

// compareBooleans compares the booleans that both the unit and systemd's dump
// speak of.
func compareBooleans(t *testing.T, u *unit.Unit, effective []string) {
	t.Helper()
	for _, line := range effective {
		name, text, _ := strings.Cut(line, ": ")
		a := u.Last(u.ExecSection(), name)
		if a == nil || a.Directive.Kind != catalog.KindBoolean {
			continue
		}
		got, ok := value.Boolean(a.Value)
		if want, _ := value.Boolean(text); !ok || got != want {
			t.Errorf("%s: %s=%s wins, systemd says %s", u.Name, name, a.Value, text)
		}
	}
}

func openRoot(t testing.TB, dir string) *locate.Tree {
	t.Helper()
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func TestMergeCasesAsRecorded(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join(sharedtest.Path(t, "merge"), "*", "expected.json"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases found: %v", err)
	}
	for _, file := range cases {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var expected struct{ Units []recorded }
		if err := json.Unmarshal(text, &expected); err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			tree := openRoot(t, filepath.Join(filepath.Dir(file), "root"))
			for _, want := range expected.Units {
				compare(t, tree, want)
			}
		})
	}
}

func TestDistributionsAsRecorded(t *testing.T) {
	for root, answers := range map[string]string{
		"debian12": "merge-252.jsonl",
		"debian13": "merge-252.debian13.jsonl",
	} {
		t.Run(root, func(t *testing.T) {
			tree := openRoot(t, sharedtest.Path(t, "corpus", root))
			file, err := os.Open(sharedtest.Path(t, "oracle", answers))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			lines := bufio.NewScanner(file)
			lines.Buffer(nil, 1<<20)
			count := 0
			for ; lines.Scan(); count++ {
				var want recorded
				if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
					t.Fatal(err)
				}
				compare(t, tree, want)
			}
			if err := lines.Err(); err != nil || count == 0 {
				t.Fatalf("read %d answers: %v", count, err)
			}
		})
	}
}

func BenchmarkLoadDistribution(b *testing.B) {
	dir := sharedtest.Path(b, "corpus", "debian12")
	for b.Loop() {
		tree, err := locate.OpenRoot(dir, "")
		if err != nil {
			b.Fatal(err)
		}
		for _, identity := range tree.Units(locate.System) {
			if _, err := unit.Load(identity, catalog.Release{Version: 252}); err != nil {
				b.Fatal(err)
			}
		}
		tree.Close()
	}
}
