package unitfile_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// reading is what a test compares: how systemd and unitfile read one file.
type reading struct {
	Load        string
	Description string
	Messages    []string // "line kind detail", in order of lines
}

// words are the beginnings of systemd's messages, with what unitfile calls the
// fault. Where a group follows, what it matches is compared too.
var words = []struct{ prefix, kind string }{
	{"String is not UTF-8 clean", string(unitfile.InvalidUTF8)},
	{"Invalid section header", string(unitfile.BadSectionHeader)},
	{"Bad characters in section header", string(unitfile.BadSectionHeader)},
	{"Section header invalid", string(unitfile.BadSectionHeader)},
	{"Unknown section", string(unitfile.UnknownSection)},
	{"Assignment outside of section", string(unitfile.OutsideSection)},
	{"Missing '='", string(unitfile.MissingEquals)},
	{"Missing key name before '='", string(unitfile.MissingKey)},
	{"Unknown key", "unknown-key"},
	{"Failed to parse boolean value, ignoring: ", "value "},
}

func kindOf(text string) (kind string, ok bool) {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(text, w.prefix); ok {
			if w.kind == "unknown-key" {
				return w.kind + " " + quoted(rest), true
			}
			if strings.HasSuffix(w.kind, " ") {
				return w.kind + fmt.Sprintf("%q", rest), true
			}
			return w.kind, true
		}
	}
	return "", false
}

// quoted returns the key of "'KEY' in section [Unit], ignoring." as releases
// from 256 word it, and of " name 'KEY' in section 'Unit', ignoring." before.
func quoted(text string) string {
	_, text, _ = strings.Cut(text, "'")
	key, _, _ := strings.Cut(text, "' in section ")
	return fmt.Sprintf("%q", key)
}

// systemdReads returns how systemd reads each text: as the fragment of a unit,
// or as the drop-in of a unit that is described as "fragment".
func systemdReads(t *testing.T, systemd *systemdtest.Systemd, texts []string, dropIn bool) []reading {
	t.Helper()
	tree := systemdtest.Tree{}
	var units []string
	path := make([]string, len(texts))
	for i, text := range texts {
		name := fmt.Sprintf("case%d.service", i)
		units = append(units, name)
		path[i] = "u/" + name
		if dropIn {
			tree[path[i]] = "[Unit]\nDescription=fragment\n[Service]\nExecStart=/bin/true\n"
			path[i] += ".d/x.conf"
		}
		tree[path[i]] = text
	}
	answer := systemd.Load(t, systemdtest.Query{Dir: systemdtest.Write(t, tree), Path: []string{"u"}, Units: units})
	byFile := map[string][]string{}
	for _, m := range answer.Messages {
		if kind, ok := kindOf(m.Text); ok && m.File != "" {
			byFile[m.File] = append(byFile[m.File], fmt.Sprintf("%d %s", m.Line, kind))
		}
	}
	var readings []reading
	for i, name := range units {
		u := answer.Units[name]
		if u == nil {
			t.Fatalf("systemd says nothing of %s", name)
		}
		r := reading{Load: u.Load, Messages: byFile[path[i]]}
		if d := u.Values("Description"); len(d) == 1 && d[0] != name {
			r.Description = d[0]
		}
		if r.Load == "bad-setting" { // no ExecStart=
			r.Load = "loaded"
		}
		readings = append(readings, r)
	}
	return readings
}

func weRead(text string, version int, dropIn bool) reading {
	f := unitfile.Parse(source.New("x.service", []byte(text)), unitfile.Options{
		Version:  version,
		DropIn:   dropIn,
		Sections: catalog.Sections("service"),
	})
	r := reading{Load: "loaded"}
	if dropIn {
		r.Description = "fragment"
	} else if f.Abandoned {
		r.Load = "error"
	}
	if text == "" && !dropIn {
		r.Load = "masked"
	}
	type message struct {
		line int
		text string
	}
	var messages []message
	for _, d := range f.Diagnostics {
		if d.Kind != unitfile.LineTooLong { // of which systemd says nothing
			messages = append(messages, message{d.Line, string(d.Kind)})
		}
	}
	for _, s := range f.Sections {
		for _, a := range s.Assignments {
			switch {
			case s.Ignored:
			case s.Name == "Unit" && a.Key == "Description":
				r.Description = a.Value
			case s.Name == "Unit" && a.Key == "StopWhenUnneeded":
				messages = append(messages, message{a.Line, fmt.Sprintf("value %q", a.Value)})
			case catalog.Lookup(s.Name, a.Key) == nil && !strings.HasPrefix(a.Key, "X-"):
				messages = append(messages, message{a.Line, fmt.Sprintf("unknown-key %q", a.Key)})
			}
		}
	}
	slices.SortStableFunc(messages, func(a, b message) int { return cmp.Compare(a.line, b.line) })
	for _, m := range messages {
		r.Messages = append(r.Messages, fmt.Sprintf("%d %s", m.line, m.text))
	}
	return r
}

// parts are what random files are made of: all that the lexer looks at.
var parts = []string{
	"[Unit]", "[Unit", "[Unit] ", "[Service]\n", "[Nope]\n", "[X-Own]\n", "[", "]", "[]", "[Un]it]", "[\"x\"]", "[a\tb]", "[a\\b]", "[é]",
	"Description", "Description=", "Description=a", "StopWhenUnneeded=", "StopWhenUnneeded=w", "Odd=", "X-Odd=", "=", "=b", "a", "b ",
	"\n", "\n", "\n", "\n[Unit]\n", "\n[Unit]\n", "\r", "\r\n", "\n\r", "\x00", "\n\x00", " ", "\t", "\v", "\f", "\u00a0", "\u0085",
	"\\", "\\\n", "\\\n", "\\\\\n", "\\\\\\\n", "\\ \n", "\\\r\n", "\\\\", "#", ";", "\n# c", "\n; c", "# c\\\n", " #",
	"\xef\xbb\xbf", "\n\xef\xbb\xbf", "\xff", "\xc3", "\xed\xa0\x80", "\ufffe", "\ufdd0", "\U0001fffe", "é", "\x01", "\x7f", "\x1b", "'", "\"", ".include /dev/null", "\u2028", "😀",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	if r.IntN(4) > 0 {
		b.WriteString("[Unit]\n")
	}
	for range r.IntN(24) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

func TestRandomFilesAreReadAsSystemdReadsThem(t *testing.T) {
	systemd := systemdtest.Require(t)
	const files = 500
	r := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, files)
	for i := range texts {
		texts[i] = randomText(r)
	}
	compare(t, systemd, texts)
}

func TestLongLinesAreReadAsSystemdReadsThem(t *testing.T) {
	systemd := systemdtest.Require(t)
	const limit = 1 << 20
	after := "\nStopWhenUnneeded=after\n"
	var texts []string
	for _, length := range []int{limit - 1, limit, limit + 1} {
		line := "[Unit]\nDescription=" + strings.Repeat("a", length-len("Description="))
		joined := line[:len(line)-11]
		texts = append(texts,
			line+after,
			line,
			line+"\r\n",
			"[Unit]\nX-Long="+strings.Repeat(" ", length-len("X-Long="))+after,
			"[Unit]\n# "+strings.Repeat("a", length-2)+after,
			joined+"\\\n"+strings.Repeat("b", 10)+after,
			joined+"\\\n# comment\n"+strings.Repeat("b", 10)+after,
			joined+"\\\n"+strings.Repeat("b", 9)+"\\\n"+after,
		)
	}
	compare(t, systemd, texts)
}

func compare(t *testing.T, systemd *systemdtest.Systemd, texts []string) {
	t.Helper()
	for _, dropIn := range []bool{false, true} {
		want := systemdReads(t, systemd, texts, dropIn)
		for i, text := range texts {
			got := weRead(text, systemd.Version, dropIn)
			if dropIn {
				got.Load, want[i].Load = "", ""
			}
			if diff := gocmp.Diff(want[i], got); diff != "" {
				t.Errorf("drop-in %t, text %q (-systemd +unitfile):\n%s", dropIn, text, diff)
			}
		}
	}
}
