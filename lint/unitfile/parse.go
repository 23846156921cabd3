package unitfile

import (
	"slices"
	"strings"

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
	p := &parser{file: &File{Source: src, Options: options}, version: options.Version}
	switch {
	case p.version == 0:
		p.version = newest
	case p.version < 239:
		p.version = 239
	}
	lines, fits := scan(p.file, p.version)
	if !fits {
		return &File{Source: src, Options: options, Overfull: true}
	}
	p.room = make([]Assignment, 0, assignmentsAmong(lines))
	for i, read := range lex(lines, options.Template, options.Lexicon) {
		p.words = read
		p.line(&lines[i], lines[i+1:])
	}
	return p.file
}

// parser puts the file together from its lines and what they were read as.
type parser struct {
	file    *File
	version int
	words   words    // of the line at hand
	section *Section // the one that assignments belong to
	// room is for the assignments of all lines.
	room []Assignment
}

// line reads a line, before which those stand that were read.
func (p *parser) line(l *line, below []line) {
	if l.ends != "" {
		p.abandon(l.ends, l)
	}
	switch {
	case l.form == header:
		p.header(l, below)
	case l.form == include:
		p.include(l)
	case l.form == neither:
	case p.section == nil:
		p.withoutSection(l)
	case l.form == assignment:
		p.assign(l)
	case p.section.Ignored: // nothing is logged there
	case l.form == withoutKey:
		p.diagnose(Diagnostic{Kind: MissingKey}, l)
	case p.version < 243:
		p.abandon(MissingEquals, l)
	default:
		p.diagnose(Diagnostic{Kind: MissingEquals}, l)
	}
}

func (p *parser) header(l *line, below []line) {
	if !p.words.read {
		return
	}
	name := p.words.name
	if original := l.text[l.name.Start:l.name.End]; name == standIn && bracketInName(original) {
		name = original
	}
	known := p.knows(name)
	p.section = &Section{
		Name:      name,
		Header:    l.whole(p.file.Source),
		NameRange: l.span(p.file.Source, l.name.Start, l.name.Start+len(name)),
		Ignored:   !known,
	}
	if !p.file.Abandoned {
		p.section.Assignments = make([]*Assignment, 0, assignmentsOf(below))
	}
	if !known && !strings.HasPrefix(name, "X-") {
		p.diagnose(Diagnostic{Kind: UnknownSection}, l)
	}
	if !p.file.Abandoned {
		p.file.Sections = append(p.file.Sections, p.section)
	}
}

// assignmentsOf is how many assignments there are before the next header.
func assignmentsOf(below []line) int {
	end := 0
	for end < len(below) && below[end].form != header {
		end++
	}
	return assignmentsAmong(below[:end])
}

func assignmentsAmong(lines []line) (count int) {
	for i := range lines {
		if lines[i].form == assignment {
			count++
		}
	}
	return count
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

// withoutSection tells of text before the first header.
func (p *parser) withoutSection(l *line) {
	d := Diagnostic{Kind: OutsideSection}
	if l.form == assignment {
		d.Assignment = p.assignment(l)
	}
	p.diagnose(d, l)
}

func (p *parser) include(l *line) {
	kind := IncludeDeprecated
	if p.file.Options.DropIn {
		kind = IncludeNotAllowed
	}
	p.diagnose(Diagnostic{Kind: kind}, l)
}

func (p *parser) assign(l *line) {
	a := p.assignment(l)
	if a == nil {
		return
	}
	a.Section = p.section
	switch {
	case !p.file.Abandoned:
		p.section.Assignments = append(p.section.Assignments, a)
	case !p.section.Ignored:
		p.file.Lost = append(p.file.Lost, a)
	}
}

// assignment returns what the parser made of a line, or nil where it made nothing
// of it. Key and value are at the places that their lengths give.
func (p *parser) assignment(l *line) *Assignment {
	if !p.words.read {
		return nil
	}
	key, value := p.words.name, p.words.value
	if template := p.file.Options.Template; key == standIn && value == standIn && !l.carried(template) {
		before, behind := l.cut(template)
		key, value = strings.Trim(before, blanks), strings.Trim(behind, blanks)
	}
	rest := afterBlanks(l.text[min(len(key), len(l.text)):])
	rest = afterBlanks(strings.TrimPrefix(rest, "="))
	p.room = append(p.room, Assignment{
		File:     p.file,
		Key:      key,
		Value:    value,
		KeyRange: l.span(p.file.Source, 0, len(key)),
		Line:     l.line,
		pieces:   l.pieces,
		before:   l.blanks + len(l.text) - len(rest),
	})
	return &p.room[len(p.room)-1]
}

// diagnose records a fault, unless systemd has stopped reading before it.
func (p *parser) diagnose(d Diagnostic, l *line) {
	if p.file.Abandoned {
		return
	}
	d.Range, d.Line = l.whole(p.file.Source), l.line
	p.file.Diagnostics = append(p.file.Diagnostics, d)
}

func (p *parser) abandon(kind DiagnosticKind, l *line) {
	p.diagnose(Diagnostic{Kind: kind, Abandons: true}, l)
	p.file.Abandoned = true
}
