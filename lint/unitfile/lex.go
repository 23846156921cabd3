package unitfile

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/coreos/go-systemd/v22/unit"
)

// words are what go-systemd's parser made of a line: the name of a section, or the key
// and the value of an assignment. What it returns is what the file says.
type words struct {
	name, value string
	read        bool // false where the parser did not come as far, and for other lines
}

// lex has go-systemd's parser split the headers and assignments of a file into
// names and values, as far as it has not split the same lines of other files. The
// words are those of the lines, in their order.
func lex(lines []line, template bool, lexicon *Lexicon) []words {
	read := make([]words, len(lines))
	unknown := lexicon.find(lines, template, read)
	if len(unknown) == 0 {
		return read
	}
	buffer, _ := buffers.Get().(*bufio.Reader)
	defer buffers.Put(buffer)
	buffer.Reset(&normalised{lines: lines, unknown: unknown, template: template})
	// The parser refuses nothing of the normalised form. If it did, what it read
	// before would still be right.
	sections, _ := unit.DeserializeSections(buffer)
	handOut(sections, lines, unknown, read)
	lexicon.keep(lines, template, unknown, read)
	return read
}

// handOut gives each line that the parser was given what it made of it.
func handOut(sections []*unit.UnitSection, lines []line, unknown []int, read []words) {
	var entries []*unit.UnitEntry // of the section at hand
	for at, i := range unknown {
		if lines[i].form == header || at == 0 {
			if len(sections) == 0 {
				return
			}
			read[i] = words{name: sections[0].Section, read: true}
			entries, sections = sections[0].Entries, sections[1:]
		}
		if lines[i].form == assignment {
			if len(entries) == 0 {
				return
			}
			read[i] = words{entries[0].Name, entries[0].Value, true}
			entries = entries[1:]
		}
	}
}

// buffers are kept for the parser, which takes a reader of this type as it is
// and would make 4 KiB of its own for each file.
var buffers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// Lexicon keeps what the parser made of lines for other files: half of the lines of
// the units of a system stand in several of them, and each is read alike wherever it
// stands. Its zero value holds none, and a nil one keeps none. It may be used by
// several goroutines.
type Lexicon struct {
	mu    sync.Mutex
	known map[string]words // by the normalised form
}

// mostKept bounds the lines that are kept.
const mostKept = 1 << 12

// find notes the words of the headers and assignments that are known, and returns
// which are not.
func (x *Lexicon) find(lines []line, template bool, read []words) (unknown []int) {
	if x != nil {
		x.mu.Lock()
		defer x.mu.Unlock()
	}
	unknown = make([]int, 0, len(lines))
	for i := range lines {
		form := lines[i].normalised(template)
		if form == "" {
			continue
		}
		if x != nil {
			read[i] = x.known[form]
		}
		if !read[i].read {
			unknown = append(unknown, i)
		}
	}
	return unknown
}

// keep keeps the words of lines that were unknown.
func (x *Lexicon) keep(lines []line, template bool, unknown []int, read []words) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.known == nil {
		x.known = map[string]words{}
	}
	for _, i := range unknown {
		if read[i].read && len(x.known) < mostKept {
			x.known[lines[i].normalised(template)] = read[i]
		}
	}
}

// normalised is the form of a file that the parser reads as systemd reads the
// file: its headers and assignments alone, each on one line, joined and without
// blanks around it; of these, the ones that are not known.
type normalised struct {
	lines    []line
	unknown  []int // those to be written, of lines
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
	if len(n.unknown) == 0 {
		return false
	}
	l := &n.lines[n.unknown[0]]
	if l.form == assignment && !n.inside {
		n.inside = true
		n.rest, n.end = "[]", "\n"
		return true
	}
	n.inside = true
	n.unknown = n.unknown[1:]
	n.rest, n.end = l.normalised(n.template), "\n"
	if strings.HasSuffix(n.rest, `\`) {
		n.end = " \n" // else it would continue the line
	}
	return true
}

// normalised is the form of a header or an assignment; other lines have none.
func (l *line) normalised(template bool) string {
	switch l.form {
	case header:
		return l.normalisedHeader()
	case assignment:
		return l.normalisedAssignment(template)
	}
	return ""
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
