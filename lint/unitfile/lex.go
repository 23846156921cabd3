package unitfile

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/coreos/go-systemd/v22/unit"
)

// lexed is what go-systemd's parser returned of a file, handed out in the order
// of its lines.
type lexed struct {
	sections []*unit.UnitSection
	entries  []*unit.UnitEntry // of the section at hand
}

// lex has go-systemd's parser split the headers and assignments of a file into
// names and values. What it returns is what the file says.
func lex(lines []line, template bool) *lexed {
	buffer, _ := buffers.Get().(*bufio.Reader)
	defer buffers.Put(buffer)
	buffer.Reset(&normalised{lines: lines, template: template})
	// The parser refuses nothing of the normalised form. If it did, what it read
	// before would still be right.
	sections, _ := unit.DeserializeSections(buffer)
	return &lexed{sections: sections}
}

// buffers are kept for the parser, which takes a reader of this type as it is
// and would make 4 KiB of its own for each file.
var buffers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// count is how many assignments there are.
func (x *lexed) count() (total int) {
	for _, section := range x.sections {
		total += len(section.Entries)
	}
	return total
}

// section goes on to the next section and returns its name.
func (x *lexed) section() (name string, ok bool) {
	if len(x.sections) == 0 {
		x.entries = nil
		return "", false
	}
	next := x.sections[0]
	x.sections, x.entries = x.sections[1:], next.Entries
	return next.Section, true
}

// entry returns the next assignment of the section.
func (x *lexed) entry() (name, value string, ok bool) {
	if len(x.entries) == 0 {
		return "", "", false
	}
	next := x.entries[0]
	x.entries = x.entries[1:]
	return next.Name, next.Value, true
}

// normalised is the form of a file that the parser reads as systemd reads the
// file: its headers and assignments alone, each on one line, joined and without
// blanks around it.
type normalised struct {
	lines    []line
	template bool
	rest     string // of the line at hand
	end      string // of the line at hand
	inside   bool   // a header was written
}

// smallRead is less than half of the 2048 bytes without a line end at which the
// parser refuses what it has buffered. It looks only between lines, when no more
// than the rest of one read is left over.
const smallRead = 1000

// Read returns at most smallRead bytes.
func (n *normalised) Read(p []byte) (int, error) {
	p = p[:min(len(p), smallRead)]
	count := 0
	for count < len(p) {
		if n.rest == "" {
			n.rest, n.end = n.end, ""
		}
		if n.rest == "" && !n.advance() {
			break
		}
		copied := copy(p[count:], n.rest)
		n.rest = n.rest[copied:]
		count += copied
	}
	if count == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return count, nil
}

// advance goes on to the next header or assignment. The parser passes over what
// stands before the first header, so that is given one without a name.
func (n *normalised) advance() bool {
	for len(n.lines) > 0 {
		l := &n.lines[0]
		if l.form == assignment && !n.inside {
			n.inside = true
			n.rest, n.end = "[]", "\n"
			return true
		}
		n.lines = n.lines[1:]
		switch l.form {
		case header:
			n.inside = true
			n.rest, n.end = l.normalisedHeader(), "\n"
			return true
		case assignment:
			n.rest, n.end = l.normalisedAssignment(n.template), "\n"
			if strings.HasSuffix(n.rest, `\`) {
				n.end = " \n" // else it would continue the line
			}
			return true
		}
	}
	return false
}

// standIn is what the parser is given in place of a name or value that it cannot
// carry. It is put back by its place.
const standIn = "stand-in"

func (l *line) normalisedHeader() string {
	name := l.text[l.name.Start:l.name.End]
	switch {
	case bracketInName(name):
		return "[" + standIn + "]"
	case len(l.text) == len(name)+len("[]") && strings.HasSuffix(l.text, "]"):
		return l.text
	default:
		return "[" + name + "]" // the header is broken; this is what it was meant to be
	}
}

func (l *line) normalisedAssignment(template bool) string {
	if l.carried(template) {
		return l.text
	}
	return standIn + "=" + standIn
}

// bracketInName is the only case of a header: the parser ends the name at the
// first bracket.
func bracketInName(name string) bool { return strings.Contains(name, "]") }

// uncarried are the cases of an assignment that the parser would misread, with
// what it does, by what stands before and behind the '='. The list is closed:
// whatever else there is comes back as it was given.
var uncarried = []struct {
	what  string
	holds func(before, behind string) bool
}{
	{"takes a line that begins with a comment sign for a comment; such follow a byte order mark", func(before, _ string) bool {
		return before[0] == '#' || before[0] == ';'
	}},
	{"ends the key at the first '=', which can stand in a tag of a template", func(before, _ string) bool {
		return strings.Contains(before, "=")
	}},
	{"refuses a carriage return before the '=', which ends no line before systemd 240", func(before, _ string) bool {
		return strings.Contains(before, "\r")
	}},
	{"reads a key rune by rune and replaces what is no UTF-8", func(before, _ string) bool {
		return !utf8.ValidString(before)
	}},
	{"strips the blanks of Unicode, form feed and vertical tab, which are ordinary characters to systemd", func(before, behind string) bool {
		return strings.TrimSpace(before) != strings.Trim(before, blanks) || strings.TrimSpace(behind) != strings.Trim(behind, blanks)
	}},
}

// carried tells whether the parser returns the name and value of an assignment
// as systemd reads them.
func (l *line) carried(template bool) bool {
	if !template && l.plain {
		return true // no case holds for it, and nearly every line is
	}
	before, behind := l.cut(template)
	for _, c := range uncarried {
		if c.holds(before, behind) {
			return false
		}
	}
	return true
}

// isPlain tells whether a text that is not empty is printable ASCII and tabs and begins
// with no comment sign.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '\t' && (c < ' ' || c > '~') {
			return false
		}
	}
	return text != "" && text[0] != '#' && text[0] != ';'
}

// cut returns what stands before and behind the '=' that ends the key, for what
// the parser cannot carry.
func (l *line) cut(template bool) (before, behind string) {
	equals := equalsOf(l.text, template)
	return l.text[:equals], l.text[equals+1:]
}
