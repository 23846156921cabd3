// Package unitfile parses ONE unit file or drop-in into sections, assignments
// and comments, each with its place, the way systemd reads it. Lexing is done
// by go-systemd's parser over a stream normalised to systemd's rules. It knows
// no directive: what a key means is the catalogue's business.
package unitfile

import "github.com/unitlint/unitlint/lint/source"

// Options choose the lexer of a systemd version.
type Options struct {
	// Version is the systemd release whose lexing is followed, 239 or later.
	Version int
	// DropIn tells that the file is a drop-in; .include is refused there.
	DropIn bool
}

// File is what systemd would see of one file.
type File struct {
	Source      *source.File
	Options     Options
	Sections    []*Section // in order of their headers; repeated headers are separate entries
	Comments    []source.Range
	Diagnostics []Diagnostic // in order of their place
	// Abandoned tells that systemd stops reading at the diagnostic that is
	// marked Abandons: what follows is not in Sections. A fragment then fails
	// to load; of a drop-in, what was read before stays in effect.
	Abandoned bool
	// Lost are the assignments after the abandoned place that would have been
	// read: they tell what protection is lost.
	Lost []*Assignment
}

// Section is one section header with the assignments below it.
type Section struct {
	Name        string
	Header      source.Range // from '[' to ']'
	NameRange   source.Range
	Assignments []*Assignment
}

// Assignment is one logical line "Key=Value".
type Assignment struct {
	File    *File
	Section *Section
	Key     string
	// Value is the value as systemd sees it: continuations joined with one
	// space for each backslash, blanks stripped at both ends.
	Value    string
	KeyRange source.Range
	// Line is the number that systemd's messages give for this assignment
	// (since 245: the last physical line of the logical line).
	Line int

	fragments []fragment
}

// fragment maps bytes of Value starting at value to source offset src.
type fragment struct {
	value, src, length int
}

// DiagnosticKind names a lexical fault.
type DiagnosticKind string

// The lexical faults that systemd logs, by what it says of them.
const (
	InvalidUTF8       DiagnosticKind = "invalid-utf8"
	BadSectionHeader  DiagnosticKind = "bad-section-header"
	OutsideSection    DiagnosticKind = "outside-section"
	MissingEquals     DiagnosticKind = "missing-equals"
	MissingKey        DiagnosticKind = "missing-key"
	LineTooLong       DiagnosticKind = "line-too-long"
	IncludeDeprecated DiagnosticKind = "include-deprecated"
	IncludeNotAllowed DiagnosticKind = "include-not-allowed"
)

// Diagnostic is one lexical fault, at the line that systemd names.
type Diagnostic struct {
	Kind     DiagnosticKind
	Range    source.Range
	Line     int
	Abandons bool // systemd reads nothing after it
}
