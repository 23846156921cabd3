package lint

import (
	"context"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/target"
)

func TestRunBoundsWhatARuleFindsInAFile(t *testing.T) {
	flood := &Rule{ID: "flood", Severity: Note, Confidence: Likely, Check: func(p *Pass) {
		for i := range MostFindings + 7 {
			severity := Note
			if i == MostFindings+3 {
				severity = Error
			}
			p.Report(Finding{Message: "from flood", Severity: severity, Related: make([]Related, 3*MostFindings)})
		}
	}}
	result, err := Run(context.Background(), Options{
		Rules:      []*Rule{flood, say("a", "from a")},
		Identities: identities("x.service"),
		Targets:    []target.Target{{Name: "one"}},
		Load:       loadText,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(result.Findings); got != MostFindings+2 {
		t.Fatalf("got %d findings, expected %d of one rule, one that closes them and one of the next rule", got, MostFindings)
	}
	if got := len(result.Findings[0].Related); got != MostFindings {
		t.Errorf("got %d related places, expected %d", got, MostFindings)
	}
	last := result.Findings[MostFindings]
	if last.Rule != "flood" || last.Severity != Error || !strings.Contains(last.Message, "7 more") {
		t.Errorf("the closing finding: got %s, %s: %s", last.Rule, last.Severity, last.Message)
	}
	if next := result.Findings[MostFindings+1]; next.Rule != "a" {
		t.Errorf("the next rule: got %s, expected its own count", next.Rule)
	}
}
