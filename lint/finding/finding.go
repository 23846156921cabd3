// Package finding is what a rule has to say about one place: words, severity,
// the chain of evidence, and edits that mend it.
package finding

import (
	"github.com/unitlint/unitlint/lint/source"
)

// Severity grades a finding by what follows from it. The zero Severity of a
// finding means "as its rule says".
type Severity uint8

// The severities, from mild to grave.
const (
	Note Severity = iota + 1
	Warning
	Error
)

// Confidence says what a finding rests on. The zero Confidence of a finding
// means "as its rule says".
type Confidence uint8

// The confidences.
const (
	Possible Confidence = iota + 1 // a guess
	Likely                         // knowledge about the program
	Certain                        // the text proves it
)

// Category is the kind of statement that a finding makes.
type Category string

// The categories of the machine formats.
const (
	Syntax      Category = "syntax"
	Value       Category = "value"
	Version     Category = "version"
	Merge       Category = "merge"
	Reference   Category = "reference"
	Breakage    Category = "breakage"
	Hardening   Category = "hardening"
	Weakness    Category = "weakness"
	Consistency Category = "consistency"
)

// Finding is one statement about one place.
type Finding struct {
	// Rule, Category, Unit, Scope and Targets are filled in by the engine, and so
	// are Severity and Confidence where the rule leaves them open. A finding
	// without a Range is placed at the start of the unit's first file.
	Rule       string
	Category   Category
	Severity   Severity
	Confidence Confidence
	Unit       string
	Scope      string
	// Targets are the names of the targets for which it holds.
	Targets []string
	// Directive is the blamed setting's name without "=", or empty.
	Directive string
	Range     source.Range
	// Message is one sentence that ends in a full stop; Symptom says what an
	// operator would see.
	Message string
	Symptom string
	// Related is the chain of evidence, in reading order.
	Related []Related
	// Evidence is what the finding rests on beside the unit's text.
	Evidence []Evidence
	// Fix is the smallest edit that mends it, or nil; Advice says in words what
	// to do where no edit is mechanical.
	Fix    *Fix
	Advice string
	// Gain is how much the unit's exposure would fall if a hardening finding were
	// followed, on the displayed scale; reports show the largest first.
	Gain float64
	// Exposure is the unit's where the finding is that it is too high, else 0. A
	// baseline knows such a finding as long as the exposure does not rise.
	Exposure float64
	// Suppressed says why the finding is not to be shown, or is nil.
	Suppressed *Suppression
}

// Related is one link of the chain of evidence.
type Related struct {
	Range   source.Range
	Message string
}

// Evidence is something beside the unit's text that a finding or a need rests on: what
// a program imports, what its configuration says, what somebody knows of it. The
// machine formats have it in this form.
type Evidence struct {
	Message string `json:"message"`
	// File is where it was found, empty where it is known in general; Line counts
	// from 1, and is 0 where the file is no text.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// Fix is a set of edits that belong together.
type Fix struct {
	Title string // a verb phrase
	// Safe is filled in by the engine, where the rule does not declare that it
	// depends; see Safety.
	Safe  bool
	Edits []Edit
}

// Edit replaces a range with text. An empty range inserts.
type Edit struct {
	Range   source.Range
	NewText string
}

// The kinds of suppression.
const (
	SuppressedByComment  = "comment"
	SuppressedByBaseline = "baseline"
)

// Suppression says who silenced a finding.
type Suppression struct {
	Kind   string // SuppressedByComment or SuppressedByBaseline
	Reason string
	Range  source.Range // of the comment
}

// Path returns the path of the file that the finding stands in, or "".
func (f *Finding) Path() string {
	if f.Range.File == nil {
		return ""
	}
	return f.Range.File.Path
}
