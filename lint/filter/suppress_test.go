package filter

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// loud reports every value that holds an exclamation mark.
var loud = &lint.Rule{ID: "loud", Category: finding.Value, Severity: finding.Warning, Confidence: finding.Certain, Check: func(p *lint.Pass) {
	for _, section := range p.Unit.Fragment.Sections {
		for _, a := range section.Assignments {
			if at := strings.IndexByte(a.Value, '!'); at >= 0 {
				p.Report(finding.Finding{Range: a.Span(at, at+1), Message: "The value is loud."})
			}
		}
	}
}}

func lintText(t *testing.T, text string, rules []*lint.Rule, processors ...lint.Processor) *lint.Result {
	t.Helper()
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: rules, Identities: []locate.Identity{{Name: "x.service"}}, Targets: []target.Target{{Name: "one"}},
		Load: func(id locate.Identity, _ target.Target) (*unit.Unit, error) {
			return &unit.Unit{Identity: id, Fragment: unitfile.Parse(source.New("x.service", []byte(text)), unitfile.Options{Version: 252})}, nil
		},
		Processors: processors,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestSuppress(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"above a line", "[Unit]\n# unitlint: ignore=loud it must be\nDescription=!\nDocumentation=!\n",
			[]string{"3 loud suppressed: it must be", "4 loud"}},
		{"semicolon, blanks and further comments between", "[Unit]\n  ; unitlint: ignore=loud: it must be\n# more\n\nDescription=!\n",
			[]string{"5 loud suppressed: it must be"}},
		{"a value of several lines", "[Unit]\n# unitlint: ignore=loud it must be\nDescription=a \\\n# inside\n b \\\n !\nDocumentation=!\n",
			[]string{"6 loud suppressed: it must be", "7 loud"}},
		{"comments below each other", "[Unit]\n# unitlint: ignore=loud one\n# unitlint: ignore=loud two\n\nDescription=!\n# unitlint: ignore=loud three\nDocumentation=!\n",
			[]string{"5 loud suppressed: one", "7 loud suppressed: three"}},
		{"comments within a value", "[Unit]\n# unitlint: ignore=loud one\nDescription=a \\\n# unitlint: ignore=loud two\n b \\\n# unitlint: ignore=loud three\n !\nDocumentation=!\n",
			[]string{"7 loud suppressed: one", "8 loud"}},
		{"the whole file", "# The unit.\n# unitlint: ignore=loud it must be\n\n[Unit]\nDescription=!\nDocumentation=!\n",
			[]string{"5 loud suppressed: it must be", "6 loud suppressed: it must be"}},
		{"no reason", "[Unit]\n# unitlint: ignore=loud\nDescription=!\n",
			[]string{"3 loud", "2 suppression-malformed"}},
		{"another word", "[Unit]\n# unitlint: disable=loud it must be\nDescription=!\n",
			[]string{"3 loud", "2 suppression-malformed"}},
		{"an empty name", "[Unit]\n# unitlint: ignore=loud, it must be\nDescription=!\n",
			[]string{"3 loud", "2 suppression-malformed"}},
		{"an unknown name", "[Unit]\n# unitlint: ignore=lout,loud it must be\nDescription=!\n",
			[]string{"3 loud suppressed: it must be", "2 suppression-unknown-rule"}},
		{"unused", "[Unit]\n# unitlint: ignore=loud it must be\nDescription=quiet\n",
			[]string{"2 suppression-unused"}},
		{"unused, of a rule that did not run", "[Unit]\n# unitlint: ignore=asleep it must be\nDescription=quiet\n",
			nil},
		{"a comment about unitlint", "[Unit]\n# unitlint is run by CI\nDescription=quiet\n",
			nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			asleep := &lint.Rule{ID: "asleep"}
			known := append(Rules(), loud, asleep)
			result := lintText(t, test.text, append(Rules(), loud), func(s *lint.State, f []finding.Finding) []finding.Finding {
				s.Known = known
				return Suppress(s, f)
			})
			var got []string
			for _, f := range result.Findings {
				line := fmt.Sprintf("%d %s", f.Range.StartPosition().Line, f.Rule)
				if f.Suppressed != nil {
					line += " suppressed: " + f.Suppressed.Reason
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBaselineSurvivesMovedLines(t *testing.T) {
	before := lintText(t, "[Unit]\nDescription=!\nDocumentation=a!\nDocumentation=b!\n", []*lint.Rule{loud}, Sort)
	place := func(shown string) string { return "units/" + shown }
	written := &Baseline{}
	written.Add(before.Findings, place)
	text, err := written.Encode()
	if err != nil {
		t.Fatal(err)
	}
	baseline, err := ParseBaseline(text, place)
	if err != nil {
		t.Fatal(err)
	}
	after := lintText(t, "[Unit]\n# moved down\n\nDocumentation=b!\nDescription=!\nDocumentation=c!\n", []*lint.Rule{loud}, Sort, baseline.Process)
	var got []string
	for _, f := range after.Findings {
		got = append(got, fmt.Sprintf("%d %t", f.Range.StartPosition().Line, f.Suppressed != nil))
	}
	if diff := cmp.Diff([]string{"4 true", "5 true", "6 false"}, got); diff != "" {
		t.Errorf("line and whether it is known (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gone from the baseline: units/x.service: The value is loud. [loud]"}, after.Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}

func TestManyFindingsGone(t *testing.T) {
	same := func(shown string) string { return shown }
	before := lintText(t, "[Unit]\n"+strings.Repeat("Documentation=a!\n", mostGone+3), []*lint.Rule{loud}, Sort)
	baseline := &Baseline{place: same}
	baseline.Add(before.Findings, same)
	after := lintText(t, "[Unit]\n", []*lint.Rule{loud}, baseline.Process)
	if n := len(after.Notices); n != mostGone+1 || !strings.Contains(after.Notices[n-1], "3 more findings") {
		t.Errorf("%d notices, the last of %q", n, after.Notices)
	}
}

func TestParseBaselineFaults(t *testing.T) {
	for _, text := range []string{"", "[]", `{"version": 2}`} {
		if _, err := ParseBaseline([]byte(text), nil); err == nil {
			t.Errorf("%q was taken for a baseline", text)
		}
	}
}

func TestFindingsAboutCommentsAreBounded(t *testing.T) {
	for _, test := range []struct{ comment, rule string }{
		{"# unitlint: ignore=loud", "suppression-malformed"},
		{"# unitlint: ignore=lout it must be", "suppression-unknown-rule"},
		{"# unitlint: ignore=loud it must be", "suppression-unused"},
	} {
		text := "[Unit]\nDescription=quiet\n" + strings.Repeat(test.comment+"\n", 3*lint.MostFindings)
		result := lintText(t, text, append(Rules(), loud), Suppress)
		if got := len(result.Findings); got != lint.MostFindings+1 {
			t.Errorf("%s: got %d findings, expected %d and one that closes them", test.rule, got, lint.MostFindings)
		}
		for _, f := range result.Findings {
			if f.Rule != test.rule {
				t.Errorf("got a finding of %s, expected %s", f.Rule, test.rule)
			}
		}
		if last := result.Findings[len(result.Findings)-1]; !strings.Contains(last.Message, fmt.Sprint(2*lint.MostFindings)) {
			t.Errorf("%s: the closing finding says %q, expected the count of those left out", test.rule, last.Message)
		}
	}
}

func TestWhatCommentsMaySpeakOfIsNotOmitted(t *testing.T) {
	omit := ButAddressed(func(*finding.Finding) bool { return true })
	for text, want := range map[string]bool{
		"[Unit]\n# a comment\n":                        true,
		"[Unit]\n# unitlint: ignore=loud it must be\n": false,
	} {
		if got := omit(&finding.Finding{Range: source.New("x.service", []byte(text)).Range(0, 6)}); got != want {
			t.Errorf("of %q a finding is omitted: %v, expected %v", text, got, want)
		}
	}
}
