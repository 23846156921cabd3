package evidence

import (
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// mostNeeds bounds how many needs of a unit one source finds. Real units have some
// dozens; what goes beyond is no description of a service.
const mostNeeds = 512

// Collection is what one source finds of a unit, as far as that is bounded.
type Collection struct {
	Needs []need.Need
}

// Full tells that no more needs are taken.
func (c *Collection) Full() bool { return len(c.Needs) >= mostNeeds }

// Put adds a need that is not one of a single invocation.
func (c *Collection) Put(n need.Need) {
	if !c.Full() {
		c.Needs = append(c.Needs, n)
	}
}

// phases are the words for when lines run that do not start a service.
var phases = map[unit.Phase]struct {
	when        string
	consequence need.Consequence
}{
	unit.Reload: {"at reload", need.ReloadFails}, unit.Stop: {"at stop", need.StopFails}, unit.StopPost: {"after the stop", need.StopFails},
}

// later returns what a line does with when it does so, and what follows where it cannot.
func later(phase unit.Phase, why string, then need.Consequence) (string, need.Consequence) {
	p, isLater := phases[phase]
	if !isLater {
		return why, then
	}
	if then != need.Missing {
		then = p.consequence
	}
	if strings.Contains(why, string(phase)) {
		return why, then
	}
	if strings.Contains(why, ", ") {
		why += ","
	}
	return why + " " + p.when, then
}

// Add adds a need of an invocation. What a line's author expects to fail is no
// outage, and whether it was expected to fail for something else is not known but for
// kernel variables, which do not come to be set, and for the file that a shell writes the
// output of a command to: what may not even run is possible only.
func (c *Collection) Add(i *invocation.Invocation, n need.Need) {
	n.Line = i.Line
	n.Why, n.Consequence = later(i.Line.Phase, n.Why, n.Consequence)
	if i.Tolerated {
		if i.Line.Phase != unit.Start || n.FromText() {
			n.Consequence = need.Missing // the service goes on without it
		}
		switch {
		case !n.FromText():
		case n.Kind == need.KernelInterfaces, n.Kind == need.Write && i.IsShell():
			n.Certainty = min(n.Certainty, need.Likely)
		default:
			n.Certainty = need.Possible
		}
	}
	if i.Conditional && n.Certainty == need.Certain {
		n.Certainty = need.Likely
	}
	if n.Evidence.Assignment == nil {
		n.Evidence.Assignment, n.Evidence.Range = i.Assignment, i.Program.Place
	}
	c.Put(n)
}
