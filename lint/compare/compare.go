// Package compare tells what changed between two states of a unit or of all
// units of two trees: settings, what the sandbox grants, findings, exposure, and
// overrides that the other state's units no longer fit. Whether something is
// looser or tighter the model of the sandbox says, never the text.
package compare

import (
	"cmp"
	"slices"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// State is one unit at one of the two sides.
type State struct {
	Unit *unit.Unit
	// Sandbox is what it grants; nil for units that run nothing.
	Sandbox *sandbox.Sandbox
	// Score is nil where systemd computes none.
	Score *exposure.Score
	// Findings are those that are to be compared, and Shown is what reports put
	// before the path of a file in the unit's tree.
	Findings []finding.Finding
	Shown    string
	// Directory is where the unit lies in its side, for packaging trees, in which there
	// may be several of a name.
	Directory string
	// Host is what is known of the machine; nil where nothing is.
	Host *host.Host
	// Laid is the unit of the newer side with the local files of the older one,
	// where that side does not have them; nil where it has.
	Laid *State
}

// Change says what became of a unit.
type Change string

// What became of a unit.
const (
	New     Change = "new"
	Gone    Change = "gone"
	Changed Change = "changed"
)

// Unit is what changed of one unit.
type Unit struct {
	Name  string
	Scope locate.Scope
	// Before and After are the states; nil for units that are new or gone.
	Before, After *State
	Change        Change
	Settings      []Setting
	Grants        []Grant
	Came, Went    []finding.Finding
	Overrides     []Override
}

// loosened counts what the unit may do that it might not before, or might not
// where looser is false.
func (u *Unit) loosened(looser bool) int {
	count := 0
	for _, g := range u.Grants {
		if g.Looser == looser {
			count++
		}
	}
	return count
}

// Exposure returns the overall scores in tenths, nil where there is none.
func (u *Unit) Exposure() (before, after *int) { return tenths(u.Before), tenths(u.After) }

func tenths(s *State) *int {
	if s == nil || s.Score == nil {
		return nil
	}
	return &s.Score.Tenths
}

// key tells units apart: in packaging trees there may be several of a name.
type key struct {
	scope     locate.Scope
	name      string
	directory string
}

// Units returns what changed of each unit between two sides, those that matter
// most first. Where each side has one unit, these are compared whatever their
// names.
func Units(before, after []*State) []*Unit {
	old, pairs := indexed(before), [][2]*State{}
	single := len(before) == 1 && len(after) == 1
	for _, a := range after {
		k := keyOf(a)
		b := old[k]
		if single {
			k = keyOf(before[0])
			b = before[0]
		}
		delete(old, k)
		pairs = append(pairs, [2]*State{b, a})
	}
	for _, b := range before {
		if old[keyOf(b)] == b {
			pairs = append(pairs, [2]*State{b, nil})
		}
	}
	var changed []*Unit
	for _, p := range pairs {
		if u := compared(p[0], p[1]); u != nil {
			changed = append(changed, u)
		}
	}
	slices.SortStableFunc(changed, func(a, b *Unit) int {
		return cmp.Or(-cmp.Compare(a.weight(), b.weight()), cmp.Compare(a.Name, b.Name))
	})
	return changed
}

func indexed(states []*State) map[key]*State {
	index := map[key]*State{}
	for _, s := range states {
		if k := keyOf(s); index[k] == nil {
			index[k] = s
		}
	}
	return index
}

func keyOf(s *State) key {
	return key{s.Unit.Scope, s.Unit.Name, s.Directory}
}

// remains tells whether local files of the older side will be there beside the
// newer one: a package or a vendor's tree says nothing of them, a system does.
func remains(after *State) bool {
	return after != nil && after.Laid != nil && !exists(after.Unit.Tree, "/etc/systemd") && !isSystem(after.Unit.Tree)
}

// compared returns what changed of one unit, or nil where nothing did.
func compared(before, after *State) *Unit {
	remaining := remains(after)
	if remaining {
		after = after.Laid
	}
	u := &Unit{Before: before, After: after, Change: Changed}
	named := after
	switch {
	case before == nil:
		u.Change = New
	case after == nil:
		u.Change, named = Gone, before
	}
	u.Name, u.Scope = named.Unit.Name, named.Unit.Scope
	u.Settings = settings(before, after)
	u.Came, u.Went = findings(before, after)
	if before == nil || after == nil {
		return u
	}
	if before.Sandbox != nil && after.Sandbox != nil {
		u.Grants = grants(before, after)
	}
	u.Overrides = overrides(before, after, remaining)
	b, a := u.Exposure()
	sameScore := (b == nil) == (a == nil) && (b == nil || *b == *a)
	if before.Unit.State == after.Unit.State && len(u.Settings)+len(u.Grants)+len(u.Came)+len(u.Went)+len(u.Overrides) == 0 && sameScore {
		return nil
	}
	return u
}

// The weights by which units are sorted: what breaks, then what an
// administrator has to look at, then what was opened.
const (
	weightOfError    = 1000
	weightOfWarning  = 300
	weightOfOverride = 200
	weightOfLooser   = 10
	weightOfTenth    = 2
	weightOfPresence = 5
)

// weight says how much a change matters.
func (u *Unit) weight() int {
	weight := len(u.Overrides)*weightOfOverride + min(u.loosened(true), 20)*weightOfLooser
	for _, f := range u.Came {
		switch f.Severity {
		case finding.Error:
			weight += weightOfError
		case finding.Warning:
			weight += weightOfWarning
		case finding.Note:
			weight++
		}
	}
	if u.Change != Changed {
		return min(weight, weightOfPresence) // there is nothing that it broke
	}
	if before, after := u.Exposure(); before != nil && after != nil {
		weight += max(*after-*before, 0) * weightOfTenth
	}
	return weight
}
