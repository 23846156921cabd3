package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
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
	// direct is how many of the invocations are the command itself, or of the script that it
	// is: those behind are of scripts that these run.
	direct int
	// isScript tells that Shown is the script itself, isLocal that it is one of this system and not of a package.
	isScript, isLocal bool
}

// says is how it is known that the command is run.
func (c *Command) says() string {
	if c.isScript {
		return "in its script " + path.Base(c.Shown.Path)
	}
	return "as its configuration says"
}

// ownFile tells that the command is a script that names a file twice, and may have made it itself.
func (c *Command) ownFile(file string) bool {
	return c.isScript && strings.Count(c.Shown.Place.File.Content(), file) > 1
}

// watchers are programs whose commands look at what there is on the host (their documentation).
var watchers = []string{"nrpe", "zabbix_agentd", "zabbix_agent2", "snmpd", "icinga2", "monit", "munin-node", "telegraf", "collectd", "sensu-agent"}

// lookers are tools and checks that look at files and directories. What others are given below
// /tmp they may keep there themselves.
var lookers = []string{"du", "find", "ls", "stat", "test", "[", "cat", "head", "tail", "grep", "wc", "check_file_age", "check_file", "check_dirsize"}

// mostLooks bounds the paths below /tmp that are looked at of one command.
const mostLooks = 64

// Looks returns the paths below /tmp that a command is given which a program runs to look at the
// host: in a private /tmp there is nothing of others.
func (c *Command) Looks() []need.Need {
	if !slices.Contains(watchers, path.Base(c.Of.Path)) {
		return nil
	}
	var found []need.Need
	seen := map[string]bool{}
	for _, i := range c.Invocations[:c.direct] {
		if tool, isTool := i.Tool(); isTool && tool.Verb != "" || len(i.Redirections) > 0 {
			continue // it may write there itself
		}
		looks, certainty := slices.Contains(lookers, i.Name()), need.Possible
		if looks {
			certainty = need.Likely
		}
		for _, w := range i.Arguments {
			file := path.Clean(w.Text)
			if !w.Known || !system.IsTemporary(file) && (!system.IsTemporary(file+"/") || !looks) || seen[i.Name()+" "+file] || len(seen) >= mostLooks {
				continue
			}
			if seen[i.Name()+" "+file] = true; c.ownFile(file) {
				continue
			}
			found = append(found, need.Need{
				Kind: need.SharedTmp, Any: []string{file}, Line: c.Of.Line, Certainty: certainty, Consequence: need.JobFails,
				Why:      "runs " + i.Name() + ", which is given " + file + ", " + c.says(),
				Evidence: evidenceOf(&c.Of, c.Shown, true),
			})
		}
	}
	return found
}

// evidenceOf is that of a need of a program which a statement of some configuration shows.
func evidenceOf(p *invocation.Program, shown need.Sign, local bool) need.Evidence {
	return need.Evidence{
		Assignment: p.Assignment, Range: p.Place, Profile: path.Base(p.Path), Source: shown.Message, Shown: []need.Sign{shown}, Local: local,
	}
}

// Shows returns needs of the command as those of the program that runs it, of which its
// configuration is what shows them.
func (c *Command) Shows(needs []need.Need) []need.Need {
	for i := range needs {
		n := &needs[i]
		n.Line, n.Certainty, n.Consequence = c.Of.Line, min(n.Certainty, need.Likely), need.JobFails
		n.Why += ", " + c.says()
		n.Evidence = evidenceOf(&c.Of, c.Shown, c.isLocal)
	}
	return needs
}

// Commands returns the commands that the configuration of the programs names, as far as their
// documentation says that a key holds one, with what scripts of the unit's tree run that these are.
func (k *Knowledge) Commands(u *unit.Unit) []Command {
	var found []Command
	for _, p := range k.Programs {
		dropped := slices.ContainsFunc(p.Configuration.Facts, isAccount)
		for _, f := range p.Configuration.Facts {
			isScript := f.Meaning == daemon.Script
			if !isScript && f.Meaning != daemon.Program || !f.Known {
				continue
			}
			run := invocation.Commands(p.Program, f.Values[0])
			further := invocation.Scripted(u, run)
			direct := len(run)
			if isScript {
				run, direct = nil, len(further) // by its name it may be any
			}
			if run = append(run, further...); len(run) > 0 {
				shown := need.Sign{Message: "'" + f.Setting.Key + "'", Path: f.Setting.Place.File.Path, Place: f.Setting.Place}
				found = append(found, Command{run, shown, p.Program, dropped, direct, isScript, isLocal(k.packages, &p, f.Setting)})
			}
		}
	}
	return found
}
