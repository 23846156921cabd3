package assess

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// moved are the kinds of needs that another configuration has elsewhere.
var moved = []need.Kind{need.Write, need.Create, need.SharedTmp, need.Serve, need.Bind}

// ofModes are kinds of needs about the permissions of files, which are the same wherever these lie.
var ofModes = []need.Kind{need.SharedFiles, need.GroupFiles}

// configuredElsewhere makes the places and ports that a profile has of a program, as it
// is packaged, no more than possible where the command line names another configuration
// than the packaged one: a second instance works elsewhere. So does what systems start
// that keep each package apart. What that configuration says, where it can be read, the
// machine tells.
func (a *Assessment) configuredElsewhere(c *evidence.Context) {
	for _, i := range c.Invocations {
		if !i.Program.Known || !i.Starts() {
			continue
		}
		other := namesOther(c, i)
		if !other && !i.InStore() {
			continue
		}
		for k := range a.Needs {
			n := &a.Needs[k]
			if n.Line == i.Line && !n.FromText() && !n.Evidence.Declared && isMoved(n, other) && !isToldPlace(c, n) {
				n.Certainty = min(n.Certainty, need.Possible)
			}
		}
	}
}

// isMoved tells that another configuration, or a build for a place of its own, has a need elsewhere;
// files that are temporary are made where they are whatever it says, and those for others unless
// the configuration is another one.
func isMoved(n *need.Need, other bool) bool {
	isTemporary := func(name string) bool { return system.IsTemporary(name + "/") }
	if slices.Contains(ofModes, n.Kind) {
		return other
	}
	return slices.Contains(moved, n.Kind) && (n.Kind == need.SharedTmp && other || !slices.ContainsFunc(n.Any, isTemporary))
}

// ofSessions are variables that name a place for anybody who looks.
var ofSessions = []string{"HOME", "PWD", "TMPDIR"}

// isToldPlace tells that a variable of the unit holds one of the places: it is told there of
// that, whatever its configuration is.
func isToldPlace(c *evidence.Context, n *need.Need) bool {
	for name, v := range c.Variables {
		if v.Known && path.IsAbs(v.Text) && !slices.Contains(ofSessions, name) && slices.Contains(n.Any, path.Clean(v.Text)) {
			return true
		}
	}
	return false
}

func namesOther(c *evidence.Context, i *invocation.Invocation) bool {
	name := locate.ParseName(c.Unit.Name)
	return daemon.NamesOther(&daemon.Request{
		Program: i.Program.Text, Scripts: i.Scripts(), Instance: name.Instance, Template: name.Form == locate.Template,
		Arguments: i.Arguments, Open: i.Open, Directory: c.Unit.WorkingDirectory(), Variables: c.Variables,
	})
}
