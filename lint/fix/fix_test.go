package fix

import (
	"bytes"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/source"
)

// replacing is a linter that proposes to replace words, first come first.
func replacing(text string, pairs ...string) Linter {
	return func(overlay map[string][]byte) (*lint.Result, error) {
		now := []byte(text)
		if changed := overlay["x.service"]; changed != nil {
			now = changed
		}
		file := source.New("x.service", now)
		result := &lint.Result{}
		for i := 0; i < len(pairs); i += 2 {
			at := bytes.Index(now, []byte(pairs[i]))
			if at < 0 {
				continue
			}
			r := file.Range(at, at+len(pairs[i]))
			safe := !strings.HasPrefix(pairs[i+1], "unsafe")
			result.Findings = append(result.Findings, finding.Finding{Rule: "words", Range: r, Fix: &finding.Fix{
				Title: "Say " + pairs[i+1], Safe: safe, Edits: []finding.Edit{{Range: r, NewText: pairs[i+1]}},
			}})
		}
		return result, nil
	}
}

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
		pairs            []string
		unsafe           bool
		fixed, dropped   int
	}{
		{"nothing to do", "[Unit]\n", "", []string{"absent", "x"}, false, 0, 0},
		{"until stable", "a b\n", "c b\n", []string{"a", "z1", "z1", "c"}, false, 2, 0},
		{"the same fix twice", "a b\n", "x b\n", []string{"a", "x", "a", "x"}, false, 1, 0},
		{"overlapping fixes", "abc\n", "xc\n", []string{"ab", "x", "bc", "y"}, false, 1, 0},
		{"unsafe is left", "a b\n", "a x\n", []string{"a", "unsafe", "b", "x"}, false, 1, 0},
		{"unsafe is wanted", "a b\n", "unsafe b\n", []string{"a ", "unsafe "}, true, 1, 0},
		{"line ends stay", "a\r\nb\r\n", "1\r\n2\r\nb\r\n", []string{"a", "1\n2"}, false, 1, 0},
		{"a change that changes nothing", "a\n", "", []string{"a", "a"}, false, 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			outcome, err := Run(replacing(test.text, test.pairs...), test.unsafe)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, c := range outcome.Changes {
				got += string(c.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if outcome.Fixed != test.fixed || len(outcome.Dropped) != test.dropped {
				t.Errorf("%d fixed and %q dropped, expected %d and %d", outcome.Fixed, outcome.Dropped, test.fixed, test.dropped)
			}
		})
	}
}

func TestRunNeverUndoesAFix(t *testing.T) {
	outcome, err := Run(replacing("a\n", "a", "b", "b", "a"), false)
	if err != nil || len(outcome.Changes) != 1 || string(outcome.Changes[0].Text) != "b\n" {
		t.Fatalf("got %v, %v", outcome.Changes, err)
	}
	if len(outcome.Dropped) != 1 || !strings.Contains(outcome.Dropped[0], "would undo") {
		t.Errorf("got %q", outcome.Dropped)
	}
}

func TestRunAppliesNoFixTwice(t *testing.T) {
	insert := func(overlay map[string][]byte) (*lint.Result, error) {
		text := []byte("a\n")
		if overlay["x.service"] != nil {
			text = overlay["x.service"]
		}
		file := source.New("x.service", text)
		return &lint.Result{Findings: []finding.Finding{{Rule: "words", Fix: &finding.Fix{
			Title: "Add b", Safe: true, Edits: []finding.Edit{{Range: file.Range(0, 0), NewText: "b\n"}},
		}}}}, nil
	}
	outcome, err := Run(insert, false)
	if err != nil || len(outcome.Changes) != 1 || string(outcome.Changes[0].Text) != "b\na\n" {
		t.Fatalf("got %v, %v", outcome.Changes, err)
	}
	if len(outcome.Dropped) != 1 || !strings.Contains(outcome.Dropped[0], "not applied twice") {
		t.Errorf("got %q", outcome.Dropped)
	}
}

func TestRunJoinsAdditionsToOneList(t *testing.T) {
	const set = "[Service]\nCapabilityBoundingSet="
	add := func(overlay map[string][]byte) (*lint.Result, error) {
		if overlay["x.service"] != nil {
			return &lint.Result{}, nil
		}
		file := source.New("x.service", []byte(set+"\n"))
		result := &lint.Result{}
		for _, words := range []string{"CAP_CHOWN", "CAP_SETUID CAP_CHOWN", "CAP_CHOWN"} {
			result.Findings = append(result.Findings, finding.Finding{Rule: "words", Fix: &finding.Fix{
				Title: "Add " + words, Safe: true, Edits: []finding.Edit{{Range: file.Range(len(set), len(set)), NewText: "\nCapabilityBoundingSet=" + words}},
			}})
		}
		return result, nil
	}
	outcome, err := Run(add, false)
	if err != nil || len(outcome.Changes) != 1 || string(outcome.Changes[0].Text) != set+"\nCapabilityBoundingSet=CAP_CHOWN CAP_SETUID\n" {
		t.Fatalf("got %v, %v", outcome.Changes, err)
	}
}

// TestRunContinuesLists expects what later rounds add to a list in the line of the
// first, and no end of it to be a reason to go on.
func TestRunContinuesLists(t *testing.T) {
	const set = "[Service]\nCapabilityBoundingSet="
	round := 0
	add := func(overlay map[string][]byte) (*lint.Result, error) {
		text := []byte(set + "\n")
		if overlay["x.service"] != nil {
			text = overlay["x.service"]
		}
		file := source.New("x.service", text)
		words := []string{"CAP_CHOWN", "CAP_SETUID CAP_CHOWN", "CAP_KILL"}[min(round, 2)]
		round++
		return &lint.Result{Findings: []finding.Finding{{Rule: "words", Fix: &finding.Fix{
			Title: "Add " + words, Safe: true, Edits: []finding.Edit{{Range: file.Range(len(set), len(set)), NewText: "\nCapabilityBoundingSet=" + words}},
		}}}}, nil
	}
	outcome, err := Run(add, false)
	if err != nil || len(outcome.Changes) != 1 || string(outcome.Changes[0].Text) != set+"\nCapabilityBoundingSet=CAP_CHOWN CAP_SETUID CAP_KILL\n" {
		t.Fatalf("got %q, %v", outcome.Changes[0].Text, err)
	}
	if len(outcome.Dropped) != 1 || !strings.Contains(outcome.Dropped[0], "not applied twice") {
		t.Errorf("got %q", outcome.Dropped)
	}
}

func TestRunSaysThatThereIsNoEnd(t *testing.T) {
	grow := func(overlay map[string][]byte) (*lint.Result, error) {
		text := []byte("a\n")
		if overlay["x.service"] != nil {
			text = overlay["x.service"]
		}
		file := source.New("x.service", text)
		return &lint.Result{Findings: []finding.Finding{{Rule: "words", Fix: &finding.Fix{
			Title: "Grow", Safe: true, Edits: []finding.Edit{{Range: file.Range(0, len(text)-1), NewText: string(text[:len(text)-1]) + "a"}},
		}}}}, nil
	}
	outcome, err := Run(grow, false)
	if err != nil || outcome.Fixed != maxRounds {
		t.Fatalf("got %v, %v", outcome, err)
	}
	if len(outcome.Dropped) != 1 || !strings.Contains(outcome.Dropped[0], "still fixes to apply") {
		t.Errorf("got %q", outcome.Dropped)
	}
}

func TestDiffNames(t *testing.T) {
	for name, want := range map[string]string{
		"x.service":        "--- a/x.service\n",
		"dev-a\\x2db.swap": "--- a/dev-a\\x2db.swap\n",
		"a b.conf":         "--- a/a b.conf\t\n",
		"a\tb.conf":        "--- \"a/a\\tb.conf\"\n",
		"/etc/x.service":   "--- a/etc/x.service\n",
		"\u00fc.conf":      "--- a/\u00fc.conf\n",
	} {
		if got := Diff("", Change{File: source.New(name, []byte("a\n")), Text: []byte("b\n")}); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, expected %q", name, got, want)
		}
	}
}

func TestDiff(t *testing.T) {
	got := Diff("", Change{File: source.New("debian/x.service", []byte("[Unit]\na\nb")), Text: []byte("[Unit]\na\nc")})
	const want = "--- a/debian/x.service\n+++ b/debian/x.service\n@@ -1,3 +1,3 @@\n [Unit]\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
}
