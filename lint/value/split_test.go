package value_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		tokenizer catalog.Tokenizer
		text      string
		want      []value.Word
		fault     string
	}{
		{catalog.Words, ` a "b c"  d\ e`, []value.Word{{Text: "a", Start: 1, End: 2}, {Text: `"b`, Start: 3, End: 5}, {Text: `c"`, Start: 6, End: 8}, {Text: "d e", Start: 10, End: 14}}, ""},
		{catalog.WordsRetainEscape, `a\ b`, []value.Word{{Text: `a\`, Start: 0, End: 2}, {Text: "b", Start: 3, End: 4}}, ""},
		{catalog.WordsUnquote, `a"b c"d 'e "f'`, []value.Word{{Text: "ab cd", Start: 0, End: 7}, {Text: `e "f`, Start: 8, End: 14}}, ""},
		{catalog.WordsUnquote, `a "" b`, []value.Word{{Text: "a", Start: 0, End: 1}, {Text: "", Start: 2, End: 4}, {Text: "b", Start: 5, End: 6}}, ""},
		{catalog.WordsUnquote, `a "b`, []value.Word{{Text: "a", Start: 0, End: 1}}, "unbalanced quoting"},
		{catalog.WordsUnquote, `a\`, nil, "backslash at the end"},
		{catalog.WordsUnquoteCUnescape, `a\x41\t\s\101\u00e4`, []value.Word{{Text: "aA\t Aä", Start: 0, End: 19}}, ""},
		{catalog.WordsUnquoteCUnescape, `a b\q`, []value.Word{{Text: "a", Start: 0, End: 1}}, "unknown escape sequence"},
		{catalog.WordsUnquoteRetainEscape, `"a\"b"`, nil, "unbalanced quoting"},
		{catalog.ColonFields, `a::b`, []value.Word{{Text: "a", Start: 0, End: 1}, {Text: "", Start: 2, End: 2}, {Text: "b", Start: 3, End: 4}}, ""},
		{catalog.CommaList, `a,,b`, []value.Word{{Text: "a", Start: 0, End: 1}, {Text: "b", Start: 3, End: 4}}, ""},
		{catalog.FirstWordRest, `/a  b c`, []value.Word{{Text: "/a", Start: 0, End: 2}, {Text: "b c", Start: 4, End: 7}}, ""},
		{catalog.FirstWordUnquotedRest, `"/a b" rw`, []value.Word{{Text: "/a b", Start: 0, End: 6}, {Text: "rw", Start: 7, End: 9}}, ""},
		{catalog.Raw, ` a b `, []value.Word{{Text: " a b ", Start: 0, End: 5}}, ""},
		{catalog.Words, "", nil, ""},
	}
	for _, test := range tests {
		got, err := value.Split(test.text, test.tokenizer)
		if !slices.Equal(got, test.want) {
			t.Errorf("Split(%q, %d) = %+v, want %+v", test.text, test.tokenizer, got, test.want)
		}
		fault := ""
		var split *value.SplitError
		if errors.As(err, &split) {
			fault = split.Reason
		}
		if fault != test.fault {
			t.Errorf("Split(%q, %d): fault %q, want %q", test.text, test.tokenizer, fault, test.fault)
		}
	}
}

func TestExpand(t *testing.T) {
	release := catalog.Release{Version: 252}
	tests := []struct {
		text, unit, want string
		user, known, bad bool
	}{
		{text: "%t/x", want: "/run/x", known: true},
		{text: "%t/x", user: true, want: "/run/user/1000/x"},
		{text: "%i-%p.%n", unit: "a@b.service", want: "b-a.a@b.service", known: true},
		{text: "%I|%P|%J", unit: "x-y@a-b.service", want: "a/b|x/y|y", known: true},
		{text: "%f", unit: "a@b-c.service", want: "/b/c", known: true},
		{text: "<%i>", unit: "a.service", want: "<>", known: true},
		{text: "%i", unit: "a@.service", want: "instance"},
		{text: "100%% 5% %", want: "100% 5% %", known: true},
		{text: "%H", want: "host"},
		{text: "%Z", bad: true},
		{text: "%D", bad: true}, // 256
	}
	for _, test := range tests {
		got, err := value.Expand(test.text, catalog.SpecifiersFull, value.Context{Release: release, UnitName: test.unit, User: test.user})
		if (err != nil) != test.bad {
			t.Errorf("Expand(%q): error %v, want one: %v", test.text, err, test.bad)
			continue
		}
		if err == nil && (got.Text != test.want || got.Known != test.known) {
			t.Errorf("Expand(%q) = %+v, want %q, known %v", test.text, got, test.want, test.known)
		}
	}
}
