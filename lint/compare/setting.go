package compare

import (
	"slices"

	"github.com/unitlint/unitlint/lint/unit"
)

// Setting is a setting whose effective values changed. Before or After is empty
// where it was or is not set.
type Setting struct {
	Section, Name string
	Before, After []*unit.Assignment
}

// settings returns the settings that changed, in the order of the newer unit,
// then those that are gone.
func settings(before, after *State) []Setting {
	var changed []Setting
	seen := map[[2]string]bool{}
	for _, s := range []*State{after, before} {
		if s == nil {
			continue
		}
		for _, setting := range s.Unit.Settings {
			k := [2]string{setting.Section, setting.List}
			if seen[k] {
				continue
			}
			seen[k] = true
			b, a := values(before, setting), values(after, setting)
			if !slices.EqualFunc(b, a, func(x, y *unit.Assignment) bool { return x.Key == y.Key && x.Value == y.Value }) {
				changed = append(changed, Setting{Section: setting.Section, Name: setting.List, Before: b, After: a})
			}
		}
	}
	return changed
}

func values(s *State, of *unit.Setting) []*unit.Assignment {
	if s == nil {
		return nil
	}
	return s.Unit.All(of.Section, of.List)
}
