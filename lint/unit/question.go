package unit

import (
	"slices"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/value"
)

// JudgedAsWhole tells whether systemd reads all of the unit's files and then
// judges their sum.
func (u *Unit) JudgedAsWhole() bool {
	if u.State != locate.Loaded || u.Fragment == nil || u.FragmentUnknown {
		return false
	}
	// Without a single section a file of a packaging tree is no unit: a link
	// that was checked out as text, or a fragment that is put together later.
	return !u.Packaging || len(u.Fragment.Sections) > 0
}

// Truth is the value of a boolean, or otherwise where it is not set to one.
func (u *Unit) Truth(section, list string, otherwise bool) bool {
	if v, ok := value.Boolean(u.Value(section, list)); ok {
		return v
	}
	return otherwise
}

// Enabled returns the assignment of a setting that is switched on in whatever
// way, or nil: of booleans and of settings that take "no" beside other words.
func (u *Unit) Enabled(section, list string) *Assignment {
	a := u.Last(section, list)
	if a == nil || a.Value == "" || a.Verdict.Undecided || !value.SwitchesOn(a.Value) {
		return nil
	}
	return a
}

// Undecided tells whether a placeholder or specifier keeps one of the settings
// from being known.
func (u *Unit) Undecided(section string, lists ...string) bool {
	return slices.ContainsFunc(lists, func(list string) bool {
		return slices.ContainsFunc(u.All(section, list), func(a *Assignment) bool { return a.Verdict.Undecided })
	})
}

// Header is the place for what a section lacks: its first header, or the start
// of the unit.
func (u *Unit) Header(section string) source.Range {
	for _, file := range u.Files() {
		for _, s := range file.Sections {
			if s.Name == section {
				return s.Header
			}
		}
	}
	return u.Start()
}

// UnitNames returns the words of a list of units that systemd takes. They are shared
// and must not be changed.
func (u *Unit) UnitNames(a *Assignment) []value.Word {
	if names, decoded := a.Verdict.Names(); decoded {
		return names
	}
	names, _ := value.UnitNames(a.Value, u.Context(a))
	return names
}

// Executable returns the path of the first program that a line runs, or "".
func (a *Assignment) Executable() string {
	if len(a.Verdict.Commands()) == 0 {
		return ""
	}
	return a.Verdict.Commands()[0].Path.Text
}
