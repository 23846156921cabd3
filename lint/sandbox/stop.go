package sandbox

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// ChildrenOutlive tells whether what the process has started goes on when the service
// is stopped. Unless the unit says otherwise, systemd ends all that is left in the
// control group (systemd.kill(5), KillMode=).
func (p *Process) ChildrenOutlive() Verdict {
	mode, by := p.killMode()
	switch mode.word {
	case "process", "none":
		return allow("What it has started is left alone.", mode.by)
	}
	return deny(ByKillMode, "", "systemd ends every process of the service with it.", by)
}

// ChildrenSpared tells whether the process is signalled before what it has started,
// so that it can end that itself. A line of ExecStop= comes before all signals.
func (p *Process) ChildrenSpared() Verdict {
	mode, by := p.killMode()
	switch mode.word {
	case "process", "none", "mixed":
		return allow("Only the main process is signalled at first.", mode.by)
	}
	if stop := p.sandbox.lineThat(func(line *Process) bool { return line.Phase == unit.Stop }); stop != nil {
		return unknown("What ExecStop= runs may end it in order.", stop)
	}
	return deny(ByKillMode, "", "systemd signals every process of the service at once.", by)
}

// ChildrenEnd tells whether systemd ends what the process has started when the service is
// stopped (systemd.kill(5), KillMode=). Other lines may do it as well, and of Type=oneshot the
// process is waited for, and with it what it waits for.
func (p *Process) ChildrenEnd() Verdict {
	mode, by := p.killMode()
	if mode.word != "process" && mode.word != "none" {
		return allow("systemd ends every process of the service.", by)
	}
	if kind := p.sandbox.settings.serviceType; kind.is("oneshot") {
		return unknown("The service may have ended on its own.", kind.by)
	}
	if other := p.sandbox.lineThat((*Process).mayEndOthers); other != nil {
		return unknown("What "+other.Key+"= runs may end it.", other)
	}
	return deny(ByKillMode, "", "systemd leaves what the main process has started alone.", by)
}

// mayEndOthers tells that a line stops more than the main process.
func (p *Process) mayEndOthers() bool {
	return p.Phase == unit.StopPost || p.Phase == unit.Stop && !strings.Contains(p.Assignment.Value, "MAINPID")
}

// lineThat returns the first line of which something holds, or nil.
func (s *Sandbox) lineThat(holds func(*Process) bool) *unit.Assignment {
	if at := slices.IndexFunc(s.lines, holds); at >= 0 {
		return s.lines[at].Assignment
	}
	return nil
}

// killMode returns KillMode= and what decides over it: without one the line itself, of
// which the default holds.
func (p *Process) killMode() (choice, *unit.Assignment) {
	mode := p.sandbox.settings.killMode
	if mode.by != nil {
		return mode, mode.by
	}
	return mode, p.Assignment
}

// leastLocked is an amount of memory below which nobody locks a whole program.
const leastLocked = 64 << 20

// LockMemory tells whether the process may lock all of its memory: with CAP_IPC_LOCK,
// or where LimitMEMLOCK= leaves it as much. Without that line the limit is systemd's
// own, which is a few MiB (systemd-system.conf(5), DefaultLimitMEMLOCK=; mlock(2)).
func (p *Process) LockMemory() Verdict {
	v := p.Capability("CAP_IPC_LOCK")
	if v.Answer != No {
		return v
	}
	limit := p.sandbox.settings.reader.last("LimitMEMLOCK")
	if limit == nil || limit.Value == "" {
		return deny(ByLimit, limitErrors["LimitMEMLOCK"], "The limit is the default, a few MiB.", v.Because...)
	}
	switch set, known := limitAmount(hardLimit(limit.Value)); {
	case !known || set >= leastLocked && set != unlimited:
		return unknown("Whether the limit is high enough cannot be known.", limit)
	case set == unlimited:
		return allow("The limit is lifted.", limit)
	}
	return deny(ByLimit, limitErrors["LimitMEMLOCK"], "The limit is lower than any program.", limit)
}
