package source_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

func TestLines(t *testing.T) {
	for text, want := range map[string][]string{
		"":                     nil,
		"a":                    {"a"},
		"a\n":                  {"a"},
		"a\nb":                 {"a", "b"},
		"a\n\nb\n":             {"a", "", "b"},
		"a\r\nb\r\n":           {"a", "b"},
		"a\rb\r":               {"a", "b"},
		"a\r\rb":               {"a", "", "b"},
		"a\n\rb":               {"a", "b"},
		"a\n\r\nb":             {"a", "", "b"},
		"a\r\n\x00b":           {"a", "b"},
		"a\x00b":               {"a", "b"},
		"a\x00\nb":             {"a", "", "b"},
		"a\x00\x00b":           {"a", "", "b"},
		"\n":                   {""},
		"a\u2028b\u0085c\vd":   {"a\u2028b\u0085c\vd"},
		"\xff\n\xfe":           {"\xff", "\xfe"},
		"a\n\r\x00\n\r\x00b\n": {"a", "", "b"},
	} {
		f := source.New("x", []byte(text))
		var got []string
		for n := 1; n <= f.Lines(); n++ {
			got = append(got, f.LineText(n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got lines %q, want %q", text, got, want)
		}
	}
}

func TestPosition(t *testing.T) {
	text := "aé日😀\xffz\r\n\tb\n"
	f := source.New("x", []byte(text))
	for _, test := range []struct {
		offset, line, column, utf16 int
	}{
		{-1, 1, 1, 1},
		{0, 1, 1, 1},
		{1, 1, 2, 2},   // é
		{3, 1, 3, 3},   // 日
		{6, 1, 4, 4},   // 😀
		{10, 1, 5, 6},  // the invalid byte
		{11, 1, 6, 7},  // z
		{12, 1, 7, 8},  // the carriage return
		{14, 2, 1, 1},  // the tab
		{15, 2, 2, 2},  // b
		{17, 3, 1, 1},  // the end
		{999, 3, 1, 1}, // behind the end
	} {
		p := f.Position(test.offset)
		if p.Line != test.line || p.Column != test.column {
			t.Errorf("offset %d: got %d:%d, want %d:%d", test.offset, p.Line, p.Column, test.line, test.column)
		}
		if got := f.UTF16Column(test.offset); got != test.utf16 {
			t.Errorf("offset %d: got UTF-16 column %d, want %d", test.offset, got, test.utf16)
		}
	}
}

// TestPositions holds the places of a range to those of its ends.
func TestPositions(t *testing.T) {
	f := source.New("x", []byte("aé日😀\xffz\r\n\tb\n\n# c"))
	for start := range len(f.Text) + 1 {
		for end := start; end <= len(f.Text); end++ {
			r := f.Range(start, end)
			if begin, behind := r.Positions(); begin != r.StartPosition() || behind != r.EndPosition() {
				t.Errorf("bytes %d to %d: got %v to %v, want %v to %v", start, end, begin, behind, r.StartPosition(), r.EndPosition())
			}
		}
	}
	if begin, behind := (source.Range{}).Positions(); begin != (source.Position{}) || behind != (source.Position{}) {
		t.Error("the zero range lies somewhere")
	}
}

func TestRange(t *testing.T) {
	f := source.New("x", []byte("one\ntwo\n"))
	r := f.Range(4, 99)
	if r.Start != 4 || r.End != 8 || r.Text() != "two\n" {
		t.Errorf("got %+v %q", r, r.Text())
	}
	if start, end := r.StartPosition(), r.EndPosition(); start != (source.Position{Line: 2, Column: 1}) || end != (source.Position{Line: 3, Column: 1}) {
		t.Errorf("got %v to %v", start, end)
	}
	if got := f.Range(6, 2); got.Start != 6 || got.End != 6 || !got.Empty() {
		t.Errorf("got %+v", got)
	}
	if got := r.Intersect(f.LineRange(2)); got.Text() != "two" {
		t.Errorf("got %q", got.Text())
	}
	if got := f.LineRange(1).Intersect(r); !got.Empty() || got.Start != 4 {
		t.Errorf("got %+v", got)
	}
	var zero source.Range
	if !zero.IsZero() || zero.Text() != "" || zero.StartPosition() != (source.Position{}) {
		t.Errorf("the zero range points somewhere")
	}
}

// FuzzPosition holds positions to a plain count of the line's code points.
func FuzzPosition(f *testing.F) {
	f.Add([]byte("a\nb"), 1)
	f.Add([]byte("aé日😀\xffz\r\n\tb\n"), 7)
	f.Add([]byte(strings.Repeat("é", 3000)), 4001)
	f.Fuzz(func(t *testing.T, text []byte, offset int) {
		file := source.New("x", text)
		p := file.Position(offset)
		if offset < 0 || offset > len(text) {
			return
		}
		line := file.LineRange(p.Line)
		if next := file.LineRange(p.Line + 1).Start; offset < line.Start || p.Line < file.Lines() && offset >= next {
			t.Fatalf("offset %d is said to be on line %d, [%d, %d)", offset, p.Line, line.Start, line.End)
		}
		if offset > 0 && offset < len(text) && !utf8.RuneStart(text[offset]) {
			return // inside of a code point or of invalid bytes
		}
		if want := utf8.RuneCount(text[line.Start:offset]) + 1; p.Column != want {
			t.Errorf("offset %d: got column %d, want %d", offset, p.Column, want)
		}
	})
}

func TestManyPositionsOnOneLine(t *testing.T) {
	f := source.New("x", bytes.Repeat([]byte("é "), 1<<16))
	for i := 0; i < len(f.Text)/3; i += 1000 {
		if want := (source.Position{Line: 1, Column: 2*i + 1}); f.Position(3*i) != want {
			t.Fatalf("pair %d stands at %v, want %v", i, f.Position(3*i), want)
		}
	}
}

// BenchmarkPositionsOnOneLine asks for places all over a line of a MiB and a
// half: the time for one must not depend on where it is.
func BenchmarkPositionsOnOneLine(b *testing.B) {
	f := source.New("x", bytes.Repeat([]byte("é "), 1<<19))
	for i := 0; b.Loop(); i++ {
		f.Position(i * 50 % len(f.Text))
	}
}
