package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

func TestFoldTargetsKeepsTheGravest(t *testing.T) {
	mild, grave := about("x.conf"), about("x.conf")
	mild.Targets, grave.Targets, grave.Severity = []string{"old"}, []string{"new"}, finding.Error
	other := about("x.conf")
	other.Targets, other.Message = []string{"new"}, "Something else."
	got := foldTargets([][]finding.Finding{{mild}, {grave, other}})
	if len(got) != 2 || got[0].Severity != finding.Error || cmp.Diff([]string{"old", "new"}, got[0].Targets) != "" {
		t.Errorf("folded to %v", got)
	}
}

// about makes a finding in a file.
func about(path string) finding.Finding {
	return finding.Finding{
		Rule: "typo", Category: finding.Syntax, Unit: "a.service", Severity: finding.Warning, Range: source.New(path, []byte("[Unit]\n")).Range(0, 3),
	}
}
