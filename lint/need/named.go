package need

import (
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// OfName returns the needs that a unit's name stands for, where drop-ins are all
// that is there of it: those of the program of that name, whoever it starts as. How
// it is started is not known, so that nothing is more than likely. A nil library
// knows no program.
func OfName(u *unit.Unit, library *Library) *Assessment {
	stem, _, _ := strings.Cut(strings.TrimSuffix(u.Name, ".service"), "@")
	if library == nil || len(u.Assignments) == 0 {
		return &Assessment{}
	}
	p := library.named(stem)
	if p == nil {
		return &Assessment{}
	}
	first := u.Assignments[0]
	r := &reader{unit: u, library: library}
	r.profileNeeds(&invocation{assignment: first, program: word{text: stem, known: true, place: first.Range()}, open: true}, p)
	assessed := &Assessment{Profiles: []*Profile{p}}
	for i := range r.needs {
		n := r.needs[i]
		n.Evidence.Range, n.Evidence.Source = source.Range{}, "the unit's name; "+n.Evidence.Source
		if n.Conditions.Starts == AsAnyone {
			assessed.Needs = append(assessed.Needs, n)
		}
	}
	return assessed
}

// named returns the profile of a program, or of a unit that is called as the
// profile is, or nil.
func (l *Library) named(stem string) *Profile {
	known := l.index()
	if profile := known.name(stem); profile != "" {
		return l.Lookup(profile)
	}
	for _, profile := range l.Names() {
		if profile == stem {
			return l.Lookup(profile)
		}
	}
	return nil
}
