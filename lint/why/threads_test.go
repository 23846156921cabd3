package why_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/why"
)

// thread is a case of testdata/threads.txt.
type thread struct {
	from, manager string
	settings      []string
	lines         []string
	// cause is a setting or "none".
	cause string
	// open tells that the lines do not tell the cause for sure, silent that they do not
	// tell it at all.
	open, silent bool
}

func threads(t testing.TB) []thread {
	t.Helper()
	text, err := os.ReadFile("testdata/threads.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []thread
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if key == "from" {
			cases = append(cases, thread{from: value, manager: "system"})
			continue
		}
		if len(cases) == 0 {
			continue
		}
		of := &cases[len(cases)-1]
		switch key {
		case "manager":
			of.manager = value
		case "unit":
			of.settings = strings.Split(value, " | ")
		case "line":
			of.lines = append(of.lines, value)
		case "cause":
			of.cause = value
		case "open":
			of.open = true
		case "silent":
			of.silent = true
		}
	}
	return cases
}

// blamed returns the settings that answers blame for sure, and those that they
// call possible.
func blamed(answers []why.Answer) (sure, possible []string) {
	for _, a := range answers {
		for _, b := range a.Because {
			if b.Confidence == why.Possible {
				possible = append(possible, b.Assignment.Key)
			} else if !slices.Contains(sure, b.Assignment.Key) {
				sure = append(sure, b.Assignment.Key)
			}
		}
	}
	return sure, possible
}

// What people found out themselves is found, and nothing else is blamed.
func TestThreads(t *testing.T) {
	for _, c := range threads(t) {
		t.Run(c.from, func(t *testing.T) {
			log, err := why.Read(strings.NewReader(strings.Join(c.lines, "\n")))
			if err != nil {
				t.Fatal(err)
			}
			sure, possible := blamed(why.Explain(loadOf(t, c.manager, c.settings, nil), nil, log.Attempts))
			var want []string
			if c.cause != "none" && !c.open && !c.silent {
				want = []string{c.cause}
			}
			if !slices.Equal(sure, want) {
				t.Errorf("%s\nblames %v for sure, want %v (possible: %v)", strings.Join(c.lines, "\n"), sure, want, possible)
			}
			if c.open && !slices.Contains(possible, c.cause) {
				t.Errorf("%s\nnames %v as possible, want %s among them", strings.Join(c.lines, "\n"), possible, c.cause)
			}
		})
	}
}
