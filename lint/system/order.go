package system

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Wait says that one unit is started after another.
type Wait struct {
	Unit, For *unit.Unit
	// Line is the assignment that says so, of either unit; nil for what follows
	// from default dependencies.
	Line *unit.Assignment
	// Start and End are the bytes of the other's name in the line's value.
	Start, End int
}

// Preceding returns the units that say by Before= that they come before a unit,
// in the order of the run.
func (s *System) Preceding(u *unit.Unit) []*unit.Unit {
	s.preceding.Do(func() {
		s.before = map[*unit.Unit][]*unit.Unit{}
		for _, from := range s.units {
			s.dependencies(from, "Before", func(other *unit.Unit, _ Wait) { s.before[other] = append(s.before[other], from) })
		}
	})
	return s.before[u]
}

// Implicit tells that the wait follows from default dependencies.
func (w Wait) Implicit() bool { return w.Line == nil }

// waits returns what every unit waits for: After= and Before=, and the default
// dependencies of services, sockets, timers, paths and targets.
func (s *System) waits() map[*unit.Unit][]Wait {
	waits := map[*unit.Unit][]Wait{}
	add := func(w Wait) {
		if w.Unit != nil && w.For != nil && w.Unit != w.For {
			waits[w.Unit] = append(waits[w.Unit], w)
		}
	}
	for _, u := range s.units {
		if u.State != locate.Loaded || value.UnitName(u.Name) == value.TemplateName {
			continue
		}
		s.dependencies(u, "After", func(other *unit.Unit, w Wait) { w.Unit, w.For = u, other; add(w) })
		s.dependencies(u, "Before", func(other *unit.Unit, w Wait) { w.Unit, w.For = other, u; add(w) })
		for _, name := range defaultAfter(u) {
			add(Wait{Unit: u, For: s.Beside(u, name)})
		}
		if u.Type == "target" {
			s.targetWaits(u, add)
		}
	}
	return waits
}

// dependencies calls a function for every unit that a list of dependencies names.
func (s *System) dependencies(u *unit.Unit, list string, found func(*unit.Unit, Wait)) {
	for _, a := range u.All("Unit", list) {
		for _, word := range u.UnitNames(a) {
			if strings.ContainsRune(a.Value[word.Start:word.End], '%') {
				continue
			}
			if other := s.Beside(u, word.Text); other != nil && other.State == locate.Loaded {
				found(other, Wait{Line: a, Start: word.Start, End: word.End})
			}
		}
	}
}

// defaultAfter are the units that a unit waits for by default (systemd.service(5)
// and its kin, "DEFAULT DEPENDENCIES"). User managers have only basic.target.
func defaultAfter(u *unit.Unit) []string {
	if !hasDefaults(u) {
		return nil
	}
	switch {
	case u.Scope == locate.User && u.Type == "service":
		return []string{"basic.target"}
	case u.Scope == locate.User:
		return nil
	case u.Type == "service":
		return []string{"sysinit.target", "basic.target"}
	case u.Type == "socket", u.Type == "timer", u.Type == "path":
		return []string{"sysinit.target"}
	}
	return nil
}

func hasDefaults(u *unit.Unit) bool {
	set, ok := value.Boolean(u.Value("Unit", "DefaultDependencies"))
	return !ok || set
}

// targetWaits adds that a target waits for what it pulls in, unless one of the
// two has no default dependencies or the other one waits for the target
// (systemd.target(5)).
func (s *System) targetWaits(target *unit.Unit, add func(Wait)) {
	if !hasDefaults(target) {
		return
	}
	for _, list := range []string{"Wants", "Requires"} {
		s.dependencies(target, list, func(other *unit.Unit, _ Wait) { s.targetWait(target, other, add) })
	}
	for _, links := range [][]locate.DependencyLink{target.Wants, target.Requires} {
		for _, link := range links {
			if other := s.Beside(target, link.Unit); other != nil && other.State == locate.Loaded {
				s.targetWait(target, other, add)
			}
		}
	}
}

func (s *System) targetWait(target, other *unit.Unit, add func(Wait)) {
	if !hasDefaults(other) {
		return
	}
	ordered := slices.ContainsFunc(defaultAfter(other), func(name string) bool { return s.Beside(other, name) == target })
	s.dependencies(other, "After", func(u *unit.Unit, _ Wait) { ordered = ordered || u == target })
	s.dependencies(target, "Before", func(u *unit.Unit, _ Wait) { ordered = ordered || u == other })
	if !ordered {
		add(Wait{Unit: target, For: other})
	}
}
