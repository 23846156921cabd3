// Package value holds the grammars of values: each is written once, and both
// checks and decodes. Offsets in results are bytes of the value; unitfile
// turns them into places.
package value

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Context is what a grammar needs to know beside the text.
type Context struct {
	Release  catalog.Release
	UnitName string // with suffix; templates and instances are told apart by it
	User     bool   // the user manager's unit
	DropIn   bool   // the assignment stands in a drop-in: fatal faults end that file only
	// Placeholders are the spans of the text that a generator will replace. Where
	// it is nil, the shapes that are placeholders in every file are looked for.
	Placeholders []unitfile.Span

	// assumed, where it is not 0, says which stand-in is taken for each specifier
	// that the machine decides, as if it were known.
	assumed int
}

// Outcome is what systemd does with an assignment, from harmless to fatal.
type Outcome uint8

// The outcomes, in order of severity.
const (
	Honoured    Outcome = iota
	Noticed             // honoured with a notice (value changed or deprecated)
	PartDropped         // bad words are dropped, the others count
	Ignored             // the assignment has no effect
	FileEnds            // the fragment fails to load (error); a drop-in ends here
	UnitRefused         // the unit is refused (bad-setting); a drop-in ends here
)

// Problem is one fault in a value.
type Problem struct {
	Start, End int // bytes of the value
	Outcome    Outcome
	// Code is a stable word for the fault, such as "unknown-name",
	// "not-absolute", "bad-number"; rules choose their words by it.
	Code string
	// Message says what was found and what is expected, as one sentence
	// without the directive's name.
	Message string
	// Silent tells that systemd itself says nothing.
	Silent bool

	// suggestion finds what was probably meant; most problems are never told.
	suggestion func() string
}

// Suggestion returns the replacement of [Start, End) that was probably meant, or
// "".
func (p Problem) Suggestion() string {
	if p.suggestion == nil {
		return ""
	}
	return p.suggestion()
}

// Result is the verdict on one value.
type Result struct {
	Outcome Outcome // the worst of Problems
	// Undecided tells that a placeholder or specifier keeps the value, or a
	// part of it, from being judged.
	Undecided bool
	Problems  []Problem
	decoded   decoded
}

// Word is one word of a value after unquoting.
type Word struct {
	Text       string
	Start, End int // bytes of the value, quotes included
}
