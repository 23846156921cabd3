package sandbox

import (
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// memoryDenyByPrctl is the first release that asks the kernel (6.3 and newer)
// to refuse executable memory itself; older ones filter system calls.
const memoryDenyByPrctl = 254

// WriteExecuteMemory tells whether the process may have memory that is writable
// and executable, or become executable after it was written, as just-in-time
// compilers need.
func (p *Process) WriteExecuteMemory() Verdict {
	m := p.sandbox.settings.memoryDenyWriteExecute
	if !m.on || p.FullyPrivileged() {
		return allow("Nothing forbids it.", p.whyExemptIf(m.on))
	}
	errno := "EPERM"
	if p.sandbox.release.Version >= memoryDenyByPrctl {
		errno = "EACCES"
	}
	return deny(ByMemoryProtection, errno, "Memory cannot be made executable after it was writable.", m.by)
}

// Realtime tells whether the process may use a real-time scheduling policy.
func (p *Process) Realtime() Verdict {
	r := p.sandbox.settings.realtime
	if r.on && !p.FullyPrivileged() {
		return deny(ByScheduling, "EPERM", "Real-time scheduling policies are blocked.", r.by)
	}
	if a := p.sandbox.settings.reader.last("LimitRTPRIO"); a != nil && a.Value != "0" {
		return allow("LimitRTPRIO= permits it.", a)
	}
	return p.Capability("CAP_SYS_NICE")
}

// SetSUID tells whether the process may set the SUID and SGID bits on files and
// directories.
func (p *Process) SetSUID() Verdict {
	s := p.sandbox.settings.suidSGID
	if s.on && !p.FullyPrivileged() {
		return deny(ByModeBits, "EPERM", "Setting SUID and SGID bits is blocked.", s.by)
	}
	return allow("Nothing forbids it.", p.whyExemptIf(s.on))
}

// Personality tells whether the process may change its execution domain.
func (p *Process) Personality() Verdict { return p.Syscall("personality") }

// Hostname tells whether the process may change the host's name.
func (p *Process) Hostname() Verdict {
	h := p.sandbox.settings.hostname
	if h.enabled() && !p.FullyPrivileged() {
		return deny(ByHostName, "EPERM", "The unit has a host name of its own.", h.by)
	}
	return p.Call("sethostname")
}

// HostnameFollowed tells whether the process sees when the host's name changes: in a UTS
// namespace of its own it keeps the name that was set when it started (uts_namespaces(7)).
func (p *Process) HostnameFollowed() Verdict {
	h := p.sandbox.settings.hostname
	if h.enabled() && !p.FullyPrivileged() && !p.sandbox.lacksNamespaces() {
		return deny(ByHostName, "", "The unit has a host name of its own, which does not change with the host's.", h.by)
	}
	return allow("It has the host's name.")
}

// Clock tells whether the process may set the clock.
func (p *Process) Clock() Verdict {
	if v := p.Call("clock_settime"); v.Answer != Yes {
		return v
	}
	return p.Syscall("clock_adjtime")
}

// KernelLog tells whether the process may read the kernel's log from /dev/kmsg, as readers
// do: syslog(2) is for those alone that find no such device.
func (p *Process) KernelLog() Verdict {
	if v := p.Capability("CAP_SYSLOG"); v.Answer != Yes {
		return v
	}
	return p.Path(Read, "/dev/kmsg")
}

// Modules tells whether the process may load kernel modules itself.
func (p *Process) Modules() Verdict {
	if v := p.Call("finit_module"); v.Answer != Yes {
		return v
	}
	return p.SeesHost("/usr/lib/modules")
}

// Sysctl tells whether the process may set a kernel variable, by its name with
// dots or slashes ("net.ipv4.ip_forward").
func (p *Process) Sysctl(name string) Verdict {
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, ".", "/")
	}
	return p.Path(Write, "/proc/sys/"+strings.TrimPrefix(name, "/proc/sys/"))
}

// Cgroup tells whether the process may write to the control group tree.
func (p *Process) Cgroup() Verdict {
	s := p.sandbox.settings
	v := p.Path(Write, "/sys/fs/cgroup/example")
	if v.Answer != Unknown && v.Mechanism != ByIdentity {
		return v
	}
	if s.delegate.enabled() {
		return allow("The unit's own control group is delegated to it, and belongs to its user.", s.delegate.by)
	}
	if v.Answer != Unknown {
		return v
	}
	return unknown("Only a delegated control group belongs to the unit's user.", s.user.by)
}

// SeeOtherProcesses tells whether the process sees those of other users in
// /proc.
func (p *Process) SeeOtherProcesses() Verdict { return p.Path(Read, "/proc/1/status") }

// Kill tells whether the process may send signals to processes of other users.
func (p *Process) Kill() Verdict {
	if v := p.Syscall("kill"); v.Answer != Yes {
		return v
	}
	return p.Capability("CAP_KILL")
}

// Trace tells whether the process may trace or read the memory of processes of
// other users.
func (p *Process) Trace() Verdict {
	if v := p.Syscall("ptrace"); v.Answer != Yes {
		return v
	}
	return p.Capability("CAP_SYS_PTRACE")
}

// ChangeUser tells whether the process may switch to another user with its
// groups: setuid, setgid, setgroups.
func (p *Process) ChangeUser() Verdict {
	for _, call := range []string{"setresuid", "setresgid", "setgroups"} {
		if v := p.Syscall(call); v.Answer == No {
			return v
		}
	}
	for _, capability := range []string{"CAP_SETUID", "CAP_SETGID"} {
		if v := p.namespacedCapability(capability); v.Answer != Yes {
			return v
		}
	}
	if users := p.sandbox.settings.privateUsers; users.is("yes", "self") && !p.FullyPrivileged() {
		return deny(ByUserNamespace, "EINVAL", "In the unit's own user namespace only root, the unit's user and nobody exist.", users.by)
	}
	return allow("Users can be changed.", p.Identity().Because...)
}

// ChangeOwner tells whether the process may give files to another user.
func (p *Process) ChangeOwner() Verdict {
	if v := p.Syscall("fchownat"); v.Answer == No {
		return v
	}
	if v := p.namespacedCapability("CAP_CHOWN"); v.Answer != Yes {
		return v
	}
	if users := p.sandbox.settings.privateUsers; users.is("yes", "self") && !p.FullyPrivileged() {
		return deny(ByUserNamespace, "EINVAL", "In the unit's own user namespace only root, the unit's user and nobody exist.", users.by)
	}
	return allow("Owners can be changed.", p.Identity().Because...)
}

// ClientUsers tells whether the process learns which users its clients over Unix sockets are:
// those that its user namespace lacks are all the overflow user there (user_namespaces(7)).
func (p *Process) ClientUsers() Verdict {
	users := p.sandbox.settings.privateUsers
	if users.is("yes", "self") && p.sandbox.unit.Scope == locate.System && !p.FullyPrivileged() {
		return deny(ByUserNamespace, "", "In the unit's own user namespace only root, the unit's user and nobody exist.", users.by)
	}
	return allow("The users of the host are known.", users.by)
}

// namespacedCapability tells whether the process holds a capability, be it only
// in its own user namespace.
func (p *Process) namespacedCapability(name string) Verdict {
	switch {
	case p.sandbox.unit.Scope == locate.User:
		return p.Capability(name)
	case p.FullyPrivileged():
		return allow("The line runs with full privileges.", p.whyExempt())
	}
	return p.heldCapability(name, capabilitySet(name))
}

// Keyring tells whether the process has the user's keyring rather than one of
// its own.
func (p *Process) Keyring() Verdict {
	k := p.sandbox.settings.keyring
	user := p.sandbox.unit.Scope == locate.User
	if k.is("shared") || k.is("inherit") || k.word == "" && user {
		return allow("The user's keyring is reachable.", k.by)
	}
	return deny(ByKeyring, "ENOKEY", "The service has a session keyring of its own.", k.by)
}

// ChildrenNotify tells whether systemd listens to what children of the process say
// of the service's state. Of a service that need not say anything it does not
// matter. Where it does not listen, the start waits until it times out: the process
// itself meets no error (systemd.service(5), NotifyAccess=).
func (p *Process) ChildrenNotify() Verdict {
	access, kind := p.sandbox.settings.notifyAccess, p.sandbox.settings.serviceType
	if !strings.HasPrefix(kind.word, "notify") {
		return allow("Nothing waits for what the service says of its state.", kind.by)
	}
	if access.is("all") {
		return allow("systemd listens to all processes of the service.", access.by)
	}
	by := access.by
	if by == nil {
		by = kind.by
	}
	return deny(ByNotifyAccess, "", "systemd listens to the main process alone.", by)
}

// IPC tells whether the process shares System V IPC and POSIX message queues
// with the host.
func (p *Process) IPC() Verdict {
	s := p.sandbox.settings
	if s.privateIPC.on {
		return deny(ByIPCNamespace, "ENOENT", "The unit has an IPC namespace of its own.", s.privateIPC.by)
	}
	if s.ipcNamespacePath.word != "" {
		return unknown("The process is in an IPC namespace of its own choosing.", s.ipcNamespacePath.by)
	}
	return allow("IPC objects are shared with the host.")
}

// KeepIPC tells whether the IPC objects of the unit's user outlive the service.
func (p *Process) KeepIPC() Verdict {
	s := p.sandbox.settings
	if id := p.Identity(); s.removeIPC.on && id.Root != Yes {
		return deny(ByIPCRemoval, "EIDRM", "IPC objects of the unit's user are removed when the service stops.", s.removeIPC.by)
	}
	return allow("IPC objects stay.")
}

// OthersRead tells whether files that the process makes with the usual modes can
// be read by other users, as UMask= says (umask(2)).
func (p *Process) OthersRead() Verdict { return p.newFilesOpen(0o004, "others") }

// GroupReads tells whether those can be read by other users of their group.
func (p *Process) GroupReads() Verdict { return p.newFilesOpen(0o040, "their group") }

// OpensOwn tells whether the process may open those again itself, and search directories: a mask
// that takes the owner's bits closes them to their own user, unless it overrides
// permissions (path_resolution(7)).
func (p *Process) OpensOwn() Verdict {
	if p.overridesPermissions() {
		return allow("The process overrides permissions.")
	}
	return p.newFilesOpen(0o700, "their owner")
}

// newFilesOpen tells whether UMask= leaves those bits, which some have of new files.
func (p *Process) newFilesOpen(bits uint32, by string) Verdict {
	a := p.sandbox.settings.reader.last("UMask")
	if a == nil {
		return allow("The default of UMask= leaves new files open to " + by + ".")
	}
	mask, known := value.Mode(a.Value)
	switch {
	case !known:
		return unknown("The mask cannot be known from the text.", a)
	case mask&bits != 0:
		return deny(ByFileMode, "EACCES", "UMask= closes new files to "+by+".", a)
	}
	return allow("UMask= leaves new files open to "+by+".", a)
}

// Architecture tells whether the process may make system calls of an
// architecture other than that of the host, by the words of
// SystemCallArchitectures=.
func (p *Process) Architecture(name string) Verdict {
	if p.FullyPrivileged() {
		return allow("The line runs with full privileges.", p.whyExempt())
	}
	list := p.sandbox.settings.reader.list("SystemCallArchitectures")
	for _, a := range list {
		for _, word := range strings.Fields(a.Value) {
			if word == name {
				return allow("SystemCallArchitectures= names it.", a)
			}
		}
	}
	if len(list) == 0 {
		return allow("Nothing restricts it.")
	}
	return deny(ByArchitecture, "SIGSYS", "System calls of this architecture are not allowed.", last(list))
}

// HostMounts tells whether mounts that the process makes become visible on the
// host: no mount namespace of its own, or none that receives only.
func (p *Process) HostMounts() Verdict {
	for v := range p.MountNamespaces {
		return v
	}
	return allow("The process shares the host's mounts.")
}

// MountNamespaces yields a refusal of HostMounts for each assignment that gives the
// unit a mount namespace by itself: while one of them stands, there is one.
func (p *Process) MountNamespaces(yield func(Verdict) bool) {
	for by := range p.sandbox.mountNamespacing {
		if !yield(deny(ByMountNamespace, "", "The unit has a mount namespace of its own; what is mounted in it stays in it.", by)) {
			return
		}
	}
}

// Requires tells whether a path has to exist for the process to be started. What
// only repeats a protection that stands above it has no mount of its own, and
// nobody looks whether it is there.
func (p *Process) Requires(name string) bool {
	e := p.sandbox.mounts(p.FullyPrivileged()).at(name)
	return e != nil && !e.optional
}

// whyExemptIf is the exempting assignment where something would have applied.
func (p *Process) whyExemptIf(applies bool) *unit.Assignment {
	if applies && p.FullyPrivileged() {
		return p.whyExempt()
	}
	return nil
}
