package unitfile

import (
	"slices"
	"sort"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// Span is a half-open span [Start, End) of bytes of a text.
type Span struct {
	Start, End int
}

// tags are what generators write between marks: {{ x }}, {% x %}, <%= x %>,
// [% x %].
const tags = `\[%[-+]? (?:[^%]|%[^]])*%\]|\{\{(?:[^}]|\}[^}])*\}\}|\{%(?:[^%]|%[^}])*%\}|\{#(?:[^#]|#[^}])*#\}|<%(?:[^%]|%[^>])*%>`

// placeholder finds the shapes that generators replace and that no unit file
// has for another reason: tags, @bindir@, @@bindir@@, %%x%%, %XYZ%, %{x}%, the
// macros %{_x} of RPM, %(x)s of Python, :XYZ: where a word begins, __X__. Single
// letters between percent signs are left out: "+%%Y%%m%%d" is a date.
var placeholder = regexp.MustCompile(tags +
	`|@@[A-Za-z_][A-Za-z0-9_.-]*@@|@[A-Za-z_][A-Za-z0-9_.-]*@` +
	`|%%[A-Za-z_][A-Za-z0-9_]{2,}%%|%[A-Z][A-Z0-9_]{2,}%|%\{[A-Za-z_][A-Za-z0-9_]*\}%` +
	`|%\{_[A-Za-z0-9_]*\}|%\([A-Za-z_][A-Za-z0-9_]*\)s` +
	`|\B:[A-Z][A-Z0-9_]{2,}:` +
	`|__[A-Z][A-Z0-9_]*?__`)

// templatePlaceholder finds what is a placeholder only in a template: ${X},
// which is a variable of the environment elsewhere, names between marks that mean
// something else in other units (%bindir%, &bindir;, ~bindir~, !!BIN!!, _BIN_), and
// the upper-case names of directories, as in BINDIR/prog.
var templatePlaceholder = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_.]*\}` +
	`|\$\([A-Za-z_][A-Za-z0-9_]*\)` +
	`|%[a-z_]{3,}%|&[a-z_]{3,};|~[a-z_]{3,}~|!![A-Za-z_]{2,}!!|\b_[A-Z][A-Z0-9]+_\b` +
	`|\b[A-Z][A-Z0-9_]*(?:DIR|PREFIX|PATH)\b` +
	`|\b[A-Z][A-Z0-9_]+/`)

// Placeholders returns the spans of a text that a generator would replace, in
// order. What they stand for is unknown, so nothing can be said against them.
// Only shapes that are placeholders in every file are found; the method of File
// also knows those of templates.
func Placeholders(text string) []Span {
	if mayHold(text, tagMarks) {
		return apart(text, find(placeholder, text))
	}
	return apart(text, findInWords(text))
}

// apart leaves out what stands between underscores in the midst of a name in upper case, as
// "__STORAGE__" in "QDRANT__STORAGE__PATH": programs read nested settings from variables that
// are called so.
func apart(text string, spans []Span) []Span {
	return slices.DeleteFunc(spans, func(s Span) bool {
		return text[s.Start] == '_' && s.Start > 0 && s.End < len(text) && isUpper(text[s.Start-1]) && isUpper(text[s.End])
	})
}

// isUpper tells a letter in upper case or a digit.
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

// findInWords returns the placeholders of a text without tags, which are the
// only ones that hold blanks.
func findInWords(text string) []Span {
	var spans []Span
	for at := 0; at < len(text); {
		next := strings.IndexAny(text[at:], "@%_:")
		if next < 0 {
			break
		}
		at += next
		if text[at] == ':' && at > 0 && isWordByte(text[at-1]) {
			at++ // a field of a list
			continue
		}
		if length := wordPlaceholder(text[at:]); length > 0 {
			spans = append(spans, Span{Start: at, End: at + length})
			at += length
		} else {
			at++
		}
	}
	return spans
}

// wordPlaceholder returns the length of the placeholder other than a tag that a
// text begins with, or 0. It finds what the regular expression does, which takes
// fifty times as long.
func wordPlaceholder(text string) int {
	switch {
	case strings.HasPrefix(text, "@@"):
		if length := between(text, "@@", nameLength(text[2:], ".-"), 1); length > 0 {
			return length
		}
		return 0 // the name of a single mark does not begin with another
	case text[0] == '@':
		return between(text, "@", nameLength(text[1:], ".-"), 1)
	case strings.HasPrefix(text, "%%"):
		return between(text, "%%", nameLength(text[2:], ""), 3)
	case strings.HasPrefix(text, "%{"):
		return bracedPercent(text)
	case strings.HasPrefix(text, "%("):
		name := nameLength(text[2:], "")
		if name == 0 || !strings.HasPrefix(text[2+name:], ")s") {
			return 0
		}
		return len("%(") + name + len(")s")
	case text[0] == ':':
		return between(text, ":", upperLength(text[1:]), 3)
	case text[0] == '%':
		return between(text, "%", upperLength(text[1:]), 3)
	}
	return underscored(text)
}

// bracedPercent returns the length of %{x}% or %{_x} at the begin of a text, or 0.
func bracedPercent(text string) int {
	name := nameLength(text[2:], "")
	closed := len("%{") + name + len("}")
	switch {
	case name == 0:
		return 0
	case strings.HasPrefix(text[2+name:], "}%"):
		return closed + len("%")
	case text[2] == '_' && strings.HasPrefix(text[2+name:], "}"):
		return closed
	}
	return 0
}

// isWordByte tells a letter, a digit or an underscore.
func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// between returns the length of a name of at least so many bytes with a mark on
// both sides, or 0 where the second mark or some of the name is missing.
func between(text, mark string, name, least int) int {
	end := len(mark) + name
	if name < least || !strings.HasPrefix(text[end:], mark) {
		return 0
	}
	return end + len(mark)
}

// nameLength is the length of the name that a text begins with: letters, digits,
// underscores and the further characters, but for the first also no digit.
func nameLength(text, further string) int {
	for i := range len(text) {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || (c < '0' || c > '9') && strings.IndexByte(further, c) < 0) {
			return i
		}
	}
	return len(text)
}

// upperLength is the same for a name in upper case, which begins with a letter.
func upperLength(text string) int {
	for i := range len(text) {
		c := text[i]
		if (c < 'A' || c > 'Z') && (i == 0 || (c < '0' || c > '9') && c != '_') {
			return i
		}
	}
	return len(text)
}

// underscored returns the length of __X__ at the begin of a text, up to the first
// two underscores behind the name, or 0.
func underscored(text string) int {
	const mark = "__"
	if !strings.HasPrefix(text, mark) {
		return 0
	}
	name := text[len(mark):]
	name = name[:upperLength(name)]
	if closed := strings.Index(name, mark); closed > 0 {
		return len(mark) + closed + len(mark)
	}
	return 0
}

// mark is what a kind of placeholder starts and ends with.
type mark struct{ start, end string }

var tagMarks = []mark{{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}, {"[% ", "%]"}, {"[%-", "%]"}, {"[%+", "%]"}}

// mayHold tells whether a text holds the given marks of a placeholder: most
// values have none, and need not be searched.
func mayHold(text string, marks []mark) bool {
	if strings.IndexByte(text, '{') < 0 && strings.IndexByte(text, '%') < 0 {
		return false // each mark has one of them
	}
	for _, m := range marks {
		first := strings.Index(text, m.start)
		if first >= 0 && strings.LastIndex(text, m.end) > first {
			return true
		}
	}
	return false
}

// longestSearched is how many bytes of a text are searched for shapes that a user
// named: unlike those that are known here, they may take long for each byte.
const longestSearched = 64 << 10

// Placeholders returns the spans of a text of this file that a generator would
// replace: also those of the shapes that the user named, and of a template ${X}
// and bare names such as BINDIR.
func (f *File) Placeholders(text string) []Span {
	spans := Placeholders(text)
	for _, shape := range f.Options.Placeholders {
		spans = append(spans, find(shape, text[:min(len(text), longestSearched)])...)
	}
	slices.SortStableFunc(spans, byStart)
	if f.Options.Template {
		spans = append(spans, bareNames(text, spans)...)
		slices.SortStableFunc(spans, byStart)
	}
	return spans
}

func byStart(a, b Span) int { return a.Start - b.Start }

// bareNames are the placeholders that only templates have, apart from those that
// lie within others, which are sorted.
func bareNames(text string, within []Span) []Span {
	var spans []Span
	for _, s := range find(templatePlaceholder, text) {
		if text[s.End-1] == '/' {
			s.End--
		}
		after := sort.Search(len(within), func(i int) bool { return within[i].Start > s.Start })
		if after == 0 || s.End > within[after-1].End {
			spans = append(spans, s)
		}
	}
	return spans
}

// shape is an expression, compiled already or not.
type shape interface {
	FindAllStringIndex(text string, most int) [][]int
}

func find(shape shape, text string) []Span {
	var spans []Span
	for _, m := range shape.FindAllStringIndex(text, -1) {
		spans = append(spans, Span{Start: m[0], End: m[1]})
	}
	return spans
}
