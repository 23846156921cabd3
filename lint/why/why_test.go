package why_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/why"
)

// message is a case of testdata/messages.txt.
type message struct {
	from, want     string
	settings, more []string
	lines          []string
}

func messages(t testing.TB) []message {
	t.Helper()
	text, err := os.ReadFile("testdata/messages.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []message
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "from":
			cases = append(cases, message{from: value})
		case "unit":
			settings, more, _ := strings.Cut(value, " | + | ")
			cases[len(cases)-1].settings = strings.Split(settings, " | ")
			if more != "" {
				cases[len(cases)-1].more = strings.Split(more, " | ")
			}
		case "line":
			if last := cases[len(cases)-1]; last.want != "" { // another of the same unit
				cases = append(cases, message{from: last.from, settings: last.settings, more: last.more})
			}
			cases[len(cases)-1].lines = append(cases[len(cases)-1].lines, value)
		case "want":
			cases[len(cases)-1].want = value
		}
	}
	return cases
}

func load(t testing.TB, settings, more []string) *unit.Unit {
	t.Helper()
	return loadOf(t, "system", settings, more)
}

// loadOf makes a unit of a manager, "system" or "user".
func loadOf(t testing.TB, manager string, settings, more []string) *unit.Unit {
	t.Helper()
	root := t.TempDir()
	directory := filepath.Join(root, "usr/lib/systemd", manager)
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "[Service]\n" + strings.Join(settings, "\n") + "\n"
	if !strings.Contains(text, "\nExecStart=") {
		text += "ExecStart=/usr/bin/app\n"
	}
	if err := os.WriteFile(filepath.Join(directory, "app.service"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	selection, err := locate.Select(locate.Request{Dir: root, Root: ".", Arguments: []string{"app.service"}})
	if err != nil {
		t.Fatalf("opening the tree: %v", err)
	}
	t.Cleanup(func() { _ = selection.Close() })
	u, err := unit.Load(selection.Identities[0], catalog.Release{Version: 257})
	if err != nil {
		t.Fatalf("loading the unit: %v", err)
	}
	if len(more) > 0 {
		u = u.With(more...)
	}
	return u
}

func explained(t testing.TB, m *message) []why.Answer {
	t.Helper()
	log, err := why.Read(strings.NewReader(strings.Join(m.lines, "\n")))
	if err != nil || log.Cut {
		t.Fatal(err, log.Cut)
	}
	return why.Explain(load(t, m.settings, m.more), nil, log.Attempts)
}

// verdictOf writes answers as the cases do.
func verdictOf(answers []why.Answer) string {
	var sure, possible, causes []string
	for _, a := range answers {
		for _, b := range a.Because {
			if b.Confidence == why.Possible {
				possible = append(possible, b.Assignment.Key)
			} else if !slices.Contains(sure, b.Assignment.Key) {
				sure = append(sure, b.Assignment.Key)
			}
		}
		if a.Cause != "" {
			causes = append(causes, string(a.Cause))
		}
	}
	switch {
	case len(sure) > 0:
		return strings.Join(sure, " ")
	case len(possible) > 0:
		return "? " + strings.Join(possible, " ")
	case len(causes) > 0:
		return "= " + strings.Join(causes, " ")
	}
	return "-"
}

func TestMessages(t *testing.T) {
	cases := messages(t)
	for i := range cases {
		m := &cases[i]
		t.Run(m.from, func(t *testing.T) {
			if got := verdictOf(explained(t, m)); got != m.want {
				t.Errorf("%s\nblames %s, want %s", strings.Join(m.lines, "\n"), got, m.want)
			}
		})
	}
}

// Whatever a log holds is read without harm, and in bounded time.
func FuzzExplain(f *testing.F) {
	cases := messages(f)
	for i := range cases {
		f.Add(strings.Join(cases[i].lines, "\n"))
	}
	f.Add(`{"MESSAGE":[1,2,3],"_SYSTEMD_UNIT":["a","b"],"_TRANSPORT":"audit"}`)
	u := load(f, []string{"ProtectSystem=strict", "User=app", "SystemCallFilter=@system-service", "CapabilityBoundingSet=", "PrivateTmp=yes"}, nil)
	f.Fuzz(func(t *testing.T, text string) {
		log, err := why.Read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		answers := why.Explain(u, nil, log.Attempts)
		for i := range answers {
			if answers[i].Fix == nil {
				continue
			}
			if err := answers[i].Fix.Validate(); err != nil {
				t.Error(err)
			}
		}
		why.Documents(answers)
		var page bytes.Buffer
		if err := why.Page(answers).WriteText(&page, report.Options{}); err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(page.Bytes(), "\x1b\x07\x00") {
			t.Errorf("a control character reaches the terminal: %q", page.Bytes())
		}
	})
}
