package unitfile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

// form is what a logical line looks like to systemd, whatever it names.
type form uint8

const (
	neither      form = iota // tells of nothing but the fault that it has
	header                   // [NAME]
	assignment               // NAME=VALUE
	withoutEqual             // text without '='
	withoutKey               // text that begins with '='
	include                  // .include FILE, up to 245
)

// line is a logical line that is neither blank nor a comment.
type line struct {
	logicalLine
	form form
	// ends is the fault at which systemd gives the file up here, or empty.
	ends DiagnosticKind
	// name bounds the name in the text of a header.
	name Span
}

// scanner sorts logical lines by their form. What sections and assignments say is
// the parser's to tell.
type scanner struct {
	file    *File
	version int
	lines   []line
	pieces  []piece // of all lines
	inside  bool    // a header came before
}

// mostRoom is how many lines there is room for before they are read, at most.
const mostRoom = 64

// scan returns the lines of a file, and whether they are no more than MostLines.
// Comments and the lines of a generator are noted in the file.
func scan(file *File, version int) (lines []line, fits bool) {
	texts, comments := linesOf(file.Source)
	file.Comments = make([]source.Range, 0, min(comments, mostRoom))
	room := min(texts, mostRoom)
	s := &scanner{file: file, version: version, lines: make([]line, 0, room), pieces: make([]piece, 0, room)}
	reader, count := newLineReader(file, version), 0
	for generated := 0; ; generated = len(file.GeneratorLines) {
		l, ok := reader.read()
		if !ok {
			return s.lines, true
		}
		if l.text != "" {
			count++
		}
		if count > MostLines {
			return nil, false
		}
		s.sort(&l, len(file.GeneratorLines) > generated)
	}
}

// linesOf is how many lines of a file are texts and comments, nearly.
func linesOf(src *source.File) (texts, comments int) {
	for number := range src.Lines() {
		switch line := src.LineRange(number + 1); {
		case line.Empty():
		case src.Text[line.Start] == '#':
			comments++
		default:
			texts++
		}
	}
	return texts, comments
}

// sort notes a line. It follows where lines of a generator stand before it.
func (s *scanner) sort(l *logicalLine, follows bool) {
	switch {
	case l.long && isComment(l.text):
		s.add(l, line{ends: LineTooLong})
	case l.long:
		s.text(l, LineTooLong, follows)
	case l.text == "":
	case s.version < 240 && isComment(l.text): // there lines are joined first
		s.file.Comments = append(s.file.Comments, l.whole(s.file.Source))
	case s.version < 246 && isInclude(l.text):
		s.add(l, line{form: include})
	case !l.plain && !validUTF8(l.text):
		s.text(l, InvalidUTF8, follows)
	default:
		s.text(l, "", follows)
	}
}

// text notes a line that is neither comment nor .include.
func (s *scanner) text(l *logicalLine, ends DiagnosticKind, follows bool) {
	if strings.HasPrefix(l.text, "[") {
		s.header(l, ends)
		return
	}
	equals := s.file.equalsOf(l.text)
	switch {
	case s.inside && s.file.leftToGenerator(l.text, equals, follows):
		s.file.GeneratorLines = append(s.file.GeneratorLines, l.whole(s.file.Source))
	case equals < 0:
		s.add(l, line{form: withoutEqual, ends: ends})
	case equals == 0:
		s.add(l, line{form: withoutKey, ends: ends})
	default:
		s.add(l, line{form: assignment, ends: ends})
	}
}

func (s *scanner) header(l *logicalLine, ends DiagnosticKind) {
	name := Span{1, len(l.text) - 1}
	if !s.validHeader(l.text) {
		if ends == "" {
			ends = BadSectionHeader
		}
		name = guessSection(l.text)
		if name.Start == name.End {
			s.add(l, line{ends: ends})
			return
		}
	}
	s.inside = true
	s.add(l, line{form: header, ends: ends, name: name})
}

func (s *scanner) add(l *logicalLine, kept line) {
	kept.logicalLine = *l
	before := len(s.pieces)
	s.pieces = append(s.pieces, l.pieces...)
	kept.pieces = s.pieces[before:len(s.pieces):len(s.pieces)]
	s.lines = append(s.lines, kept)
}

// validHeader tells whether systemd accepts a line that starts with a bracket.
func (s *scanner) validHeader(text string) bool {
	if len(text) < 2 || !strings.HasSuffix(text, "]") {
		return false
	}
	name := text[1 : len(text)-1]
	if name == "" && s.version >= 261 {
		return false
	}
	return !strings.ContainsFunc(name, s.unsafeInHeader)
}

// unsafeInHeader tells which characters make a header broken: control
// characters, and since 251 also quotes and backslashes.
func (s *scanner) unsafeInHeader(r rune) bool {
	return r < ' ' || r == 0x7f || (s.version >= 251 && strings.ContainsRune(`"'\`, r))
}

// guessSection returns the bounds of the name that a broken header was probably
// meant to have: its first word. They are equal where the line looks more like
// an assignment, which leaves the section as it was.
func guessSection(text string) Span {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' }
	start := strings.IndexFunc(text, word)
	if start < 0 {
		return Span{}
	}
	end := len(text)
	if length := strings.IndexFunc(text[start:], func(r rune) bool { return !word(r) }); length >= 0 {
		end = start + length
	}
	if strings.HasPrefix(strings.TrimLeft(text[end:], blanks), "=") {
		return Span{}
	}
	return Span{start, end}
}

func isInclude(text string) bool {
	rest, ok := strings.CutPrefix(text, ".include")
	return ok && (rest == "" || strings.IndexByte(blanks, rest[0]) >= 0)
}

// validUTF8 tells whether systemd takes text for UTF-8: unlike Go, it refuses
// the code points that Unicode reserves as noncharacters.
func validUTF8(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return (r >= 0xFDD0 && r <= 0xFDEF) || r&0xFFFE == 0xFFFE
	})
}

// whole returns the source range of the line without the blanks around it.
func (l *logicalLine) whole(src *source.File) source.Range { return l.span(src, 0, len(l.text)) }
