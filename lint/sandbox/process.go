package sandbox

import (
	"sync"

	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Phase is when systemd runs an exec line.
type Phase string

// The phases, in the order in which they come.
const (
	Condition Phase = "condition"
	StartPre  Phase = "start-pre"
	Start     Phase = "start"
	StartPost Phase = "start-post"
	Reload    Phase = "reload"
	Stop      Phase = "stop"
	StopPost  Phase = "stop-post"
)

// Process is what runs for one exec line, as it is after execve.
type Process struct {
	Phase Phase
	// Assignment and Command are where the process comes from; nil for a unit
	// without exec lines.
	Assignment *unit.Assignment
	Command    *value.Command

	sandbox *Sandbox
	// identity is read once.
	identity func() Identity
}

func newProcess(s *Sandbox, phase Phase, a *unit.Assignment, command *value.Command) *Process {
	p := &Process{Phase: phase, Assignment: a, Command: command, sandbox: s}
	p.identity = sync.OnceValue(p.readIdentity)
	return p
}

// Executable returns the absolute path or plain name of what is executed, empty
// where it cannot be known from the text.
func (p *Process) Executable() string {
	if p.Command == nil || p.Command.PathUndecidable {
		return ""
	}
	return p.Command.PathExpanded.Text
}

// FullyPrivileged tells that the line has the prefix "+", which leaves the user
// and most of the sandbox aside (systemd.service(5)).
func (p *Process) FullyPrivileged() bool {
	return p.Command != nil && p.Command.FullPrivileges || p.permissionsStartOnly()
}

// permissionsStartOnly tells that the old PermissionsStartOnly= exempts the
// line: all but the main command.
func (p *Process) permissionsStartOnly() bool {
	return p.sandbox.settings.permissionsStartOnly.on && p.Phase != Start
}

// keepsUser tells that the line has a prefix that leaves the user unchanged.
func (p *Process) keepsUser() bool {
	return p.FullyPrivileged() || p.Command != nil && p.Command.NoSetUID
}

// whyExempt is the assignment that exempts the process from the sandbox.
func (p *Process) whyExempt() *unit.Assignment {
	if p.permissionsStartOnly() {
		return p.sandbox.settings.permissionsStartOnly.by
	}
	return p.Assignment
}

// phases are the exec directives of each unit type, in the order of running.
var phases = []struct {
	directive string
	phase     Phase
}{
	{"ExecCondition", Condition},
	{"ExecStartPre", StartPre},
	{"ExecStart", Start},
	{"ExecMount", Start},
	{"ExecActivate", Start},
	{"ExecStartPost", StartPost},
	{"ExecReload", Reload},
	{"ExecReloadPost", Reload},
	{"ExecStop", Stop},
	{"ExecStopPre", Stop},
	{"ExecStopPost", StopPost},
}

// readLines makes a process of every command of the unit's exec lines.
func readLines(s *Sandbox) []*Process {
	var lines []*Process
	for _, entry := range phases {
		for _, a := range s.settings.reader.list(entry.directive) {
			for i := range a.Verdict.Commands {
				lines = append(lines, newProcess(s, entry.phase, a, &a.Verdict.Commands[i]))
			}
		}
	}
	return lines
}
