package machine

import (
	"slices"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// Command is what a program runs because its configuration says so.
type Command struct {
	Invocations []*invocation.Invocation
	// Shown is the statement.
	Shown need.Sign
	// Of is the program, Dropped tells that its configuration has it become another user
	// than the one that starts it.
	Of      invocation.Program
	Dropped bool
}

// Commands returns the commands that the configuration of the programs names, as far as their
// documentation says that a key holds one.
func (k *Knowledge) Commands() []Command {
	var found []Command
	for _, p := range k.Programs {
		dropped := slices.ContainsFunc(p.Configuration.Facts, isAccount)
		for _, f := range p.Configuration.Facts {
			if f.Meaning != daemon.Program || !f.Known {
				continue
			}
			if run := invocation.Commands(p.Program, f.Values[0]); len(run) > 0 {
				shown := need.Sign{Message: "'" + f.Setting.Key + "'", Path: f.Setting.Place.File.Path, Place: f.Setting.Place}
				found = append(found, Command{run, shown, p.Program, dropped})
			}
		}
	}
	return found
}
