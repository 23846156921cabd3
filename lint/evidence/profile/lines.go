package profile

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

// judged tells whether the profile's needs were recorded for a line that starts
// the same program, and notes that they are now. The main line's count for all
// lines that run the same program.
func (s *Source) judged(c *evidence.Context, i *invocation.Invocation, p *Profile) bool {
	if i.Line.Phase != unit.Start && s.mainRuns(c, p) {
		return true
	}
	if slices.Contains(s.profiles, p) {
		return true
	}
	if i.Line.Phase == unit.Start {
		s.profiles = slices.Insert(s.profiles, s.mains, p)
		s.mains++
		return false
	}
	s.profiles = append(s.profiles, p)
	return false
}

// isMain tells that a line starts the service itself, or runs what it is.
func (s *Source) isMain(c *evidence.Context, i *invocation.Invocation) bool {
	return i.Line.Phase == unit.Start || slices.ContainsFunc(c.Invocations, func(other *invocation.Invocation) bool {
		return other.Line.Phase == unit.Start && other.Name() == i.Name()
	})
}

// particular records the facts of a profile that are about single programs of it, where another
// of them told the others: "npm install" before "node".
func (s *Source) particular(i *invocation.Invocation, known subject, p *Profile) {
	for index := range p.Needs {
		fact := &p.Needs[index]
		if len(fact.Of) == 0 || len(fact.ReachedBy) > 0 {
			continue
		}
		if holds, perhaps := s.holds(fact, i); holds {
			s.fact(i, known, p, fact, perhaps)
		}
	}
}

func (s *Source) mainRuns(c *evidence.Context, p *Profile) bool {
	return slices.ContainsFunc(c.Invocations, func(i *invocation.Invocation) bool {
		return i.Line.Phase == unit.Start && s.profileOf(i) == p
	})
}

// deepestInclusion bounds how profiles may include each other.
const deepestInclusion = 4
