package linttest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
)

// shouting flags every key that is written in capitals.
var shouting = &lint.Rule{
	ID: "shouting", Category: finding.Syntax, Severity: finding.Warning, Confidence: finding.Certain,
	Fixes: finding.SafeFixes("It changes the case alone."),
	Check: func(p *lint.Pass) {
		for _, section := range p.Unit.Fragment.Sections {
			for _, a := range section.Assignments {
				if a.Key == "LOUD" {
					p.Report(finding.Finding{Range: a.KeyRange, Message: "The key is written in capitals.", Fix: &finding.Fix{
						Title: "Write it small", Edits: []finding.Edit{{Range: a.KeyRange, NewText: "loud"}},
					}})
				}
			}
		}
	},
}

func TestRun(t *testing.T) {
	Run(t, "testdata", shouting)
}

func TestDifferences(t *testing.T) {
	const unit = "[Unit]\n# want 1:1-5 warning `in capitals`\nLOUD=1\n# want 1 `never said`\nquiet=1\nLOUD=2\n"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.service"), []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	f := fixture{dir: dir, arguments: []string{"x.service"}}
	result := lintFixture(t, f, targetNamed(t, ""), []*lint.Rule{shouting})
	got := differences(readWants(t, f), result.Findings)
	want := []string{
		"missing: x.service:5 `never said`",
		"unexpected: x.service:6:1-5 warning `The key is written in capitals.` [shouting]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
