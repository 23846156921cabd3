package harden

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/value"
)

// Grade is how much has to be known of a program, or is.
type Grade uint8

// The grades of knowledge.
const (
	// UnitAlone: nothing but the unit's text.
	UnitAlone Grade = iota
	// ProgramRead: what the program's file, package and configuration show too.
	ProgramRead
	// Whole: what the program does as it is packaged.
	Whole
)

// Ladder is one protection with its values from the tightest to the loosest.
// Below the last one it is left out.
type Ladder struct {
	// Name is the directive that the protection is called by.
	Name string
	// Says completes "the service …" for people, where it holds.
	Says string
	// Steps are the values, the tightest first.
	Steps []Step
	// Unprivileged tells that a user's manager can apply it to its services
	// (systemd.exec(5), "Sandboxing").
	Unprivileged bool
	// Fits tells whether the protection means anything to a unit; nil means that
	// it does to all.
	Fits func(*Subject) bool

	// place is where it stands among those of its vocabulary.
	place int
}

// Step is one value of a ladder.
type Step struct {
	// Lines are the assignments, where they are the same for every service.
	Lines []string
	// List makes them of words that the search gives back; nil with Lines.
	List *List
	// Takes is what has to be known of the program so that the step stays right.
	Takes Grade
	// Alone tells that the step is no good for programs that start what is not their
	// own: it is inherited, and what others need is unknown.
	Alone bool
	// Fits tells whether the step suits the unit; nil means that it does.
	Fits func(*Subject) bool
	// Vain tells that a need which the steps before refuse is refused by this one, too, but for
	// words of its list; nil where that is not known before it is tried.
	Vain func(*Subject, *match.Refusal) bool
	// Shown says what shows that it does, in words that follow "as"; nil where the
	// ladder says all.
	Shown func(*Subject) string
}

// List is a setting that takes all but some words from a service.
type List struct {
	// Start are the words that are left from the start; nil means none.
	Start func(*Subject) []string
	// Named are the words by which a refused need could be met that the need
	// itself names.
	Named func(*Subject, *match.Refusal) []string
	// All are the words that could be given back, for needs that name none.
	All func(*Subject) []string
	// Lines are the assignments that leave these words; none where the unit has
	// nothing more to lose.
	Lines func(s *Subject, words []string) []string
	// Plain tells that the unit itself says nothing on which the lines depend: with the same
	// words they are the same for all units that read the same dialect. Nil says so of none.
	Plain func(s *Subject, words []string) bool
}

// knownTo tells whether a release honours an assignment to the unit's section for
// execution.
func knownTo(section, line string, ctx value.Context) bool {
	name, text, _ := strings.Cut(line, "=")
	d := catalog.Lookup(section, name)
	if d == nil || d.Support(ctx.Release) != catalog.Honoured {
		return false
	}
	return text == "" || value.Check(d, text, ctx).Outcome < value.PartDropped
}
