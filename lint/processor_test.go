package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/source"
)

func TestChoose(t *testing.T) {
	rules := []*Rule{
		{ID: "typo", Category: finding.Syntax, Former: []string{"misspelling"}},
		{ID: "bracket", Category: finding.Syntax},
		{ID: "port", Category: finding.Breakage},
	}
	for _, test := range []struct {
		selected, ignored []string
		want              string
		notices           int
		err               string
	}{
		{nil, nil, "typo bracket port", 0, ""},
		{[]string{"all"}, []string{"syntax"}, "port", 0, ""},
		{[]string{"syntax", "port"}, []string{"bracket"}, "typo port", 0, ""},
		{[]string{"misspelling"}, nil, "typo", 1, ""},
		{nil, []string{"all"}, "", 0, ""},
		{[]string{"prt"}, nil, "", 0, `there is no rule "prt", did you mean "port"?`},
		{nil, []string{"something-else"}, "", 0, `there is no rule "something-else": 'unitlint rules' lists them`},
	} {
		chosen, notices, err := Choose(rules, test.selected, test.ignored)
		var ids []string
		for _, r := range chosen {
			ids = append(ids, r.ID)
		}
		if got := strings.Join(ids, " "); got != test.want || len(notices) != test.notices {
			t.Errorf("select %v ignore %v: got %q and %q, expected %q", test.selected, test.ignored, got, notices, test.want)
		}
		if err != nil && err.Error() != test.err || err == nil && test.err != "" {
			t.Errorf("select %v ignore %v: got %v, expected %s", test.selected, test.ignored, err, test.err)
		}
	}
}

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
		all = append(all, fmt.Sprintf("%s %s %s", f.Rule, pathOf(&f), f.Unit))
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
	state := &State{result: &Result{}}
	note := in("x.conf", "typo", finding.Syntax, "a.service")
	note.Severity = finding.Note
	got := MinSeverity(finding.Warning)(state, []finding.Finding{note, in("x.conf", "port", finding.Breakage, "a.service")})
	if len(got) != 1 || got[0].Rule != "port" || state.result.Hidden != 1 {
		t.Errorf("kept %v and hid %d", describe(got), state.result.Hidden)
	}
}

func TestFoldTargetsKeepsTheGravest(t *testing.T) {
	mild, grave := in("x.conf", "typo", finding.Syntax, "a.service"), in("x.conf", "typo", finding.Syntax, "a.service")
	mild.Targets, grave.Targets, grave.Severity = []string{"old"}, []string{"new"}, finding.Error
	other := in("x.conf", "typo", finding.Syntax, "a.service")
	other.Targets, other.Message = []string{"new"}, "Something else."
	got := foldTargets([][]finding.Finding{{mild}, {grave, other}})
	if len(got) != 2 || got[0].Severity != finding.Error || cmp.Diff([]string{"old", "new"}, got[0].Targets) != "" {
		t.Errorf("folded to %v", got)
	}
}

func TestParseSeverity(t *testing.T) {
	for _, name := range []string{"note", "warning", "error"} {
		if s, err := finding.ParseSeverity(name); err != nil || s.String() != name {
			t.Errorf("%s became %s, %v", name, s, err)
		}
	}
	for _, name := range []string{"", "fatal"} {
		if _, err := finding.ParseSeverity(name); err == nil {
			t.Errorf("%q was taken for a severity", name)
		}
	}
}

func TestValidateFix(t *testing.T) {
	file := source.New("x.service", []byte("[Unit]\n"))
	edit := finding.Edit{Range: file.Range(0, 6), NewText: "[Service]"}
	for _, test := range []struct {
		fix  finding.Fix
		want string
	}{
		{finding.Fix{Title: "Change it", Edits: []finding.Edit{edit}}, ""},
		{finding.Fix{Edits: []finding.Edit{edit}}, "no title"},
		{finding.Fix{Title: "Change it"}, "no edits"},
		{finding.Fix{Title: "Change it", Edits: []finding.Edit{{NewText: "x"}}}, "of no file"},
		{finding.Fix{Title: "Change it", Edits: []finding.Edit{{Range: file.Range(0, 6), NewText: "[Unit]"}}}, "changes nothing"},
		{finding.Fix{Title: "Change it", Edits: []finding.Edit{edit, {Range: file.Range(2, 4)}}}, "overlap"},
	} {
		err := test.fix.Validate()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%v: got %v, expected %q", test.fix, err, test.want)
		}
	}
}
