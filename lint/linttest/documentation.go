package linttest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/target"
)

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Documentation checks every rule's own words: that they are complete, that
// its bad example fires it and no other error or warning, that its good example
// is clean, and that it has fixtures below the directory.
func Documentation(t *testing.T, rules []*lint.Rule, fixtures string) {
	t.Helper()
	names := map[string]bool{}
	for _, rule := range rules {
		if names[rule.ID] {
			t.Errorf("two rules are called %s", rule.ID)
		}
		names[rule.ID] = true
		t.Run(rule.ID, func(t *testing.T) {
			checkWords(t, rule)
			if rule.Check == nil {
				return // the engine's own rules are about comments and have their own tests
			}
			if entries, err := os.ReadDir(filepath.Join(fixtures, rule.ID)); err != nil || len(entries) == 0 {
				t.Errorf("there are no fixtures in %s", filepath.Join(fixtures, rule.ID))
			}
			checkExamples(t, rule, rules)
		})
	}
}

func checkWords(t *testing.T, rule *lint.Rule) {
	t.Helper()
	if !kebab.MatchString(rule.ID) {
		t.Errorf("the ID is not in kebab-case")
	}
	required := map[string]string{
		"Summary": rule.Summary, "Since": rule.Since, "Doc.Text": rule.Doc.Text,
		"Doc.Bad": rule.Doc.Bad, "Doc.Good": rule.Doc.Good, "Doc.Fix": rule.Doc.Fix,
	}
	for name, text := range required {
		if text == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if n := len(rule.Summary); n > 0 && rule.Summary[n-1] == '.' {
		t.Errorf("Summary ends in a full stop")
	}
	if first, _ := utf8.DecodeRuneInString(rule.Summary); unicode.IsLower(first) {
		t.Errorf("Summary begins with a small letter: %q", rule.Summary)
	}
	if !slices.Contains(finding.Categories(), rule.Category) {
		t.Errorf("%q is no category", rule.Category)
	}
	if rule.Severity == 0 || rule.Confidence == 0 {
		t.Errorf("severity or confidence is not set")
	}
	if (rule.Fixes.Safety == finding.NoFix) != (rule.Fixes.Reason == "") {
		t.Errorf("the fixes are declared %s, because %q", rule.Fixes.Safety, rule.Fixes.Reason)
	}
	if len(rule.Doc.References) == 0 {
		t.Errorf("Doc.References is empty")
	}
}

func checkExamples(t *testing.T, rule *lint.Rule, rules []*lint.Rule) {
	t.Helper()
	at := targetNamed(t, rule.Doc.Target)
	fires := false
	for _, f := range example(t, rule, rule.Doc.Bad, at, rules) {
		if f.Rule == rule.ID {
			fires = true
		} else if loud(&f) {
			t.Errorf("the bad example fires another rule: %s", describe(&f))
		}
	}
	if !fires {
		t.Errorf("the bad example does not fire the rule")
	}
	for _, f := range example(t, rule, rule.Doc.Good, at, rules) {
		if f.Rule == rule.ID || loud(&f) {
			t.Errorf("the good example fires: %s", describe(&f))
		}
	}
}

// loud tells whether a finding would trouble the reader of an example: how well
// the example is protected is not its subject.
func loud(f *finding.Finding) bool {
	return f.Severity >= finding.Warning && f.Category != finding.Hardening && f.Category != finding.Weakness
}

func example(t *testing.T, rule *lint.Rule, text string, at target.Target, rules []*lint.Rule) []finding.Finding {
	t.Helper()
	archive := txtar.Parse([]byte(text))
	if len(archive.Files) > 0 {
		return lintFixture(t, unpack(t, archive), at, rules).Findings
	}
	name := rule.Doc.Unit
	if name == "" {
		name = "example.service"
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatalf("writing the example: %v", err)
	}
	return lintFixture(t, fixture{dir: dir, arguments: []string{name}}, at, rules).Findings
}
