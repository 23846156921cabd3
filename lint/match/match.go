// Package match is where needs meet grants: it asks a sandbox the question of
// each need, judges the conditions under which the need holds, and returns what
// is refused, by which mechanism and because of which line. It is a pure function
// of needs and sandbox, so that the same needs can be held against the unit as it
// is and against the unit with one more drop-in.
package match

import (
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Refusal is a need that a sandbox certainly does not grant.
type Refusal struct {
	// Need is one of those that were asked about, or of them with what is known of it
	// there.
	Need    *need.Need
	Aspect  Aspect
	Verdict sandbox.Verdict
	// Argument is the alternative that was refused last, in the words of the
	// aspect.
	Argument string
	// Further are settings beside those of the verdict that refuse it too, each
	// by itself.
	Further []*unit.Assignment
}

// Refusals returns the needs that the sandbox certainly does not grant, in the
// order of the needs. What cannot be told is left out. The sandbox is that of the
// unit whose needs they are, or of the same unit with further drop-ins.
func Refusals(box *sandbox.Sandbox, needs []need.Need) []Refusal {
	var refused []Refusal
	for i := range needs {
		refused = append(refused, RefusalsOf(box, &needs[i])...)
	}
	return refused
}

// RefusalsOf is [Refusals] for one need.
func RefusalsOf(box *sandbox.Sandbox, n *need.Need) []Refusal {
	return attempt{box: box, process: processOf(box, n), need: n}.refusals()
}

// Refused tells whether a sandbox certainly does not grant a need.
func Refused(box *sandbox.Sandbox, n *need.Need) bool {
	return len(attempt{box: box, process: processOf(box, n), need: n}.refused()) > 0
}

// Arises tells whether a need arises under the grants of a sandbox, be it granted
// or not.
func Arises(box *sandbox.Sandbox, n *need.Need) bool {
	return attempt{box: box, process: processOf(box, n), need: n}.holds()
}

// processOf returns the process that has a need: that of its line, or the main
// one where the need is the manager's or every line's.
func processOf(box *sandbox.Sandbox, n *need.Need) *sandbox.Process {
	if n.Line == (unit.Line{}) {
		return box.Main()
	}
	return box.Process(n.Line)
}

// attempt is one need that is held against a sandbox.
type attempt struct {
	box     *sandbox.Sandbox
	process *sandbox.Process
	need    *need.Need
}

// with is the attempt with a copy of the need that was changed.
func (a attempt) with(change func(n *need.Need)) attempt {
	own := *a.need
	change(&own)
	a.need = &own
	return a
}

// refusals is refused with what else would refuse it.
func (a attempt) refusals() []Refusal {
	refused := a.refused()
	for i := range refused {
		refused[i].Further = a.furtherCauses(&refused[i])
		refused[i].Argument = a.refusedWord(&refused[i])
	}
	return refused
}

// refused asks for each alternative. A need with alternatives is met by any of
// them.
func (a attempt) refused() []Refusal {
	if !a.holds() {
		return nil
	}
	alternatives := a.need.Any
	if len(alternatives) == 0 {
		alternatives = []string{""}
	}
	var refused []Refusal
	for _, argument := range alternatives {
		one := a.ask(argument)
		if len(one) == 0 || !a.counts(one[0].Verdict) {
			return nil
		}
		// Where paths differ between distributions, the one that fails for its
		// owner alone is the one that the unit provides for.
		if refused == nil || one[0].Aspect == WrongUser && refused[0].Aspect != WrongUser {
			refused = one
		}
	}
	return refused
}

// ask asks the question of the need's kind.
func (a attempt) ask(argument string) []Refusal {
	if q, special := questions[a.need.Kind]; special {
		return q(a, argument)
	}
	if v, known := Answer(a.process, a.need.Kind, argument); known {
		if capability := lackedCapability(a.need.Kind, v); capability != "" {
			return a.refusedBy(CapabilityMissing, capability, v)
		}
		return a.refusedBy(aspects[a.need.Kind], argument, v)
	}
	return nil
}

// refusedBy is the refusal of an argument where the verdict is one.
func (a attempt) refusedBy(aspect Aspect, argument string, v sandbox.Verdict) []Refusal {
	if !v.Denies() {
		return nil
	}
	return []Refusal{{Need: a.need, Aspect: aspect, Verdict: v, Argument: argument}}
}
