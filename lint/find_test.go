package lint

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
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
