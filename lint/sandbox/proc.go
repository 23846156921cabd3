package sandbox

import (
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// kernelFile answers for /proc where more than mounts and permissions decide.
func (a *access) kernelFile() (Verdict, bool) {
	if !host.Below(a.path, "/proc") || a.process.sandbox.hasRoot() && a.content == nil {
		return Verdict{}, false
	}
	set := a.process.sandbox.settings
	exempt := a.process.FullyPrivileged()
	switch {
	case exempt:
	case set.procSubset.is("pid") && !isProcess(a.path):
		return deny(ByProcessView, "ENOENT", "/proc holds nothing but processes.", set.procSubset.by), true
	case a.isOtherProcess():
		return a.otherProcess()
	}
	return a.guardedByCapability()
}

// guarded are files of /proc that open only with a capability, whatever their
// permissions (proc(5)).
var guarded = map[string]string{"/proc/kmsg": "CAP_SYSLOG", "/proc/kcore": "CAP_SYS_RAWIO"}

func (a *access) guardedByCapability() (Verdict, bool) {
	capability := guarded[a.path]
	if capability == "" {
		return Verdict{}, false
	}
	v := a.process.Capability(capability)
	if v.Answer == Yes {
		return Verdict{}, false
	}
	v.Reason = "Opening it needs " + capability + ". " + v.Reason
	return v, true
}

// isOtherProcess tells that the path belongs to a process by its number.
func (a *access) isOtherProcess() bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(a.path, "/proc/"), "/")
	return isPID(first)
}

// worldReadable are the files of a process that everybody may read as long as
// the process is visible (proc(5)).
var worldReadable = []string{"status", "stat", "statm", "cmdline", "comm", "cgroup", "mounts", "mountinfo", "limits", "loginuid", "sessionid", "oom_score"}

// otherProcess answers for files of other processes: ProtectProc= is the
// hidepid= option of /proc (proc(5)).
func (a *access) otherProcess() (Verdict, bool) {
	set := a.process.sandbox.settings
	if set.privatePIDs.enabled() && a.process.Phase == unit.Start {
		return deny(ByProcessView, "ENOENT", "The unit has a process namespace of its own.", set.privatePIDs.by), true
	}
	if v, hidden := a.hiddenProcess(); hidden {
		return v, true
	}
	parts := strings.Split(strings.TrimPrefix(a.path, "/proc/"), "/")
	if a.op != Read {
		return Verdict{}, false
	}
	if len(parts) == 1 || len(parts) == 2 && belowAny(parts[1], worldReadable) {
		return a.visibleProcess(), true
	}
	v := a.process.Capability("CAP_SYS_PTRACE")
	if id := a.process.Identity(); id.Root == Yes && v.Answer == No {
		return unknown("It depends on whose process it is, and what that may do.", v.Because...), true
	}
	if v.Answer == No {
		v.Error = "EACCES"
	}
	return v, true
}

// visibleProcess answers for what everybody may read of a process that is not
// hidden, and says what keeps it from being so.
func (a *access) visibleProcess() Verdict {
	protect := a.process.sandbox.settings.protectProc
	trace := a.process.Capability("CAP_SYS_PTRACE")
	switch {
	case protect.word == "" || protect.is("default"):
		return allow("Everybody may read it.")
	case trace.Answer == Yes:
		return allow("CAP_SYS_PTRACE lets it see every process, whatever ProtectProc= says.", trace.Because...)
	}
	return allow("The group root sees every process, whatever ProtectProc= says.", a.process.Identity().Because...)
}

// hiddenProcess answers where ProtectProc= hides the process. Group 0 is exempt
// from it, except for "ptraceable".
func (a *access) hiddenProcess() (Verdict, bool) {
	protect := a.process.sandbox.settings.protectProc
	if protect.word == "" || protect.is("default") {
		return Verdict{}, false
	}
	id := a.process.Identity()
	trace := a.process.Capability("CAP_SYS_PTRACE")
	switch {
	case trace.Answer == Yes:
		return Verdict{}, false
	case !protect.is("ptraceable") && id.RootGroup == Yes:
		return Verdict{}, false
	case !protect.is("ptraceable") && id.RootGroup == Unknown, trace.Answer == Unknown:
		return unknown("It depends on the group and the capabilities of the process.", protect.by), true
	case protect.is("noaccess"):
		return deny(ByProcessView, "EPERM", "ProtectProc= closes the processes of others.", protect.by), true
	}
	return deny(ByProcessView, "ENOENT", "ProtectProc= hides the processes of others.", protect.by), true
}

// MountProc tells whether the process may mount a /proc of its own in a namespace of users.
// The kernel lets it where it sees all of the /proc that it has: whatever is mounted below
// that one is locked in such a namespace (mount_namespaces(7); mount_too_revealing() of the
// kernel's fs/namespace.c).
func (p *Process) MountProc() Verdict {
	set := p.sandbox.settings
	switch {
	case p.FullyPrivileged():
		return allow("The line is exempt from the sandbox.")
	case set.tunables.on:
		return coversProc(set.tunables.by)
	case set.logs.on:
		return coversProc(set.logs.by)
	case set.hostname.is("yes"):
		return coversProc(set.hostname.by)
	}
	return allow("Nothing that the unit says is mounted below /proc.")
}

func coversProc(by *unit.Assignment) Verdict {
	return deny(ByKernelProtection, "EPERM", "Parts of /proc are covered, so that the kernel lets no namespace of users mount another one.", by)
}
