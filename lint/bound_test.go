package lint

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/target"
)

func TestRunBoundsWhatARuleFindsInAFile(t *testing.T) {
	flood := &Rule{ID: "flood", Severity: finding.Note, Confidence: finding.Likely, Check: func(p *Pass) {
		for i := range MostFindings + 7 {
			severity := finding.Note
			if i == MostFindings+3 {
				severity = finding.Error
			}
			p.Report(finding.Finding{Message: "from flood", Severity: severity, Related: make([]finding.Related, 3*MostFindings)})
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
	if last.Rule != "flood" || last.Severity != finding.Error || !strings.Contains(last.Message, "7 more") {
		t.Errorf("the closing finding: got %s, %s: %s", last.Rule, last.Severity, last.Message)
	}
	if next := result.Findings[MostFindings+1]; next.Rule != "a" {
		t.Errorf("the next rule: got %s, expected its own count", next.Rule)
	}
}

func TestReportCutsLongTexts(t *testing.T) {
	long := strings.Repeat("é", finding.MostText)
	talker := &Rule{ID: "talker", Severity: finding.Note, Confidence: finding.Likely, Check: func(p *Pass) {
		p.Report(finding.Finding{Directive: long, Message: long, Symptom: long, Advice: long, Related: []finding.Related{{Message: long}}})
	}}
	result, err := Run(context.Background(), Options{
		Rules:      []*Rule{talker},
		Identities: identities("x.service"),
		Targets:    []target.Target{{Name: "one"}},
		Load:       loadText,
	})
	if err != nil {
		t.Fatal(err)
	}
	f := result.Findings[0]
	for _, text := range []string{f.Directive, f.Message, f.Symptom, f.Advice, f.Related[0].Message} {
		if len(text) > finding.MostText+len("…") || !strings.HasSuffix(text, "é…") {
			t.Errorf("got %d bytes that end in %q", len(text), text[len(text)-6:])
		}
	}
}

func TestRunOmitsWhatNobodyWantsToSee(t *testing.T) {
	quiet, loudly := say("quiet", "Nobody wants this."), say("loud", "This is wanted.")
	options := Options{
		Rules: []*Rule{quiet, loudly}, Identities: identities("a.service"), Targets: []target.Target{target.Newest()},
		Load: loadText,
		Omit: func(f *finding.Finding) bool { return f.Rule == "quiet" },
	}
	result, err := Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range result.Findings {
		got = append(got, f.Unit+" "+f.Rule)
	}
	if want := []string{"a.service loud"}; !slices.Equal(got, want) {
		t.Errorf("found %q, expected %q", got, want)
	}
}
