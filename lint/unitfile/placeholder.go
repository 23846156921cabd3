package unitfile

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Span is a half-open span [Start, End) of bytes of a text.
type Span struct {
	Start, End int
}

// pattern is a regular expression that is compiled when it is first needed: most
// runs meet neither templates nor placeholders.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// tags are what generators write between marks: {{ x }}, {% x %}, <%= x %>.
const tags = `\{\{(?:[^}]|\}[^}])*\}\}|\{%(?:[^%]|%[^}])*%\}|\{#(?:[^#]|#[^}])*#\}|<%(?:[^%]|%[^>])*%>`

// placeholder finds the shapes that generators replace and that no unit file
// has for another reason: tags, @bindir@, @@bindir@@, %%x%%, %XYZ%, __X__. Single
// letters between percent signs are left out: "+%%Y%%m%%d" is a date.
var placeholder = pattern(tags +
	`|@@[A-Za-z_][A-Za-z0-9_.-]*@@|@[A-Za-z_][A-Za-z0-9_.-]*@` +
	`|%%[A-Za-z_][A-Za-z0-9_]{2,}%%|%[A-Z][A-Z0-9_]{2,}%` +
	`|__[A-Z][A-Z0-9_]*?__`)

// templatePlaceholder finds what is a placeholder only in a template: ${X},
// which is a variable of the environment elsewhere, and the upper-case names of
// directories, as in BINDIR/prog.
var templatePlaceholder = pattern(`\$\{[A-Za-z_][A-Za-z0-9_.]*\}` +
	`|\$\([A-Za-z_][A-Za-z0-9_]*\)` +
	`|\b[A-Z][A-Z0-9_]*(?:DIR|PREFIX|PATH)\b` +
	`|\b[A-Z][A-Z0-9_]+/`)

// Placeholders returns the spans of a text that a generator would replace, in
// order. What they stand for is unknown, so nothing can be said against them.
// Only shapes that are placeholders in every file are found; the method of File
// also knows those of templates.
func Placeholders(text string) []Span {
	if !mayHold(text, marks) {
		return nil
	}
	if mayHold(text, tagMarks) {
		return find(placeholder(), text)
	}
	return findInWords(text)
}

// findInWords returns the placeholders of a text without tags, which are the
// only ones that hold blanks. Words with at most one mark, such as the groups of
// system calls, then cost no search.
func findInWords(text string) []Span {
	var spans []Span
	start := 0
	for start < len(text) {
		length := strings.IndexAny(text[start:], " \t\n")
		if length < 0 {
			length = len(text) - start
		}
		if word := text[start : start+length]; mayHold(word, wordMarks) {
			for _, s := range find(placeholder(), word) {
				spans = append(spans, Span{Start: start + s.Start, End: start + s.End})
			}
		}
		start += length + 1
	}
	return spans
}

// mark is what a kind of placeholder starts and ends with.
type mark struct{ start, end string }

var (
	// wordMarks are those of placeholders that hold no blanks.
	wordMarks = []mark{{"@", "@"}, {"%", "%"}, {"__", "__"}}
	tagMarks  = []mark{{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}}
	marks     = slices.Concat(wordMarks, tagMarks)
)

// mayHold tells whether a text holds the given marks of a placeholder: most
// values have none, and need not be searched.
func mayHold(text string, marks []mark) bool {
	for _, m := range marks {
		first := strings.Index(text, m.start)
		if first >= 0 && strings.LastIndex(text, m.end) > first {
			return true
		}
	}
	return false
}

// Placeholders returns the spans of a text of this file that a generator would
// replace: also those of the shapes that the user named, and of a template ${X}
// and bare names such as BINDIR.
func (f *File) Placeholders(text string) []Span {
	spans := Placeholders(text)
	for _, shape := range f.Options.Placeholders {
		spans = append(spans, find(shape, text)...)
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
	for _, s := range find(templatePlaceholder(), text) {
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

func find(shape *regexp.Regexp, text string) []Span {
	var spans []Span
	for _, m := range shape.FindAllStringIndex(text, -1) {
		spans = append(spans, Span{Start: m[0], End: m[1]})
	}
	return spans
}
