package unitfile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

// newest stands for a release that is newer than every change of the lexer.
const newest = 1 << 16

// MostLines bounds the lines of a file that are neither blank nor comments, joined
// ones counted once: what is kept of the shortest line takes forty times its
// length. Units that somebody wrote have some hundred lines.
const MostLines = 1 << 16

// Parse reads a file as the systemd release of the options does. It never
// fails: what systemd refuses is in Diagnostics, where systemd gives the file up,
// the rest is in Lost, and a file of too many lines is Overfull. It takes time and memory in proportion to the
// length of the file.
func Parse(src *source.File, options Options) *File {
	p := read(src, options)
	// The parser refuses nothing of the normalised form; if it did, what stands
	// there would still be right.
	_ = lex(p.sections)
	return p.file
}

// read sorts the lines of a file into the normalised form.
func read(src *source.File, options Options) *parser {
	p := &parser{file: &File{Source: src, Options: options}, version: options.Version}
	switch {
	case p.version == 0:
		p.version = newest
	case p.version < 239:
		p.version = 239
	}
	lines, count := newLineReader(p.file, p.version), 0
	for line, ok := lines.read(); ok; line, ok = lines.read() {
		if line.text != "" {
			count++
		}
		if count > MostLines {
			return &parser{file: &File{Source: src, Options: options, Overfull: true}}
		}
		p.logical(&line)
		p.generated = len(p.file.GeneratorLines)
	}
	return p
}

// parser sorts logical lines into headers, assignments and faults.
type parser struct {
	file    *File
	version int
	// sections are all that were read, those behind the abandoned place too.
	sections []*Section
	section  *Section // the one that assignments belong to
	slab     slab
	// generated is the number of generator lines before the line at hand.
	generated int
}

func (p *parser) logical(l *logicalLine) {
	switch {
	case l.long:
		p.abandon(LineTooLong, l)
		if !isComment(l.text) {
			p.text(l)
		}
	case l.text == "":
	case p.version < 240 && isComment(l.text): // there lines are joined first
		p.file.Comments = append(p.file.Comments, p.rangeOf(l))
	case p.version < 246 && isInclude(l.text):
		p.include(l)
	case !validUTF8(l.text):
		p.abandon(InvalidUTF8, l)
		p.text(l)
	default:
		p.text(l)
	}
}

// text reads a line that is neither comment nor .include.
func (p *parser) text(l *logicalLine) {
	if strings.HasPrefix(l.text, "[") {
		p.header(l)
		return
	}
	if p.section == nil {
		p.outside(l)
		return
	}
	equals := p.equalsOf(l.text)
	switch {
	case equals <= 0 && p.section.Ignored: // nothing is logged there
	case p.leftToGenerator(l, equals):
		p.file.GeneratorLines = append(p.file.GeneratorLines, p.rangeOf(l))
	case equals < 0:
		p.missingEquals(l)
	case equals == 0:
		p.diagnose(Diagnostic{Kind: MissingKey}, l)
	default:
		p.assign(l, equals)
	}
}

func (p *parser) header(l *logicalLine) {
	start, end := 1, len(l.text)-1
	if !p.validHeader(l.text) {
		p.abandon(BadSectionHeader, l)
		start, end = p.guessSection(l.text)
		if start == end {
			return
		}
	}
	name := l.text[start:end]
	known := p.knows(name)
	p.section = &Section{
		Name:      name,
		Header:    p.rangeOf(l),
		NameRange: l.span(p.file.Source, start, end),
		Ignored:   !known,
	}
	if !known && !strings.HasPrefix(name, "X-") {
		p.diagnose(Diagnostic{Kind: UnknownSection}, l)
	}
	p.sections = append(p.sections, p.section)
	if !p.file.Abandoned {
		p.file.Sections = append(p.file.Sections, p.section)
	}
}

// validHeader tells whether systemd accepts a line that starts with a bracket.
func (p *parser) validHeader(line string) bool {
	if len(line) < 2 || !strings.HasSuffix(line, "]") {
		return false
	}
	name := line[1 : len(line)-1]
	if name == "" && p.version >= 261 {
		return false
	}
	return !strings.ContainsFunc(name, p.unsafeInHeader)
}

// guessSection returns the bounds of the name that a broken header was probably
// meant to have: its first word. They are equal where the line looks more like
// an assignment, which leaves the section as it was.
func (p *parser) guessSection(line string) (start, end int) {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' }
	start = strings.IndexFunc(line, word)
	if start < 0 {
		return 0, 0
	}
	end = len(line)
	if length := strings.IndexFunc(line[start:], func(r rune) bool { return !word(r) }); length >= 0 {
		end = start + length
	}
	if strings.HasPrefix(strings.TrimLeft(line[end:], blanks), "=") {
		return 0, 0
	}
	return start, end
}

// unsafeInHeader tells which characters make a header broken: control
// characters, and since 251 also quotes and backslashes.
func (p *parser) unsafeInHeader(r rune) bool {
	return r < ' ' || r == 0x7f || (p.version >= 251 && strings.ContainsRune(`"'\`, r))
}

func (p *parser) knows(section string) bool {
	if strings.HasPrefix(section, "X-") {
		return false
	}
	known := p.file.Options.Sections
	if p.file.Options.Template && len(p.file.Placeholders(section)) > 0 {
		return true
	}
	return len(known) == 0 || slices.Contains(known, section)
}

func (p *parser) outside(l *logicalLine) {
	d := Diagnostic{Kind: OutsideSection}
	if equals := p.equalsOf(l.text); equals > 0 {
		d.Assignment = p.newAssignment(l, equals)
	}
	p.diagnose(d, l)
}

// missingEquals tells of a line without '=', for which 239 to 242 give up the
// file.
func (p *parser) missingEquals(l *logicalLine) {
	if p.version < 243 {
		p.abandon(MissingEquals, l)
		return
	}
	p.diagnose(Diagnostic{Kind: MissingEquals}, l)
}

func isInclude(line string) bool {
	rest, ok := strings.CutPrefix(line, ".include")
	return ok && (rest == "" || strings.IndexByte(blanks, rest[0]) >= 0)
}

func (p *parser) include(l *logicalLine) {
	kind := IncludeDeprecated
	if p.file.Options.DropIn {
		kind = IncludeNotAllowed
	}
	p.diagnose(Diagnostic{Kind: kind}, l)
}

func (p *parser) assign(l *logicalLine, equals int) {
	a := p.newAssignment(l, equals)
	a.Section = p.section
	s := p.section
	s.all = append(s.all, a)
	switch {
	case !p.file.Abandoned:
		s.Assignments = s.all[:len(s.all):len(s.all)]
	case !s.Ignored:
		p.file.Lost = append(p.file.Lost, a)
	}
}

func (p *parser) newAssignment(l *logicalLine, equals int) *Assignment {
	key := strings.TrimRight(l.text[:equals], blanks)
	start, end := trim(l.text[equals+1:])
	start, end = start+equals+1, end+equals+1
	a := p.slab.assignment()
	*a = Assignment{
		File:     p.file,
		Key:      key,
		Value:    l.text[start:end],
		KeyRange: l.span(p.file.Source, 0, len(key)),
		Line:     l.line,
		pieces:   p.slab.cut(l.pieces, l.blanks+start, l.blanks+end),
	}
	return a
}

func (p *parser) rangeOf(l *logicalLine) source.Range {
	return l.span(p.file.Source, 0, len(l.text))
}

// diagnose records a fault, unless systemd has stopped reading before it.
func (p *parser) diagnose(d Diagnostic, l *logicalLine) {
	if p.file.Abandoned {
		return
	}
	d.Range, d.Line = p.rangeOf(l), l.line
	p.file.Diagnostics = append(p.file.Diagnostics, d)
}

func (p *parser) abandon(kind DiagnosticKind, l *logicalLine) {
	p.diagnose(Diagnostic{Kind: kind, Abandons: true}, l)
	p.file.Abandoned = true
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
