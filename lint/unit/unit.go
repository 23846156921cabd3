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
	Fragment *unitfile.File   // nil where there is none that can be read
	DropIns  []*unitfile.File // those that can be read, in the order of merging
	// Settings by section and directive's List, in order of first appearance.
	Settings []*Setting
	// Assignments are all assignments of the files in the order of reading, also
	// those that never count: of unknown directives, invalid ones, unread ones.
	Assignments []*Assignment

	// sections hold the settings, of which a file sets so few that a list takes less
	// room than a map and no more time.
	sections []section
	// room is for the settings that a file begins, while it is merged.
	room []Setting
	// lists are those of the settings, and of the base's.
	lists listSet
	// lines are what runs, once all files are merged.
	lines []Line
	// base is the unit that drop-ins were merged to in memory: it has the settings
	// that they leave alone.
	base *Unit
}

type settingKey struct{ section, list string }

// section holds the settings of a section.
type section struct {
	name     string
	settings []*Setting
}

// listSet tells of most lists that are not set that they are not: a list has one of its
// bits, which it shares with others. Rules ask for many more than a unit sets.
type listSet [4]uint64

// add notes that a list is set.
func (s *listSet) add(list string) {
	word, bit := listBit(list)
	s[word] |= bit
}

// mayHold tells whether a list may be set.
func (s *listSet) mayHold(list string) bool {
	word, bit := listBit(list)
	return s[word]&bit == bit
}

// listBit is where the bit of a list is; what has no name has none.
func listBit(list string) (word int, bit uint64) {
	if list == "" {
		return 0, 0
	}
	at := uint(list[0]) + 16*uint(list[len(list)-1]) + 7*uint(len(list))
	return int(at / 64 % 4), 1 << (at % 64)
}

func keyOf(d *catalog.Directive) settingKey { return settingKey{d.ListSection, d.List} }

func (s *Setting) key() settingKey { return settingKey{s.Section, s.List} }

// Setting is the history of one list or scalar.
type Setting struct {
	Section string
	// List is the catalogue's List of the directives that write it.
	List string
	// Values survive, in order. An empty value that reset a list to nothing
	// stays as the only entry, so that "explicitly empty" has a place; where the
	// empty value makes a set the empty set, it stays as the first entry.
	Values []*Assignment
	// Overruled lost: reset, replaced, invalid.
	Overruled []Overruled

	// one is the room of Values for one that replaced all others.
	one [1]*Assignment
	// keys are kept of a keyed list while it is merged.
	keys *keys
}

// keys tell which assignment gives each key and how many keys an assignment still
// gives.
type keys struct {
	holders map[string]*Assignment
	held    map[*Assignment]int
}

func newKeys() *keys { return &keys{holders: map[string]*Assignment{}, held: map[*Assignment]int{}} }

// Reach says how far an assignment comes by itself, whatever others do.
type Reach uint8

// What becomes of an assignment.
const (
	Counts           Reach = iota // it is merged
	UnknownDirective              // the release does not know it in this section
	WithoutEffect                 // known, but without effect in this release
	Invalid                       // its value is refused
	Unread                        // a fault above it ended the reading of its drop-in
)

// Assignment is an assignment with its verdict at the unit's release.
type Assignment struct {
	*unitfile.Assignment
	// Directive is nil where no release knows it in this section.
	Directive *catalog.Directive
	Verdict   value.Result
	// Placeholders are what a generator will replace in the value; never nil.
	Placeholders []unitfile.Span
	Reach        Reach
	// DropIn tells that it stands in a drop-in.
	DropIn bool
}

// Overruled is an assignment without effect and the one that took it.
type Overruled struct {
	*Assignment
	By *Assignment // nil where the assignment itself is invalid
}
