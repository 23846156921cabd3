// Package unit merges a fragment and its drop-ins into the effective unit:
// for each directive the assignments that survive, with their origins, and
// those that lost, with who overruled them.
package unit

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
)

// Unit is the effective unit at one release.
type Unit struct {
	locate.Identity
	Release  catalog.Release
	Type     catalog.UnitType
	Fragment *unitfile.File   // nil where there is none
	DropIns  []*unitfile.File // in the order of merging
	// Settings by section and directive's List, in order of first appearance.
	Settings []*Setting
}

// Setting is the history of one list or scalar.
type Setting struct {
	Section string
	// List is the catalogue's List of the directives that write it.
	List string
	// Values survive, in order. An empty value that reset a list to nothing
	// stays as the only entry, so that "explicitly empty" has a place.
	Values []*Assignment
	// Overruled lost: reset, replaced, invalid.
	Overruled []Overruled
}

// Assignment is an assignment that the catalogue knows, with its verdict.
type Assignment struct {
	*unitfile.Assignment
	Directive *catalog.Directive
	Verdict   value.Result
}

// Overruled is an assignment without effect and the one that took it.
type Overruled struct {
	*Assignment
	By *Assignment // nil where the assignment itself is invalid
}
