package text

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// waiters are programs that start another one as their child and wait for it, so that the main
// process of the service never tells that it is ready (their manual pages; npm-run-script(1), and
// the documentation of uv and Conda).
var waiters = []string{
	"npm", "npx", "yarn", "pnpm", "uv", "conda", "mamba", "micromamba", "su", "runuser", "timeout", "time", "dumb-init", "tini", "catatonit", "xvfb-run",
	"dbus-run-session", "systemd-inhibit", "unbuffer", "flock",
}

// noFork are options of these that have them replace themselves (flock(1)).
var noFork = []string{"-F", "--no-fork"}

// notifiesBehind records of a service that is to tell when it is ready that a child of what the
// line starts will.
func (r *collector) notifiesBehind() {
	kind := r.last("Type")
	if kind == nil || kind.Value != "notify" && kind.Value != "notify-reload" {
		return
	}
	at := slices.IndexFunc(r.Invocations, func(i *invocation.Invocation) bool { return i.Line.Phase == unit.Start })
	if at < 0 {
		return
	}
	i := r.Invocations[at]
	if !slices.Contains(waiters, i.Name()) || i.Has(noFork) || len(i.Arguments) == 0 {
		return
	}
	r.Add(i, need.Need{Kind: need.Notify, Certainty: need.Likely, Consequence: need.StartFails,
		Why:      fmt.Sprintf("tells that it is ready from a child of %s, which is the main process", i.Name()),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
}

// leavingChildren are programs that start another one, wait for it and do not pass signals on
// (flock(1), xvfb-run(1)).
var leavingChildren = []string{"flock", "xvfb-run"}

// leavesChildren records that the main process does not end what it has started.
func (r *collector) leavesChildren(i *invocation.Invocation) {
	if i.Line.Phase != unit.Start || i.Program.Text != i.Line.Executable() || i.Has(noFork) || len(i.Arguments) < 2 {
		return
	}
	if slices.Contains(leavingChildren, i.Name()) {
		r.Add(i, need.Need{Kind: need.ChildrenEnd, Certainty: need.Likely, Consequence: need.JobFails,
			Why:      "is started by " + i.Name() + ", which passes no signal on",
			Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
	}
}
