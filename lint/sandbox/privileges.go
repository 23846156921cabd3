package sandbox

import (
	"slices"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// seccompKeepsPrivileges is the first release that installs its filters with
// privileges it keeps until then, so that User= with a filter no longer implies
// no_new_privs. Measured: implied by 252, not by 257; the sources of 255 have it.
const seccompKeepsPrivileges = 255

// NoNewPrivileges tells whether no_new_privs is set on the process: by the
// setting, by DynamicUser=, or because a seccomp filter has to be installed
// without CAP_SYS_ADMIN.
func (p *Process) NoNewPrivileges() Verdict {
	s := p.sandbox.settings
	if p.FullyPrivileged() {
		return deny(ByNothing, "", "The line runs with full privileges.", p.whyExempt())
	}
	if s.noNewPrivileges.on {
		return allow("The unit says so.", s.noNewPrivileges.by)
	}
	filter := p.sandbox.firstFilter()
	if filter == nil {
		return deny(ByNothing, "", "Nothing asks for it.")
	}
	user := p.sandbox.unit.Scope == locate.User
	switch id := p.Identity(); {
	case !user && id.Root == Yes, !user && p.sandbox.AmbientSet().Set.Has("CAP_SYS_ADMIN") && p.sandbox.BoundingSet().Set.Has("CAP_SYS_ADMIN"):
		return deny(ByNothing, "", "systemd installs the filters with CAP_SYS_ADMIN and needs no no_new_privs for it.", filter)
	case !user && id.Root == Unknown:
		return unknown("Whether the process runs as root is not known.", append(id.Because, filter)...)
	case !user && p.sandbox.release.Version >= seccompKeepsPrivileges && p.filterLetsDropPrivileges():
		return deny(ByNothing, "", "This release keeps the privilege to install filters for that moment.", filter)
	default:
		return allow("Installing a system call filter without CAP_SYS_ADMIN needs no_new_privs.",
			append([]*unit.Assignment{filter}, id.Because...)...)
	}
}

// filterLetsDropPrivileges tells that the unit's own filter allows what systemd
// needs to give the kept privilege up again.
func (p *Process) filterLetsDropPrivileges() bool {
	filter := p.sandbox.SyscallFilter()
	if !filter.Set {
		return true
	}
	return !slices.ContainsFunc([]string{"capget", "capset", "prctl"}, func(call string) bool {
		return !filter.Allows(call)
	})
}

// losesSetUID tells that systemd's way of keeping the privilege to install
// filters costs the process CAP_SETUID: it is dropped with an explicit User=, be
// it root, and under no_new_privs execve does not give it back.
func (p *Process) losesSetUID() bool {
	s := p.sandbox.settings
	return p.sandbox.release.Version >= seccompKeepsPrivileges && s.user.word != "" && !p.keepsUser() &&
		s.noNewPrivileges.on && p.sandbox.firstFilter() != nil && p.filterLetsDropPrivileges()
}

// withSeccomp are the settings that install a system call filter where they are on
// (systemd.exec(5), NoNewPrivileges=).
func (s *settings) withSeccomp() []toggle {
	return []toggle{
		s.lockPersonality, s.memoryDenyWriteExecute, s.privateDevices, s.clock, s.tunables, s.modules, s.logs, s.realtime, s.suidSGID,
	}
}

// firstFilter returns an assignment that makes systemd install a filter, or nil.
func (s *Sandbox) firstFilter() *unit.Assignment {
	for _, t := range s.settings.withSeccomp() {
		if t.on {
			return t.by
		}
	}
	if h := s.settings.hostname; h.is("yes") {
		return h.by
	}
	if f := s.SyscallFilter(); f.Set {
		return last(f.Because)
	}
	if f := s.AddressFamilies(); f.Set {
		return last(f.Because)
	}
	if n := s.RestrictNamespaces(); n.Set {
		return last(n.Because)
	}
	for _, name := range []string{"SystemCallArchitectures", "SystemCallLog"} {
		if a := s.settings.reader.last(name); a != nil {
			return a
		}
	}
	return nil
}

func last(assignments []*unit.Assignment) *unit.Assignment {
	if len(assignments) == 0 {
		return nil
	}
	return assignments[len(assignments)-1]
}

// GainPrivileges tells whether executing a program with the SUID or SGID bit,
// or with file capabilities, gives the process more privileges: sudo, su, mail
// delivery, ping. A refusal by the bounding set holds for programs that become
// root alone: what brings a group or capabilities keeps its user.
func (p *Process) GainPrivileges() Verdict {
	if v := p.NoNewPrivileges(); v.Answer != No {
		if v.Answer == Unknown {
			return v
		}
		return deny(ByNoNewPrivileges, "EPERM", "no_new_privs is set, so execve gives no privileges.", v.Because...)
	}
	if users := p.sandbox.settings.privateUsers; users.is("yes", "self") && !p.FullyPrivileged() {
		return deny(ByUserNamespace, "EPERM", "In the unit's own user namespace only root, the unit's user and nobody exist.", users.by)
	}
	bounding := p.sandbox.BoundingSet()
	if !p.FullyPrivileged() && !bounding.Set.Has("CAP_SETUID") {
		return deny(ByCapability, "EPERM", "Programs with the SUID bit run as root, but without the capability to "+
			"change users.", bounding.because(capabilitySet("CAP_SETUID"))...)
	}
	return allow("Nothing keeps execve from giving privileges.")
}
