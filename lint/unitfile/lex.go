package unitfile

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/coreos/go-systemd/v22/unit"
)

// batch is the length of the normalised text that is laid before the parser at
// once. It keeps what the parser holds small beside the file.
const batch = 64 << 10

// lex lets go-systemd's parser read the normalised form of the file: a line
// "[Name]" for each header and "Key=Value" for each assignment, without
// comments, continuations and blanks around keys and values. The items take the
// texts that it read. A text that the parser cannot carry exactly is replaced by
// a stand-in, which is mapped back by its place. A line that repeats the one
// before is read once. The error tells that the parser did not read what it was
// given; the items keep the texts of the normalised form then.
func lex(sections []*Section) error {
	s := &stream{}
	s.text.Grow(min(lengthOf(sections), batch))
	for _, section := range sections {
		if s.repeats(section) {
			continue
		}
		s.header(section)
		first := 0
		for i, a := range section.all {
			if i == first || !a.repeats(section.all[i-1]) {
				s.assignment(a)
			}
			if s.text.Len() >= batch {
				s.take(section.all[first : i+1])
				if err := s.flush(); err != nil {
					return err
				}
				s.header(section)
				first = i + 1
			}
		}
		s.take(section.all[first:])
	}
	return s.flush()
}

// lengthOf is how long the normalised form is at most, stand-ins aside.
func lengthOf(sections []*Section) int {
	length := 0
	for _, section := range sections {
		length += len("[]\n") + len(section.Name)
		for _, a := range section.all {
			length += len(a.Key) + len("=") + len(a.Value) + len("\n")
		}
	}
	return length
}

func (a *Assignment) repeats(before *Assignment) bool {
	return a.Key == before.Key && a.Value == before.Value
}

// stream is normalised text with the items that its lines stand for.
type stream struct {
	text     strings.Builder
	headers  []streamHeader
	standIns int
}

// streamHeader is one header line with what stands below it.
type streamHeader struct {
	section     *Section
	assignments []*Assignment
}

// repeats tells whether the section says no more than the header before it.
func (s *stream) repeats(section *Section) bool {
	if len(s.headers) == 0 || len(section.all) > 0 {
		return false
	}
	last := s.headers[len(s.headers)-1]
	return len(last.assignments) == 0 && last.section.Name == section.Name
}

func (s *stream) header(section *Section) {
	s.headers = append(s.headers, streamHeader{section: section})
	s.text.WriteByte('[')
	s.write(section.Name, carriesSection(section.Name))
	s.text.WriteString("]\n")
}

func (s *stream) assignment(a *Assignment) {
	s.write(a.Key, carriesKey(a.Key))
	s.text.WriteByte('=')
	s.write(a.Value, carriesValue(a.Value))
	s.text.WriteByte('\n')
}

func (s *stream) write(text string, carried bool) {
	if carried {
		s.text.WriteString(text)
		return
	}
	s.text.WriteString("stand-in-")
	s.text.WriteString(strconv.Itoa(s.standIns))
	s.standIns++
}

// take says which assignments the last header has.
func (s *stream) take(assignments []*Assignment) {
	s.headers[len(s.headers)-1].assignments = assignments
}

// flush lets the parser read the text and gives the items what it read.
func (s *stream) flush() error {
	sections, err := deserialize(s.text.String())
	if err != nil {
		return fmt.Errorf("reading the normalised form: %w", err)
	}
	if len(sections) != len(s.headers) {
		return fmt.Errorf("reading the normalised form: %d sections, expected %d", len(sections), len(s.headers))
	}
	for i, read := range sections {
		if err := s.headers[i].read(read); err != nil {
			return err
		}
	}
	s.text.Reset()
	s.headers = s.headers[:0]
	return nil
}

// buffers are kept for go-systemd's parser, which reads through a buffer of this
// type and would make one for each file.
var buffers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

func deserialize(text string) ([]*unit.UnitSection, error) {
	buffer, _ := buffers.Get().(*bufio.Reader)
	defer buffers.Put(buffer)
	buffer.Reset(&smallReads{text: text})
	return unit.DeserializeSections(buffer)
}

func (h streamHeader) read(read *unit.UnitSection) error {
	if carriesSection(h.section.Name) {
		h.section.Name = read.Section
	}
	entries := read.Entries
	for i, a := range h.assignments {
		if i > 0 && !a.repeats(h.assignments[i-1]) {
			entries = entries[1:]
		}
		if len(entries) == 0 {
			return fmt.Errorf("reading the normalised form of [%s]: %d assignments, expected more", h.section.Name, len(read.Entries))
		}
		a.read(entries[0])
	}
	return nil
}

// read takes over what the parser read. What is equal keeps sharing the memory
// of the file's text.
func (a *Assignment) read(entry *unit.UnitEntry) {
	if carriesKey(a.Key) && entry.Name != a.Key {
		a.Key = entry.Name
	}
	if carriesValue(a.Value) && entry.Value != a.Value {
		a.Value = entry.Value
	}
}

// carriesSection tells whether the parser returns a section name unchanged: it
// ends the name at the first bracket.
func carriesSection(name string) bool { return !strings.Contains(name, "]") }

// carriesKey tells whether the parser returns a key unchanged: it decodes keys
// rune by rune up to a line end or "=" (which a tag of a template can hold), trims
// the blanks of Unicode, and takes the first character for
// what starts the line.
func carriesKey(key string) bool {
	return utf8.ValidString(key) &&
		!strings.ContainsAny(key, "=\r\n") &&
		strings.TrimSpace(key) == key &&
		!strings.ContainsAny(key[:1], "[#;")
}

// carriesValue tells whether the parser returns a value unchanged: it trims the
// blanks of Unicode and continues a line at every backslash before its end.
func carriesValue(value string) bool {
	return !strings.HasSuffix(value, `\`) && strings.TrimSpace(value) == value
}
