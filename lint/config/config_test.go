package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func testRules() []*lint.Rule {
	return []*lint.Rule{
		{ID: "unknown-directive", Category: finding.Syntax, Former: []string{"unknown-key"}},
		{ID: "unknown-section", Category: finding.Syntax},
		{ID: "private-tmp", Category: finding.Hardening},
	}
}

func TestParse(t *testing.T) {
	const text = `
targets: [debian-12, rhel-9]
rules:
  hardening: off
  unknown-key: warning
overrides:
  - paths: "debian/**"
    units: ["web*.service"]
    rules: {private-tmp: error}
exclude: vendor/**
host:
  missing: [/run/../var/lib/gone]
  existing: [/srv]
  complete: true
needs:
  - units: [web.service]
    write: [/srv/www, /var/cache/web]
    bind: 80
    need: wx-memory
    reason: serves the deployed files
threshold: 4.5
fail-on: error
`
	got, err := Parse("c.yaml", []byte(text), testRules())
	if err != nil {
		t.Fatal(err)
	}
	threshold := 4.5
	want := &Config{
		Path:      "c.yaml",
		Targets:   []string{"debian-12", "rhel-9"},
		Rules:     []Level{{Rule: "hardening", Off: true}, {Rule: "unknown-directive", Severity: finding.Warning}},
		Overrides: []Override{{Paths: []string{"debian/**"}, Units: []string{"web*.service"}, Rules: []Level{{Rule: "private-tmp", Severity: finding.Error}}}},
		Exclude:   []string{"vendor/**"},
		Host:      Host{Missing: []string{"/var/lib/gone"}, Existing: []string{"/srv"}, Complete: true},
		Needs: []Declaration{{Units: []string{"web.service"}, Facts: declared.Facts{
			{Kind: need.Write, Term: "/srv/www", Why: "serves the deployed files", Source: "c.yaml:17"},
			{Kind: need.Write, Term: "/var/cache/web", Why: "serves the deployed files", Source: "c.yaml:17"},
			{Kind: need.Bind, Term: "80", Why: "serves the deployed files", Source: "c.yaml:18"},
			{Kind: need.WriteExecute, Why: "serves the deployed files", Source: "c.yaml:19"},
		}}},
		Threshold: &threshold,
		FailOn:    finding.Error,
		Notices:   []string{"c.yaml:5: the rule unknown-key is called unknown-directive now"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
}

// TestEvidence holds that a list names all that is asked, also where it is older than
// one of the sources.
func TestEvidence(t *testing.T) {
	trees := Evidence{Machine: machine.Everything()}
	for text, want := range map[string]Evidence{
		"":                         AllEvidence(),
		"evidence: on\n":           AllEvidence(),
		"evidence: off\n":          {},
		"evidence: distribution\n": {Distribution: true},
		"evidence: [binary]\n":     {Machine: machine.Sources{Binary: true}},
		"evidence: [binary, package, configuration]\n": trees,
	} {
		c, err := Parse("c.yaml", []byte(text), testRules())
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Asked(); got != want {
			t.Errorf("%q asks %+v, want %+v", text, got, want)
		}
	}
}

func TestParseTakesJSON(t *testing.T) {
	got, err := Parse("facts.yaml", []byte(`{"host": {"missing": ["/a"], "existing": []}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Host{Missing: []string{"/a"}}, got.Host); diff != "" {
		t.Errorf("host (-want +got):\n%s", diff)
	}
}

func TestParseFaults(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"targts: []", `c.yaml:1:1: unknown key "targts", did you mean "targets"?`},
		{"xyz: 1", `c.yaml:1:1: unknown key "xyz": expected one of targets, rules,`},
		{"rules:\n  unknown-directve: off", `c.yaml:2:3: there is no rule "unknown-directve", did you mean "unknown-directive"?`},
		{"rules:\n  unknown-section: fatal", `c.yaml:2:20: "fatal" is not a level`},
		{"host: {missing: [relative]}", `c.yaml:1:17: "relative" is not an absolute path`},
		{"host: [1]", `c.yaml:1:7: expected keys and values, found a list`},
		{"targets: {a: b}", `c.yaml:1:10: expected a list of strings, found keys and values`},
		{"threshold: high", `c.yaml:1:12: expected a number from 0 to 10, found "high"`},
		{"threshold: 11", `c.yaml:1:12: expected a number from 0 to 10, found "11"`},
		{"overrides: [{rules: {}}]", `c.yaml:1:13: an override needs paths or units`},
		{"needs: [{write: /a}]", `c.yaml:1:9: an entry of needs has no units`},
		{"needs: [{units: a, write: b}]", `c.yaml:1:27: "b" is not an absolute path`},
		{"needs: [{units: a, need: wx-memry}]", `c.yaml:1:26: unknown need "wx-memry", did you mean "wx-memory"?`},
		{"placeholders: ['(']", `"(" is not a regular expression`},
		{"placeholders: ['x*']", `"x*" matches nothing at all`},
		{"exclude: ['a[']", `"a[" is not a glob`},
		{"targets: []\ntargets: []", `c.yaml:2:1: the key "targets" stands twice`},
		{"a: b: c", `c.yaml: yaml: `},
	} {
		_, err := Parse("c.yaml", []byte(test.text), testRules())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got %v, expected %s", test.text, err, test.want)
		}
	}
}

func TestLevels(t *testing.T) {
	c, err := Parse("c.yaml", []byte(`
rules: {all: off, syntax: note, unknown-directive: error}
overrides:
  - paths: ["debian/**"]
    rules: {hardening: on}
  - units: ["x@*.service"]
    rules: {unknown-directive: off}
`), testRules())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rule     string
		category finding.Category
		path     string
		unit     string
		want     Level
	}{
		{"unknown-directive", finding.Syntax, "a.service", "a.service", Level{Rule: "unknown-directive", Severity: finding.Error}},
		{"unknown-section", finding.Syntax, "a.service", "a.service", Level{Rule: "syntax", Severity: finding.Note}},
		{"private-tmp", finding.Hardening, "a.service", "a.service", Level{Rule: "all", Off: true}},
		{"private-tmp", finding.Hardening, "debian/x/a.service", "a.service", Level{Rule: "hardening"}},
		{"unknown-directive", finding.Syntax, "x@.service", "x@1.service", Level{Rule: "unknown-directive", Off: true}},
	} {
		f := finding.Finding{Rule: test.rule, Category: test.category, Unit: test.unit, Range: source.Range{File: &source.File{Path: test.path}}}
		if diff := cmp.Diff(test.want, c.level(&f)); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", test.rule, test.path, diff)
		}
	}
	for _, rule := range testRules() {
		if c.Disabled(rule) {
			t.Errorf("%s need not run, though it is on somewhere", rule.ID)
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	below := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(below, unmoved); err != nil || got != path {
		t.Errorf("got %q, %v, expected %q", got, err, path)
	}
}

// One search answers for every file, whatever order they are asked in.
func TestSearch(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		FileName:                          "exclude: [vendor/**]\n",
		"a/" + FileName:                   "fail-on: error\n",
		"vendor/x/" + FileName:            "unknown: 1\n",
		"broken/" + FileName:              "unknown: 1\n",
		"broken/in/" + FileName:           "fail-on: note\n",
		"directory/" + FileName + "/keep": "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	search := NewSearch(filepath.Join(dir, "a"), unmoved, testRules())
	for _, test := range []struct {
		file, nearest string
		excluded      bool
		fault         string
	}{
		{"x.service", FileName, false, ""},
		{"deep/down/x.service", FileName, false, ""},
		{filepath.Join(dir, "a", "x.service"), FileName, false, ""},
		{"../x.service", "../" + FileName, false, ""},
		{"../directory/x.service", "../" + FileName, false, ""},
		{"../vendor/x/x.service", "../" + FileName, true, ""},
		{"../broken/x.service", "", false, `../broken/.unitlint.yaml:1:1: unknown key "unknown"`},
		{"../broken/in/x.service", "", false, `../broken/.unitlint.yaml:1:1: unknown key "unknown"`},
	} {
		got, excluded, err := search.For(test.file)
		if test.fault != "" {
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("%s: got %v, expected %s", test.file, err, test.fault)
			}
			continue
		}
		if err != nil || got.Path != test.nearest || excluded != test.excluded {
			t.Errorf("%s: got %s, excluded %t, %v, expected %s, %t", test.file, got.Path, excluded, err, test.nearest, test.excluded)
		}
	}
	if got, excluded, err := Only(&Config{Path: "c.yaml"}).For("x.service"); err != nil || excluded || got.Path != "c.yaml" {
		t.Errorf("got %v, %t, %v", got, excluded, err)
	}
}

func TestSchemaIsCurrent(t *testing.T) {
	got, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("..", "..", "docs", "unitlint.schema.json")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the keys say; run the test with -update (-want +got):\n%s", golden, diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("rules: {all: off}\nneeds: [{units: a, bind: 80}]\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("host: &h {missing: [/x]}\nneeds: [*h]\n"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = Parse("c.yaml", text, testRules())
	})
}

func unmoved(dir string) string { return dir }
