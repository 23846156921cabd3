package sandbox

import (
	"math"
	"strings"

	"github.com/unitlint/unitlint/lint/value"
)

// limitErrors are what a process sees at the limits that Limit is asked about
// (setrlimit(2), systemd.resource-control(5)).
var limitErrors = map[string]string{
	"LimitAS": "ENOMEM", "LimitDATA": "ENOMEM", "LimitFSIZE": "EFBIG", "LimitMEMLOCK": "ENOMEM",
	"LimitNOFILE": "EMFILE", "LimitNPROC": "EAGAIN", "MemoryMax": "SIGKILL", "TasksMax": "EAGAIN",
}

// Limit tells whether a limit of the unit leaves the process as much as it
// needs: name is the directive, least an amount in its words. A limit that the
// unit does not set grants everything: what a slice sets is not known, of what the
// manager does DefaultTasksMax= where the tree has it, and how much memory may be locked.
func (p *Process) Limit(name, least string) Verdict {
	a := p.sandbox.settings.reader.last(name)
	switch {
	case a == nil && name == "TasksMax":
		return p.tasksByDefault(least)
	case a == nil && name == "LimitMEMLOCK":
		return p.lockedByDefault(least)
	case a == nil:
		return allow("The unit does not limit it.")
	}
	set, known := limitAmount(hardLimit(a.Value))
	needed, readable := limitAmount(least)
	switch {
	case !known || !readable:
		return unknown("The amount cannot be known from the text.", a)
	case set >= needed:
		return allow("The limit is high enough.", a)
	}
	if v, exempt := p.exemptFromLimit(name); exempt {
		return v
	}
	return deny(ByLimit, limitErrors[name], "The limit is lower than "+least+".", a)
}

// tasksByDefault is [Process.Limit] for tasks of a unit that does not say how many it may have.
func (p *Process) tasksByDefault(least string) Verdict {
	needed, readable := limitAmount(least)
	by := p.sandbox.unit.ManagerSetting("DefaultTasksMax")
	if by == nil || !readable || p.Assignment == nil {
		return allow("The unit does not limit it.")
	}
	if set, known := limitAmount(by.Value); !known || set >= needed {
		return allow("The manager's default is high enough, as far as it is known.", by)
	}
	return deny(ByLimit, limitErrors["TasksMax"], "The manager's default is lower than "+least+".", p.Assignment, by)
}

// lockedByDefault is [Process.Limit] for memory that is locked by a unit that says nothing of it: the
// default is 8 MiB, or less in older releases (systemd-system.conf(5), DefaultLimitMEMLOCK=).
func (p *Process) lockedByDefault(least string) Verdict {
	const byDefault = 8 << 20
	needed, readable := limitAmount(least)
	if !readable || needed <= byDefault || p.sandbox.unit.ManagerSetting("DefaultLimitMEMLOCK") != nil {
		return allow("The unit does not limit it.")
	}
	if v, exempt := p.exemptFromLimit("LimitMEMLOCK"); exempt {
		return v
	}
	return deny(ByLimit, limitErrors["LimitMEMLOCK"], "The limit is the default, a few MiB.", p.Capability("CAP_IPC_LOCK").Because...)
}

// exemptFromLimit answers for privileges that set a limit aside: the kernel
// counts no processes of root, and lets CAP_IPC_LOCK lock any memory
// (setrlimit(2)). CAP_SYS_RESOURCE can raise a limit.
func (p *Process) exemptFromLimit(name string) (Verdict, bool) {
	switch name {
	case "LimitNPROC":
		switch id := p.Identity(); id.Root {
		case Yes:
			return allow("Root's processes are not counted.", id.Because...), true
		case Unknown:
			return unknown("Whether the process runs as root is not known.", id.Because...), true
		}
	case "LimitMEMLOCK":
		if v := p.Capability("CAP_IPC_LOCK"); v.Answer != No {
			return v, true
		}
	}
	if strings.HasPrefix(name, "Limit") {
		if v := p.Capability("CAP_SYS_RESOURCE"); v.Answer != No {
			return unknown("A process with CAP_SYS_RESOURCE can raise the limit.", v.Because...), true
		}
	}
	return Verdict{}, false
}

// unlimited is the amount of "infinity".
const unlimited = math.MaxUint64

// hardLimit is the amount up to which a process may raise a limit.
func hardLimit(text string) string {
	if _, hard, both := strings.Cut(text, ":"); both {
		return hard
	}
	return text
}

// limitAmount reads a number, a number of bytes with a suffix, or "infinity".
// Shares of what the host has are not known.
func limitAmount(text string) (amount uint64, known bool) {
	if text == "infinity" {
		return unlimited, true
	}
	return value.Size(text, value.Base1024)
}
