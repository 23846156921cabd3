package machine

import (
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// Source is what a machine tells of the programs of one unit.
type Source struct {
	Machine *Machine
	// Knowledge is what it told; nil before it was asked.
	Knowledge *Knowledge
}

// Collect implements [evidence.Source].
func (s *Source) Collect(c *evidence.Context) []need.Need {
	s.Knowledge = s.Machine.Of(c.Unit, invocation.Programs(c.Invocations))
	s.Knowledge.Programs = append(s.Knowledge.Programs, s.Machine.configured(c.Unit, invocation.Programs(c.Scripted))...)
	return s.Knowledge.Needs
}
