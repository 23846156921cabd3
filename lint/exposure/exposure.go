// Package exposure computes the score of systemd-analyze security from the
// effective unit: what --offline=true of the very release prints, or, for
// releases before 250, which know no offline mode, what it prints of the
// loaded unit. systemd-analyze(1) describes the tool.
package exposure

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Score is the rating of one unit.
type Score struct {
	// Release is the systemd whose checks and weights were used.
	Release catalog.Release
	// Tenths is the overall exposure in tenths: 0 (nothing exposed) to 100.
	Tenths int
	Level  Level
	// Checks are in the order of systemd's table.
	Checks []Check

	weights uint64           // of the checks that apply
	places  map[string][]int // of the checks, as those of the table
}

// aspect is what a check looks at.
type aspect struct {
	// ID is the json_field of systemd-analyze security.
	ID string
	// Setting is the name in its table for people, such as
	// "RestrictNamespaces=~user".
	Setting string
	// Takes is the line that takes from a service what the check looks at and nothing
	// else, such as "SystemCallFilter=~@clock"; "" where it looks at a value.
	Takes string
}

// Check is the verdict on one aspect of the unit. It is kept small: each unit
// has some eighty.
type Check struct {
	*aspect
	// Set tells whether the check passes; nil where it does not apply.
	Set *bool
	// Tenths is the share in the overall exposure, rounded up; nil where the
	// check passes or does not apply.
	Tenths *int
	// Description says in words what was found.
	Description string
	// Origin is the assignment that decided; nil where a default did.
	Origin *unit.Assignment

	contribution uint64
}

// Format writes tenths as systemd does: "9.6".
func Format(tenths int) string {
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// share is how much of the overall exposure the checks of these IDs make up
// together, in tenths, rounded up as systemd rounds a single check.
func (s *Score) share(ids ...string) int {
	checks := make([]*Check, 0, len(ids))
	for _, id := range ids {
		if c := s.Check(id); c != nil {
			checks = append(checks, c)
		}
	}
	return s.ShareOf(checks)
}

// ShareOf is the same for some of the score's own checks.
func (s *Score) ShareOf(checks []*Check) int {
	var sum uint64
	for _, c := range checks {
		sum += c.contribution
	}
	return int(ceilDiv(sum*100, s.weights))
}

// Check returns the check of the given ID, or nil where the release has none.
func (s *Score) Check(id string) *Check {
	if places := s.Places(id); len(places) == 1 {
		return &s.Checks[places[0]]
	}
	return nil
}

// Places returns where in Checks the check of an ID stands, or all that look at words of
// a list, such as "RestrictNamespaces_*"; none where the release has none. They must not
// be changed.
func (s *Score) Places(id string) []int { return s.places[id] }

// Passes tells whether the unit passes the check of the given ID, or need not.
func (s *Score) Passes(id string) bool {
	c := s.Check(id)
	return c == nil || c.Set == nil || *c.Set
}

// rate makes the score that of the checks of a release, adjusted by a policy, applied to
// what the unit sets. The integer arithmetic is systemd's.
func (s *Score) rate(f *facts, known *table, policy Policy) {
	checks := policy.apply(known.checks)
	*s = Score{Release: f.release, Checks: slices.Grow(s.Checks[:0], len(checks))[:len(checks)], places: known.places}
	var percent [len(checkTable)]uint64 // of what the weights of all checks make
	var sum uint64
	for i, c := range checks {
		v := judge(c, f)
		result := &s.Checks[i]
		*result = Check{aspect: c.aspect, Description: v.words(c.check), Origin: v.origin}
		if v.notApplicable {
			continue
		}
		result.Set = &known.passes
		if v.badness > 0 {
			result.Set = &known.fails
			percent[i] = ceilDiv(v.badness*c.weight*100, c.scale)
		}
		result.contribution = ceilDiv(v.badness*c.weight, c.scale)
		sum += result.contribution
		s.weights += c.weight
	}
	for i := range s.Checks {
		if result := &s.Checks[i]; result.Set == &known.fails {
			result.Tenths = &known.tenths[ceilDiv(percent[i], s.weights)]
		}
	}
	s.Tenths = int(ceilDiv(sum*100, s.weights))
	s.Level = levelOf(s.Tenths)
}

// judge is what a check finds, and whether it applies at all.
func judge(c ratedCheck, f *facts) rating {
	switch {
	case c.needsBasicSystem && !f.defaultDependencies:
		return rating{notApplicable: true, origin: f.defaultDependenciesOrigin}
	case c.weight == 0:
		return rating{notApplicable: true}
	}
	v := c.assess(c.check, f)
	// A policy may shorten the scale below what the check can find.
	v.badness = min(v.badness, c.scale)
	return v
}

func ceilDiv(a, b uint64) uint64 {
	if b == 0 {
		return 0
	}
	return (a + b - 1) / b
}

// Of rates a unit at the release that it was merged for. It fails where that
// release has no systemd-analyze security, which came with 240. The unit has to
// be loaded: masked and refused units have no exposure.
func Of(s *sandbox.Sandbox, policy Policy) (*Score, error) {
	score := &Score{}
	if err := score.Rate(s, policy); err != nil {
		return nil, err
	}
	return score, nil
}

// Rate is [Of] into a score that nobody reads any more: a run over many units needs the
// memory of one.
func (s *Score) Rate(box *sandbox.Sandbox, policy Policy) error {
	known := tableOf(box.Release())
	if len(known.checks) == 0 {
		return fmt.Errorf("%s has no exposure assessment: expected 240 or newer", box.Release())
	}
	s.rate(readFacts(box), known, policy)
	return nil
}
