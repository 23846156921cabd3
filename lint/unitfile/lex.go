package unitfile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/coreos/go-systemd/v22/unit"
)

// header is a section header with the assignments below it, as it is laid
// before go-systemd's parser.
type header struct {
	section     *Section
	assignments []*Assignment
}

// lex lets go-systemd's parser read the normalised form of the file, one line
// "[Name]" or "Key=Value" for each item, and gives the items the texts that it
// read. A text that the parser cannot carry exactly is replaced by a stand-in,
// which is mapped back by its place. Should the parser refuse a stream, which a
// fuzz test looks for, the items keep the texts of the normalised form.
func lex(headers []*header) {
	sections, err := unit.DeserializeSections(&smallReads{text: normalised(headers)})
	if err != nil || len(sections) != len(headers) {
		return
	}
	for i, read := range sections {
		h := headers[i]
		if carriesSection(h.section.Name) {
			h.section.Name = read.Section
		}
		if len(read.Entries) != len(h.assignments) {
			return
		}
		for n, a := range h.assignments {
			take(a, read.Entries[n])
		}
	}
}

func take(a *Assignment, read *unit.UnitEntry) {
	if carriesKey(a.Key) {
		a.Key = read.Name
	}
	// The comparison keeps one copy of the text in memory, the file's own.
	if carriesValue(a.Value) && read.Value != a.Value {
		a.Value = read.Value
	}
}

// normalised returns the stream for go-systemd's parser. It has no comments, no
// continuations and no blanks around keys and values.
func normalised(headers []*header) string {
	var b strings.Builder
	standIns := 0
	write := func(text string, carried bool) {
		if carried {
			b.WriteString(text)
			return
		}
		fmt.Fprintf(&b, "stand-in-%d", standIns)
		standIns++
	}
	for _, h := range headers {
		b.WriteByte('[')
		write(h.section.Name, carriesSection(h.section.Name))
		b.WriteString("]\n")
		for _, a := range h.assignments {
			write(a.Key, carriesKey(a.Key))
			b.WriteByte('=')
			write(a.Value, carriesValue(a.Value))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// carriesSection tells whether the parser returns a section name unchanged: it
// ends the name at the first bracket.
func carriesSection(name string) bool { return !strings.Contains(name, "]") }

// carriesKey tells whether the parser returns a key unchanged: it decodes keys
// rune by rune, trims the blanks of Unicode, and takes the first character for
// what starts the line.
func carriesKey(key string) bool {
	return utf8.ValidString(key) &&
		!strings.ContainsAny(key, "\r\n") &&
		strings.TrimSpace(key) == key &&
		!strings.ContainsAny(key[:1], "[#;")
}

// carriesValue tells whether the parser returns a value unchanged: it trims the
// blanks of Unicode and continues a line at every backslash before its end.
func carriesValue(value string) bool {
	return !strings.HasSuffix(value, `\`) && strings.TrimSpace(value) == value
}
