// Package unitfile parses ONE unit file or drop-in into sections, assignments
// and comments, each with its place, the way systemd reads it. A scanner joins
// lines and tells their forms apart; go-systemd's parser splits them into names and
// values, and what it returns is what the file says. The package knows
// no directive: what a key means is the catalogue's business.
package unitfile

import (
	"regexp"

	"github.com/unitlint/unitlint/lint/source"
)

// Options choose the lexer of a systemd version.
type Options struct {
	// Version is the systemd release whose lexing is followed; 0 means the
	// newest. What is older than 239 is read as 239.
	Version int
	// DropIn tells that the file is a drop-in; .include is refused there.
	DropIn bool
	// Sections are the names that the unit's type knows. Others are ignored with
	// what is below them, as systemd does. Where it is empty, every name but
	// "X-…" is taken for known.
	Sections []string
	// Template tells that the file is the input of a generator (*.in, *.j2, …):
	// lines that are wholly its directives are no lines of the unit.
	Template bool
	// Placeholders are further shapes of words that a generator replaces.
	Placeholders []*regexp.Regexp
	// Lexicon keeps what was read of the lines of other files; it may be nil.
	Lexicon *Lexicon
}

// File is what systemd would see of one file.
type File struct {
	Source   *source.File
	Options  Options
	Sections []*Section // in order of their headers; repeated headers are separate entries
	// Comments are the lines that start with '#' or ';', without terminator.
	Comments []source.Range
	// GeneratorLines are the lines of a template that are wholly its generator's
	// directives, and no lines of the unit.
	GeneratorLines []source.Range
	Diagnostics    []Diagnostic // in order of their place
	// Abandoned tells that systemd stops reading at the diagnostic that is
	// marked Abandons: what follows is not in Sections. A fragment then fails
	// to load; of a drop-in, what was read before stays in effect.
	Abandoned bool
	// Lost are the assignments from the abandoned place on that would have been
	// read: they tell what protection is lost.
	Lost []*Assignment
	// Overfull tells that the file has more than MostLines lines. Nothing of it is
	// here then.
	Overfull bool
}

// Section is one section header with the assignments below it.
type Section struct {
	Name        string
	Header      source.Range // from '[' to ']'
	NameRange   source.Range
	Assignments []*Assignment
	// Ignored tells that systemd skips the section with all that is below it:
	// its name starts with "X-" or is not known for the unit's type.
	Ignored bool
}

// DiagnosticKind names a lexical fault.
type DiagnosticKind string

// The lexical faults that systemd logs, by what it says of them.
const (
	InvalidUTF8       DiagnosticKind = "invalid-utf8"
	BadSectionHeader  DiagnosticKind = "bad-section-header"
	UnknownSection    DiagnosticKind = "unknown-section"
	OutsideSection    DiagnosticKind = "outside-section"
	MissingEquals     DiagnosticKind = "missing-equals"
	MissingKey        DiagnosticKind = "missing-key"
	LineTooLong       DiagnosticKind = "line-too-long"
	IncludeDeprecated DiagnosticKind = "include-deprecated"
	IncludeNotAllowed DiagnosticKind = "include-not-allowed"
)

// Diagnostic is one lexical fault, at the line that systemd names.
type Diagnostic struct {
	Kind DiagnosticKind
	// Range spans the logical line without the blanks around it.
	Range    source.Range
	Line     int
	Abandons bool // systemd reads nothing after it
	// Assignment is what an OutsideSection line would have assigned, or nil
	// where it has no '='. Its Section is nil.
	Assignment *Assignment
}
