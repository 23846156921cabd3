package sandbox

import (
	"github.com/unitlint/unitlint/lint/unit"
)

// Process is what runs for one exec line, as it is after execve.
type Process struct {
	unit.Line

	sandbox  *Sandbox
	identity once[Identity]
	// executed is whether its own program can be executed, which the manager and the
	// needs of the program ask for alike.
	executed once[Verdict]
}

func newProcess(s *Sandbox, line unit.Line) *Process { return &Process{Line: line, sandbox: s} }

// FullyPrivileged tells that the line has the prefix "+", which leaves the user
// and most of the sandbox aside (systemd.service(5)).
func (p *Process) FullyPrivileged() bool {
	return p.Command != nil && p.Command.FullPrivileges || p.permissionsStartOnly()
}

// permissionsStartOnly tells that the old PermissionsStartOnly= exempts the
// line: all but the main command.
func (p *Process) permissionsStartOnly() bool {
	return p.sandbox.settings.permissionsStartOnly.on && p.Phase != unit.Start
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
