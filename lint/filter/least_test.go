package filter

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// in makes a finding of a rule in a file.
func in(path, rule string, category finding.Category, unit string, related ...string) finding.Finding {
	f := finding.Finding{Rule: rule, Category: category, Unit: unit, Severity: finding.Warning, Range: source.New(path, []byte("[Unit]\n")).Range(0, 3)}
	for _, r := range related {
		f.Related = append(f.Related, finding.Related{Range: source.New(r, nil).Range(0, 0)})
	}
	return f
}

func describe(findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, fmt.Sprintf("%s %s %s", f.Rule, f.Path(), f.Unit))
	}
	return all
}

func TestDedupeKeepsOneFindingOfASharedFile(t *testing.T) {
	got := Dedupe(nil, []finding.Finding{
		in("service.d/x.conf", "typo", finding.Syntax, "a.service"),
		in("service.d/x.conf", "typo", finding.Syntax, "b.service"),
		in("service.d/x.conf", "port", finding.Breakage, "a.service"),
		in("service.d/x.conf", "port", finding.Breakage, "b.service"),
	})
	want := []string{"typo service.d/x.conf a.service", "port service.d/x.conf a.service", "port service.d/x.conf b.service"}
	if diff := cmp.Diff(want, describe(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// An instance is spoken of beside its template where something else holds for it.
func TestDedupeKeepsOneFindingOfATemplate(t *testing.T) {
	graver := in("user@.service.d/x.conf", "port", finding.Breakage, "user@1.service")
	graver.Severity = finding.Error
	got := Dedupe(nil, []finding.Finding{
		in("user@.service.d/x.conf", "port", finding.Breakage, "user@0.service"),
		in("user@.service.d/x.conf", "port", finding.Breakage, "user@.service"),
		in("user@0.service.d/y.conf", "port", finding.Breakage, "user@0.service"),
		in("user@.service.d/x.conf", "port", finding.Breakage, "other@0.service"),
		in("user@.service.d/x.conf", "open", finding.Hardening, "user@.service"),
		in("user@.service.d/x.conf", "open", finding.Hardening, "user@0.service"),
		graver,
	})
	want := []string{
		"port user@.service.d/x.conf user@.service", "port user@0.service.d/y.conf user@0.service", "port user@.service.d/x.conf other@0.service",
		"open user@.service.d/x.conf user@.service", "open user@.service.d/x.conf user@0.service", "port user@.service.d/x.conf user@1.service",
	}
	if diff := cmp.Diff(want, describe(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestOnlyFilesKeepsWhatIsRelated(t *testing.T) {
	got := OnlyFiles(func(path string) bool { return path == "x.conf" })(nil, []finding.Finding{
		in("x.conf", "typo", finding.Syntax, "a.service"),
		in("a.service", "typo", finding.Syntax, "a.service"),
		in("a.service", "port", finding.Breakage, "a.service", "x.conf"),
		{Rule: "absent", Unit: "a.service"},
	})
	want := []string{"typo x.conf a.service", "port a.service a.service", "absent  a.service"}
	if diff := cmp.Diff(want, describe(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestMinSeverityCountsWhatItHides(t *testing.T) {
	state := &lint.State{Result: &lint.Result{}}
	note := in("x.conf", "typo", finding.Syntax, "a.service")
	note.Severity = finding.Note
	got := MinSeverity(finding.Warning)(state, []finding.Finding{note, in("x.conf", "port", finding.Breakage, "a.service")})
	if len(got) != 1 || got[0].Rule != "port" || state.Result.Hidden != 1 {
		t.Errorf("kept %v and hid %d", describe(got), state.Result.Hidden)
	}
}
