package unitfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/source"
)

// FuzzLex holds go-systemd's parser to what the normalised form promises: it
// reads every line that is no case of the table as systemd does.
func FuzzLex(f *testing.F) {
	for _, text := range []string{
		"[Unit]\nDescription=a\n[Service]\nExecStart=/bin/a \\\n b\n",
		"[0!",
		"[A]]\n\u00a0a=b\u00a0\n\vb=c\\\\\n;c=d\n[\nd=[\n=e\nf==\n\ufeff#g=h\n",
		"[A]\n{% if a = b %}c=d\n[]\n" + strings.Repeat("a=b\n", 2) + "[]\n[]\na=\xff\n[A\xc3]\n\xc3=b\n[a\rb]\na\rb=c\rd\na\r=b\n",
	} {
		f.Add([]byte(text), uint16(239), false)
		f.Add([]byte(text), uint16(252), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, version uint16, template bool) {
		file := &File{Source: source.New("x.service", text), Options: Options{Template: template}}
		lines, _ := scan(file, max(int(version), 239))
		checkLexed(t, lines, template)
	})
}

// checkLexed compares what the parser returned of lines with what they say.
func checkLexed(t *testing.T, lines []line, template bool) {
	t.Helper()
	read, lexicon := lex(lines, template, nil), &Lexicon{}
	for _, time := range []string{"first", "second"} {
		if again := lex(lines, template, lexicon); !slices.Equal(again, read) {
			t.Fatalf("the %s time with a lexicon, the lines are read as %+v, not as %+v", time, again, read)
		}
	}
	if unknown := lexicon.find(lines, template, make([]words, len(lines))); len(unknown) > max(0, len(lines)-mostKept) {
		t.Fatalf("of %d lines, %d are not kept", len(lines), len(unknown))
	}
	for i, answer := range read {
		l := &lines[i]
		switch l.form {
		case header:
			want := l.text[l.name.Start:l.name.End]
			if strings.Contains(want, "]") {
				want = standIn
			}
			if answer != (words{want, "", true}) {
				t.Fatalf("the header %q was read as %+v", l.text, answer)
			}
		case assignment:
			before, behind := l.cut(template)
			wantKey, wantValue := strings.Trim(before, blanks), strings.Trim(behind, blanks)
			if !l.carried(template) {
				wantKey, wantValue = standIn, standIn
			}
			if answer != (words{wantKey, wantValue, true}) {
				t.Fatalf("the assignment %q was read as %+v", l.text, answer)
			}
		default:
			if answer.read {
				t.Errorf("%q is no line for the parser, which read %+v", l.text, answer)
			}
		}
	}
}

// TestLexicon holds that a file says the same where other files had some of its lines.
func TestLexicon(t *testing.T) {
	texts := []string{"[A]\nb=c\n[D]\ne=f\n", "e=f\n[D]\ng=h\nb=c\\\n", "[A]]\nb = c\ng=h\n=\n[\n"}
	lexicon := &Lexicon{}
	for _, text := range texts {
		src := source.New("x.service", []byte(text))
		with, without := Parse(src, Options{Lexicon: lexicon}), Parse(src, Options{})
		with.Options.Lexicon = nil
		if !reflect.DeepEqual(with, without) {
			t.Errorf("%q is read as %+v, not as %+v", text, with, without)
		}
	}
}

// TestUncarried holds for each case that the parser cannot carry, that it is told
// apart, and that the file says what systemd reads all the same.
func TestUncarried(t *testing.T) {
	for _, test := range []struct {
		what, text string
		options    Options
		section    string
		key, value string
	}{
		{what: "a bracket in a section's name", text: "[A]b]\nk=v\n", section: "A]b", key: "k", value: "v"},
		{what: "a comment sign behind a byte order mark", text: "[A]\n\ufeff#k=v\n", section: "A", key: "#k", value: "v"},
		{what: "a semicolon behind a byte order mark", text: "[A]\n\ufeff;k=v\n", section: "A", key: ";k", value: "v"},
		{
			what: "an equals sign in a tag", text: "[A]\n{% if a == b %}k=v\n", options: Options{Template: true},
			section: "A", key: "{% if a == b %}k", value: "v",
		},
		{what: "a carriage return in a key", text: "[A]\nk\rl=v\n", options: Options{Version: 239}, section: "A", key: "k\rl", value: "v"},
		{what: "a no-break space before a key", text: "[A]\n\u00a0k=v\n", section: "A", key: "\u00a0k", value: "v"},
		{what: "a no-break space behind a key", text: "[A]\nk\u00a0 = v\n", section: "A", key: "k\u00a0", value: "v"},
		{what: "a vertical tab before a value", text: "[A]\nk=\vv\n", section: "A", key: "k", value: "\vv"},
		{what: "a form feed behind a value", text: "[A]\nk=v\f\n", section: "A", key: "k", value: "v\f"},
	} {
		file := Parse(source.New("x.service", []byte(test.text)), test.options)
		if len(file.Sections) != 1 || len(file.Sections[0].Assignments) != 1 {
			t.Errorf("%s: %q was read as %+v", test.what, test.text, file.Sections)
			continue
		}
		a := file.Sections[0].Assignments[0]
		if a.Section.Name != test.section || a.Key != test.key || a.Value != test.value {
			t.Errorf("%s: read as [%s] %q=%q, want [%s] %q=%q", test.what, a.Section.Name, a.Key, a.Value, test.section, test.key, test.value)
		}
		if got := string(file.Source.Text[a.ValueRange().Start:a.ValueRange().End]); got != test.value {
			t.Errorf("%s: the value is said to be at %q", test.what, got)
		}
	}
	// A key that is not UTF-8 is only of interest behind the place where systemd
	// gives the file up.
	file := Parse(source.New("x.service", []byte("[A]\nk\xff=v\n")), Options{})
	if len(file.Lost) != 1 || file.Lost[0].Key != "k\xff" || file.Lost[0].Value != "v" {
		t.Errorf("a key that is not UTF-8 was lost as %+v", file.Lost)
	}
	// What stands before the first header is given one.
	file = Parse(source.New("x.service", []byte("k=v\n[A]\na=b\n")), Options{})
	if len(file.Diagnostics) != 1 || file.Diagnostics[0].Assignment == nil || file.Diagnostics[0].Assignment.Value != "v" {
		t.Errorf("an assignment outside of a section was read as %+v", file.Diagnostics)
	}
}

// TestUncarriedIsRare holds that no real unit outside of templates needs what the
// parser cannot carry.
func TestUncarriedIsRare(t *testing.T) {
	for _, corpus := range []string{"debian12", "debian13", "packaging"} {
		root, read := sharedtest.Path(t, "corpus", corpus), 0
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || !isUnitFile(path) {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil || LooksTemplate(text) || ForeignTo(text) != nil {
				return err
			}
			lines, _ := scan(&File{Source: source.New(path, text)}, newest)
			inside := false
			for _, l := range lines {
				inside = inside || l.form == header
				if l.form == assignment && (!inside || !l.carried(false)) || l.form == header && strings.Contains(l.normalisedHeader(), standIn) {
					t.Errorf("%s: the parser cannot carry %q", path, l.text)
				}
			}
			read += len(lines)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if read == 0 {
			t.Errorf("no line of %s was read", root)
		}
	}
}

// isUnitFile tells whether a path is that of a plain unit or drop-in.
func isUnitFile(path string) bool {
	switch filepath.Ext(path) {
	case ".service", ".socket", ".timer", ".path", ".mount", ".automount", ".swap", ".target", ".slice":
		return true
	case ".conf":
		return filepath.Ext(filepath.Dir(path)) == ".d"
	}
	return false
}
