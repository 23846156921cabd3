package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// impliedFilters are the system calls that other settings block with EPERM
// (systemd.exec(5)); a name with "@" is a group of the release.
var impliedFilters = []struct {
	directive string
	toggle    func(*settings) toggle
	calls     []string
}{
	{"ProtectClock", func(s *settings) toggle { return s.clock }, []string{"@clock"}},
	{"ProtectKernelModules", func(s *settings) toggle { return s.modules }, []string{"@module"}},
	{"ProtectKernelLogs", func(s *settings) toggle { return s.logs }, []string{"syslog"}},
	{"ProtectKernelTunables", func(s *settings) toggle { return s.tunables }, []string{"_sysctl"}},
	{"PrivateDevices", func(s *settings) toggle { return s.privateDevices }, []string{"@raw-io"}},
	{"LockPersonality", func(s *settings) toggle { return s.lockPersonality }, []string{"personality"}},
}

// hostnameCalls are blocked by ProtectHostname=yes.
var hostnameCalls = []string{"sethostname", "setdomainname"}

// namespaceCalls are blocked where RestrictNamespaces= allows nothing; clone3
// cannot be judged by its arguments and answers ENOSYS wherever anything is
// restricted.
var namespaceCalls = []string{"unshare", "setns"}

// Syscall tells what the filters do with a system call, by name: the unit's own
// and those that other settings imply. Where a filter looks at the arguments
// the answer is for the usual ones.
func (p *Process) Syscall(name string) Verdict {
	if p.FullyPrivileged() {
		return allow("The line runs with full privileges.", p.whyExempt())
	}
	v := p.sandbox.syscallFilter().verdict(name)
	if v.Answer != Yes {
		return v
	}
	if implied := p.sandbox.impliedFilter(name); implied.Answer != Yes {
		return implied
	}
	return v
}

// ImpliedFilter is Syscall for the filters that other settings imply alone.
func (p *Process) ImpliedFilter(name string) Verdict {
	if p.FullyPrivileged() {
		return allow("The line runs with full privileges.", p.whyExempt())
	}
	return p.sandbox.impliedFilter(name)
}

func (s *Sandbox) impliedFilter(call string) Verdict {
	for _, implied := range impliedFilters {
		t := implied.toggle(s.settings)
		if t.on && s.names(implied.calls, call) {
			return deny(ByImpliedFilter, "EPERM", implied.directive+"= blocks it.", t.by)
		}
	}
	if h := s.settings.hostname; h.is("yes") && slices.Contains(hostnameCalls, call) {
		return deny(ByImpliedFilter, "EPERM", "ProtectHostname= blocks it.", h.by)
	}
	if call == "clone3" || slices.Contains(namespaceCalls, call) {
		return s.namespaceFilter(call)
	}
	return allow("No filter blocks it.")
}

// namespaceFilter tells what RestrictNamespaces= does with a call that makes namespaces.
func (s *Sandbox) namespaceFilter(call string) Verdict {
	namespaces := s.RestrictNamespaces()
	switch {
	case !namespaces.Set || namespaces.Undecided:
	case call == "clone3":
		return deny(ByImpliedFilter, "ENOSYS", "RestrictNamespaces= cannot look into its arguments; programs fall back to clone.", namespaces.Because...)
	case len(namespaces.Allowed) == 0:
		return deny(ByImpliedFilter, "EPERM", "RestrictNamespaces= blocks it.", namespaces.Because...)
	}
	return allow("No filter blocks it.")
}

// names tells that a call is one of the names or in one of the groups.
func (s *Sandbox) names(names []string, call string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		if !strings.HasPrefix(name, "@") {
			return name == call
		}
		return slices.Contains(catalog.ExpandSyscallGroup(name, s.release), call)
	})
}

// callCapabilities are system calls that the kernel refuses with EPERM without
// a capability, whatever their arguments (capabilities(7)).
var callCapabilities = map[string]string{
	"mount": "CAP_SYS_ADMIN", "umount2": "CAP_SYS_ADMIN", "umount": "CAP_SYS_ADMIN", "pivot_root": "CAP_SYS_ADMIN",
	"fsopen": "CAP_SYS_ADMIN", "fsmount": "CAP_SYS_ADMIN", "move_mount": "CAP_SYS_ADMIN", "fspick": "CAP_SYS_ADMIN",
	"sethostname": "CAP_SYS_ADMIN", "setdomainname": "CAP_SYS_ADMIN", "setns": "CAP_SYS_ADMIN",
	"swapon": "CAP_SYS_ADMIN", "swapoff": "CAP_SYS_ADMIN", "quotactl": "CAP_SYS_ADMIN",
	"settimeofday": "CAP_SYS_TIME", "stime": "CAP_SYS_TIME", "clock_settime": "CAP_SYS_TIME",
	"chroot": "CAP_SYS_CHROOT", "reboot": "CAP_SYS_BOOT", "kexec_load": "CAP_SYS_BOOT", "kexec_file_load": "CAP_SYS_BOOT",
	"init_module": "CAP_SYS_MODULE", "finit_module": "CAP_SYS_MODULE", "delete_module": "CAP_SYS_MODULE",
	"acct": "CAP_SYS_PACCT", "vhangup": "CAP_SYS_TTY_CONFIG", "iopl": "CAP_SYS_RAWIO",
	"open_by_handle_at": "CAP_DAC_READ_SEARCH",
}

// Call tells whether a system call succeeds as far as filters and capabilities
// decide: Syscall, and the capability that the call always needs.
func (p *Process) Call(name string) Verdict {
	v := p.Syscall(name)
	if v.Answer != Yes {
		return v
	}
	capability := callCapabilities[name]
	if capability == "" {
		return v
	}
	if held := p.Capability(capability); held.Answer != Yes {
		held.Reason = "The call needs " + capability + ". " + held.Reason
		return held
	}
	return v
}

// Group tells whether all system calls of a group pass the filter.
func (p *Process) Group(name string) Verdict {
	calls := catalog.ExpandSyscallGroup(name, p.sandbox.release)
	if len(calls) == 0 {
		return unknown(name + " is no group that this systemd knows.")
	}
	blocked := p.CallsBlocked(name)
	if len(blocked) == 0 {
		v := p.Syscall(calls[0])
		if v.Answer == Yes {
			v.Reason = "The system call filter lets all calls of the group through."
		}
		return v
	}
	v := p.Syscall(blocked[0])
	const most = 5
	switch named := strings.Join(blocked[:min(len(blocked), most)], ", "); {
	case len(blocked) == len(calls):
		v.Reason = "The system call filter blocks all calls of the group."
	case len(blocked) > most:
		v.Reason = fmt.Sprintf("The system call filter blocks %d of the group's %d calls, among them %s.", len(blocked), len(calls), named)
	default:
		v.Reason = fmt.Sprintf("The system call filter blocks %s of the group.", named)
	}
	return v
}

// CallsBlocked returns those of the calls or groups that a filter blocks.
func (p *Process) CallsBlocked(names ...string) []string {
	var blocked []string
	for _, name := range names {
		calls := []string{name}
		if strings.HasPrefix(name, "@") {
			calls = catalog.ExpandSyscallGroup(name, p.sandbox.release)
		}
		for _, call := range calls {
			if p.Syscall(call).Answer == No {
				blocked = append(blocked, call)
			}
		}
	}
	return blocked
}
