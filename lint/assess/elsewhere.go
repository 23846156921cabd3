package assess

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
)

// moved are the kinds of needs that another configuration has elsewhere.
var moved = []need.Kind{need.Write, need.Create, need.SharedTmp, need.SharedFiles, need.GroupFiles, need.Serve, need.Bind}

// configuredElsewhere makes the places and ports that a profile has of a program, as it
// is packaged, no more than possible where the command line names another configuration
// than the packaged one: a second instance works elsewhere. What that configuration
// says, where it can be read, the machine tells.
func (a *Assessment) configuredElsewhere(c *evidence.Context) {
	name := locate.ParseName(c.Unit.Name)
	for _, i := range c.Invocations {
		if !i.Program.Known || !i.Starts() || !daemon.NamesOther(&daemon.Request{
			Program: i.Program.Text, Instance: name.Instance, Template: name.Form == locate.Template,
			Arguments: i.Arguments, Open: i.Open, Directory: machine.WorkingDirectory(c.Unit), Variables: c.Variables,
		}) {
			continue
		}
		for k := range a.Needs {
			n := &a.Needs[k]
			if n.Line == i.Line && !n.FromText() && !n.Evidence.Declared && slices.Contains(moved, n.Kind) {
				n.Certainty = min(n.Certainty, need.Possible)
			}
		}
	}
}
