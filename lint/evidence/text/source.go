// Package text knows needs from a unit's own text: its directives, the words of
// its command lines and the variables that it sets; and, from what packaged
// services have in common, what its way of being packaged stands for.
package text

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// Shown is the source of what the text of a unit shows by itself.
type Shown struct{}

// collector gathers the needs of one unit.
type collector struct {
	*evidence.Context
	evidence.Collection
	main unit.Line
	// pending are programs that options and variables name.
	pending []*invocation.Invocation
	// toldHosts remembers isToldHost and moving movesFirst, once one of them was asked.
	toldHosts map[*invocation.Invocation]bool
	moving    map[*unit.Assignment]bool
	// met counts what meetsFew was asked about.
	met int
}

// Collect implements [evidence.Source].
func (Shown) Collect(c *evidence.Context) []need.Need {
	r := newCollector(c)
	for _, i := range c.Invocations {
		r.scripted(i)
	}
	r.executed()
	r.unitNeeds()
	r.notifiesBehind()
	// What options and variables name is looked at like the lines themselves; it
	// names nothing further.
	r.judge(c.Invocations)
	c.Further = r.pending
	r.judge(c.Further)
	r.secrets() // beside that they are read
	return r.Collection.Needs
}

func newCollector(c *evidence.Context) *collector {
	return &collector{
		Context: c, Collection: c.Collection(), main: c.Unit.Main(),
	}
}

// judge records what each invocation shows.
func (r *collector) judge(invocations []*invocation.Invocation) {
	for _, i := range invocations {
		r.calls(i)
		r.interpreted(i)
		r.commandNeeds(i)
		r.toolNeeds(i)
		r.clientNeeds(i)
		r.destinationNeeds(i)
		r.alterationNeeds(i)
		r.keepsOwners(i)
		r.unpacksBeneath(i)
		r.inlineNeeds(i)
		r.fileCapabilities(i)
		r.leavesChildren(i)
		if i.IsTool() || !i.Starts() {
			continue // of the other lines only what their text shows is looked at
		}
		r.optionNeeds(i)
		r.localSockets(i)
		r.pipes(i)
		r.operandNeeds(i)
		r.amountNeeds(i)
		r.hardwareNeeds(i)
		r.realtimeNeeds(i)
	}
}

// scripted records what the script needs that a shell is given.
func (r *collector) scripted(shell *invocation.Invocation) {
	for _, one := range shell.Redirections {
		r.redirected(shell, one)
	}
	r.forks(shell)
}

// forks records that a shell needs a process beside its own: it replaces itself
// by the last command at best.
func (r *collector) forks(shell *invocation.Invocation) {
	programs := 0
	for _, c := range shell.Commands {
		if (strings.HasPrefix(c.Program.Text, "/") || c.Program.Text == "exec") && !c.Conditional {
			programs++
		}
	}
	if programs < 2 {
		return
	}
	for _, limit := range []string{"TasksMax=2", "LimitNPROC=2"} {
		r.Add(shell, need.Need{Kind: need.Limit, Any: []string{limit}, Certainty: need.Certain, Consequence: need.StartFails,
			Why: fmt.Sprintf("runs a script that starts %d programs", programs)})
	}
}

// redirected records what a script's redirection needs.
func (r *collector) redirected(shell *invocation.Invocation, one invocation.Redirection) {
	kind, why := need.Read, "runs a script that reads "+one.Target.Text
	if one.Write {
		kind, why = need.Write, "runs a script that writes "+one.Target.Text
	}
	if one.Looped {
		r.Add(shell, need.Need{Kind: need.KernelInterfaces, Any: []string{one.Target.Text}, Certainty: need.Likely, Consequence: need.JobFails,
			Why:      "runs a script that writes what lies in " + one.Target.Text,
			Evidence: need.Evidence{Assignment: shell.Assignment, Range: one.Target.Place}})
		return
	}
	r.fromWord(shell, kind, one.Target, why)
	if one.Write {
		r.shares(shell, one.Target, need.Possible)
	}
}

// fromWord records a need that one word of an exec line shows.
func (r *collector) fromWord(i *invocation.Invocation, kind need.Kind, w invocation.Word, why string) {
	if !w.Known || w.Text == "" {
		return
	}
	r.Add(i, need.Need{
		Kind: kind, Any: []string{w.Text}, Certainty: need.Certain, Consequence: need.StartFails, Why: why,
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place},
	})
}
