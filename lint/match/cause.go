package match

import (
	"slices"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// causes returns everything that could refuse a kind of need by itself. The
// question of the kind stops at the first.
var causes = map[need.Kind]func(p *sandbox.Process, argument string) []sandbox.Verdict{
	need.Capability: func(p *sandbox.Process, name string) []sandbox.Verdict {
		return []sandbox.Verdict{p.Capability(name), p.CapabilityInside(name), allRefused(p, neededCalls[name])}
	},
	need.Bind: refusalsOfBinding,
	need.Serve: func(p *sandbox.Process, argument string) []sandbox.Verdict {
		return append(refusalsOfBinding(p, argument), p.Network())
	},
	need.Network:       refusalsOfNetwork,
	need.HostNetwork:   refusalsOfNetwork,
	need.Connect:       refusalsOfNetwork,
	need.Clock:         calling("clock_settime", "CAP_SYS_TIME"),
	need.KernelModules: calling("finit_module", "CAP_SYS_MODULE"),
	need.KernelLog:     logRefusals,
	need.Hostname:      calling("sethostname", "CAP_SYS_ADMIN"),
	need.HostMounts: func(p *sandbox.Process, _ string) []sandbox.Verdict {
		return slices.Collect(p.MountNamespaces)
	},
	need.Namespace: func(p *sandbox.Process, kind string) []sandbox.Verdict {
		refusals := []sandbox.Verdict{p.Namespace(kind), allRefused(p, []string{"unshare", "clone3"})}
		if kind != "user" {
			refusals = append(refusals, p.Capability("CAP_SYS_ADMIN"))
		}
		return refusals
	},
}

// calling makes the causes of a need for a system call that takes a capability.
func calling(call, capability string) func(*sandbox.Process, string) []sandbox.Verdict {
	return func(p *sandbox.Process, _ string) []sandbox.Verdict {
		return []sandbox.Verdict{p.Syscall(call), p.Capability(capability), p.CapabilityInside(capability), p.ImpliedFilter(call)}
	}
}

func logRefusals(p *sandbox.Process, _ string) []sandbox.Verdict {
	return []sandbox.Verdict{p.Capability("CAP_SYSLOG"), p.Path(sandbox.Read, "/dev/kmsg")}
}

func refusalsOfBinding(p *sandbox.Process, argument string) []sandbox.Verdict {
	port, udp, ok := portOf(argument)
	if !ok {
		return nil
	}
	refusals := append(refusalsOfFamilies(p), p.Syscall("bind"), p.Bind(port, udp))
	if port < sandbox.LowestFreePort {
		refusals = append(refusals, p.Capability("CAP_NET_BIND_SERVICE"))
	}
	return refusals
}

func refusalsOfNetwork(p *sandbox.Process, _ string) []sandbox.Verdict {
	return append(refusalsOfFamilies(p), p.Network(), p.IPTraffic(""))
}

// refusalsOfFamilies holds where no internet family is left.
func refusalsOfFamilies(p *sandbox.Process) []sandbox.Verdict {
	v4, v6 := p.AddressFamily("AF_INET"), p.AddressFamily("AF_INET6")
	if v4.Denies() && v6.Denies() {
		return []sandbox.Verdict{v4}
	}
	return nil
}

// allRefused is the last refusal where each of the calls is refused.
func allRefused(p *sandbox.Process, calls []string) sandbox.Verdict {
	var last sandbox.Verdict
	for _, call := range calls {
		last = p.Syscall(call)
		if !last.Denies() {
			return sandbox.Verdict{}
		}
	}
	return last
}

// furtherCauses returns the settings beside those of the verdict each of which
// refuses the need by itself: mending the first alone would not do.
func (a attempt) furtherCauses(u *Refusal) []*unit.Assignment {
	gather, known := causes[u.Need.Kind]
	if !known {
		return nil
	}
	var further []*unit.Assignment
	for _, v := range gather(a.process, u.Argument) {
		by := v.Cause()
		if v.Denies() && by != nil && !slices.Contains(u.Verdict.Because, by) && !slices.Contains(further, by) {
			further = append(further, by)
		}
	}
	return further
}
