package machine

import (
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// Source is what a machine tells of the programs of one unit.
type Source struct {
	Machine *Machine
	// Described tells that it is known what the unit's main program is, and of no commands that it runs
	// for others.
	Described bool
	// Knowledge is what it told; nil before it was asked.
	Knowledge *Knowledge
}

// Collect implements [evidence.Source].
func (s *Source) Collect(c *evidence.Context) []need.Need {
	programs := invocation.Programs(c.Invocations)
	s.Knowledge = s.Machine.Of(c.Unit, programs)
	s.Knowledge.Needs = append(s.Knowledge.Needs, s.Machine.sudoes(c.Unit, programs, s.Described)...)
	s.Knowledge.Needs = append(s.Knowledge.Needs, s.Machine.hosted(c.Unit, programs)...)
	s.Knowledge.Programs = append(s.Knowledge.Programs, s.Machine.configured(c.Unit, invocation.Programs(c.Scripted))...)
	return s.Knowledge.Needs
}
