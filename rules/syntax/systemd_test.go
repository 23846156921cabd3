package syntax

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
)

// silentRules find what systemd says nothing of.
var silentRules = []string{"swallowed-line", "comment-in-continuation", "trailing-comment"}

// lexicalMessages are the beginnings of what systemd says of the lines that the
// other rules of the category are about.
var lexicalMessages = []string{
	"String is not UTF-8 clean", "Invalid section header", "Bad characters in section header", "Section header invalid",
	"Unknown section", "Unknown key", "Assignment outside of section", "Missing '='", "Missing key name",
}

// TestSyntaxFindingsAreAtTheLinesThatSystemdNames lays the fixtures of all
// syntax rules, and random files, before the installed systemd: each line that
// it complains of has a finding, and each finding is at such a line.
func TestSyntaxFindingsAreAtTheLinesThatSystemdNames(t *testing.T) {
	systemd := systemdtest.Require(t)
	tree := systemdtest.Tree{}
	var units []string
	add := func(text string) {
		name := fmt.Sprintf("case%d.service", len(units))
		units = append(units, name)
		tree["etc/systemd/system/"+name] = text
	}
	for _, text := range fixturesWithoutTarget(t) {
		add(text)
	}
	r := rand.New(rand.NewPCG(3, 9))
	for range 300 {
		add(randomUnit(r))
	}
	dir := systemdtest.Write(t, tree)
	want := map[string][]int{}
	for _, m := range systemd.Load(t, systemdtest.Query{Dir: dir, Units: units}).Messages {
		lexical := slices.ContainsFunc(lexicalMessages, func(prefix string) bool { return strings.HasPrefix(m.Text, prefix) })
		if lexical && m.File != "" {
			want[m.File] = append(want[m.File], m.Line)
		}
	}
	got := linesOfSyntaxFindings(t, dir, systemd.Version)
	for path, text := range tree {
		if diff := cmp.Diff(sorted(want[path]), sorted(got[path])); diff != "" {
			t.Errorf("lines of %q (-systemd +unitlint):\n%s", text, diff)
		}
	}
}

func sorted(lines []int) []int {
	slices.Sort(lines)
	return slices.Compact(lines)
}

// fixturesWithoutTarget returns the unit files of the rules' fixtures that are
// for the newest systemd. What of them the installed one does not know yet is
// not among their subjects.
func fixturesWithoutTarget(t *testing.T) []string {
	t.Helper()
	var texts []string
	for _, rule := range Rules() {
		paths, err := filepath.Glob("../../testdata/rules/" + rule.ID + "/*.service")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "# target:") {
				texts = append(texts, string(text))
			}
		}
	}
	return texts
}

func linesOfSyntaxFindings(t *testing.T, dir string, version int) map[string][]int {
	t.Helper()
	selection, err := locate.Select(locate.Request{Dir: dir, Root: "."})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = selection.Close() })
	at, err := target.Named(fmt.Sprintf("systemd-%d", version))
	if err != nil {
		t.Fatal(err)
	}
	result, err := lint.Run(t.Context(), lint.Options{
		Rules: Rules(), Identities: selection.Identities, Targets: []target.Target{at},
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string][]int{}
	for _, f := range result.Findings {
		if !slices.Contains(silentRules, f.Rule) {
			lines[f.Range.File.Path] = append(lines[f.Range.File.Path], f.Range.StartPosition().Line)
		}
	}
	return lines
}

// unitParts are what random units are made of.
var unitParts = []string{
	"[Unit]\n", "[Service]\n", "[Servic]\n", "[Service] # x\n", "[service]\n", "[X-Own]\n", "[Install]\n", "[Socket]\n",
	"Description=a\n", "PrivateTmp=yes\n", "privatetmp=yes\n", "PrivateTmp\n", "ExecStart=/bin/true \\\n", "  --more\n", "  --more=1\n",
	"  --more \\\n", "Foo=a \\\n", "Foo=a \\ \n", "# comment\n", "; comment \\\n", "\n", " \n", "=a\n", "X-Foo=a\n", "stray\n",
	"\ufeffFoo=a\n", "\u00a0Foo=a\n", "\ufeff# comment\n", "\u00a0stray\n", ".include /a\n", "Foo=\xe9\n", "Foo\\\nBar=a\n",
}

func randomUnit(r *rand.Rand) string {
	var b strings.Builder
	if r.IntN(4) > 0 {
		b.WriteString("[Service]\nExecStart=/bin/true\n")
	}
	for range r.IntN(12) {
		b.WriteString(unitParts[r.IntN(len(unitParts))])
	}
	return b.String()
}
