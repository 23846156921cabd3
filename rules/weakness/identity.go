package weakness

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// UserNobody flags services that run as the user of nobody.
var UserNobody = rule(lint.Rule{
	ID:       "user-nobody",
	Summary:  "The service runs as nobody, which others use as well",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `The user nobody stands for whoever cannot be mapped: for root on NFS, for foreign users in a user namespace, and for
every other service that was given this user as a makeshift. Such services can signal each other, trace each other and
read each other's files, and whatever a container or an NFS server shows as nobody's belongs to them.`,
		Symptom:    "None, until one of the services that share the user is broken into. systemd warns on loading since 246.",
		Bad:        "[Service]\nExecStart=/usr/bin/exampled\nUser=nobody\n",
		Good:       "[Service]\nExecStart=/usr/bin/exampled\nDynamicUser=yes\n",
		Fix:        "Use `DynamicUser=yes`, or a system user of the service's own, made by the package or by sysusers.d.",
		References: []string{"systemd.exec(5)", "sysusers.d(5)"},
	},
	Check: ofLine(func(p *lint.Pass, section string) {
		if p.Unit.Scope == locate.User {
			return
		}
		for _, name := range []string{"User", "SocketUser"} {
			user := p.Unit.Last(section, name)
			if user == nil || user.Value != "nobody" {
				continue
			}
			p.Report(finding.Finding{
				Directive: name, Range: user.Range(),
				Message: "The user 'nobody' is shared with everything that cannot be mapped and with other services that use it.",
				Advice:  "Use DynamicUser=yes, or a system user of the service's own.",
			})
		}
	}),
})

// PermissionsStartOnly flags the old way of running commands as root.
var PermissionsStartOnly = rule(lint.Rule{
	ID:       "permissions-start-only",
	Summary:  "Every command but the main one leaves the sandbox",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: "`PermissionsStartOnly=yes` lets every `Exec` line but `ExecStart=` run as root and without the sandbox. It is a whole-sale " +
			"permission from before the prefixes `+` and `!`, and `ExecReload=` and `ExecStop=` get it too, although they handle what the service left behind.",
		Bad:        "[Service]\nUser=exampled\nPermissionsStartOnly=yes\nExecStartPre=/usr/bin/example-prepare\nExecStart=/usr/bin/exampled\n",
		Good:       "[Service]\nUser=exampled\nExecStartPre=+/usr/bin/example-prepare\nExecStart=/usr/bin/exampled\n",
		Fix:        "Remove it and give the commands that need root the prefix `+`; directories are made by `RuntimeDirectory=` and its kin.",
		Versions:   "The prefixes `+`, `!` and `!!` exist in every supported release.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		setting := p.Unit.Last(section, "PermissionsStartOnly")
		if setting == nil || !value.SwitchesOn(setting.Value) {
			return
		}
		var related []finding.Related
		for _, line := range p.Sandbox().Lines() {
			if line.Phase != unit.Start && !line.Command.FullPrivileges {
				related = append(related, wording.Because(line.Assignment, "this command runs as root and without the sandbox")...)
			}
		}
		if len(related) == 0 {
			return
		}
		p.Report(finding.Finding{
			Directive: "PermissionsStartOnly", Range: setting.Range(), Related: related,
			Message: "Every command but ExecStart= runs as root and without the sandbox.",
			Advice:  "Remove it and give the commands that need root the prefix '+'.",
		})
	}),
})

// BoundingSetSysAdmin flags bounding sets that keep the one capability that
// stands for all others.
var BoundingSetSysAdmin = rule(lint.Rule{
	ID:       "bounding-set-sys-admin",
	Summary:  "A restricted bounding set keeps CAP_SYS_ADMIN",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: "CAP_SYS_ADMIN is what the kernel asks for where it has no better name: mounting, namespaces, quotas, key rings, tracing, many drivers. A service " +
			"that runs as root and keeps it can undo most of its sandbox, so that the rest of a carefully chosen `CapabilityBoundingSet=` is worth little.\n\n" +
			"Some services cannot do without: those that mount, and those that set up sandboxes for others.",
		Bad:  "[Service]\nExecStart=/usr/bin/exampled\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SYS_ADMIN\n",
		Good: "[Service]\nExecStart=/usr/bin/exampled\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n",
		Fix: "Find out what it is needed for: newer kernels have CAP_BPF, CAP_PERFMON and CAP_CHECKPOINT_RESTORE for parts of it. Else confine the " +
			"service with a system call filter.",
		References: []string{"capabilities(7)", "systemd.exec(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		if p.Sandbox().Main().Identity().Root != sandbox.Yes || !p.Sandbox().BoundingSet().Set.Has("CAP_SYS_ADMIN") {
			return
		}
		for _, a := range slices.Backward(p.Unit.All(section, "CapabilityBoundingSet")) {
			set := a.Verdict.Set()
			at := slices.IndexFunc(set.Items, func(item value.Item) bool { return item.Name == "CAP_SYS_ADMIN" })
			if at < 0 || set.Inverted {
				continue
			}
			p.Report(finding.Finding{
				Directive: "CapabilityBoundingSet", Range: a.Span(set.Items[at].Start, set.Items[at].End),
				Message: "CAP_SYS_ADMIN makes up for most capabilities that the set leaves out: the service runs as root.",
			})
			return
		}
	}),
})

// AmbientCapabilitiesVoid flags ambient capabilities in a user namespace of the
// unit's own.
var AmbientCapabilitiesVoid = rule(lint.Rule{
	ID:       "ambient-capabilities-void",
	Summary:  "Ambient capabilities are worth nothing under PrivateUsers=",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "With `PrivateUsers=` the service runs in a user namespace of its own, and capabilities count only for what belongs to that namespace: the " +
			"host's network, files, clock and devices do not. `AmbientCapabilities=` then gives nothing on the host, however large it is, and one of the two " +
			"settings is not what its author meant.",
		Symptom:    "The service fails as if it had no capability: \"Permission denied\" on a port below 1024, \"Operation not permitted\" elsewhere.",
		Bad:        "[Service]\nUser=exampled\nAmbientCapabilities=CAP_SYS_NICE\nPrivateUsers=yes\nExecStart=/usr/bin/exampled\n",
		Good:       "[Service]\nUser=exampled\nAmbientCapabilities=CAP_SYS_NICE\nExecStart=/usr/bin/exampled\n",
		Fix:        "Remove `PrivateUsers=`, or do without the capabilities; for a port below 1024 use a socket unit.",
		References: []string{"systemd.exec(5)", "user_namespaces(7)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		if p.Unit.Scope == locate.User || p.Unit.Enabled(section, "PrivateNetwork") != nil {
			return // of a network of its own, the unit's namespace may be the owner
		}
		users := p.Unit.Enabled(section, "PrivateUsers")
		if users == nil {
			return
		}
		ambient := lastCapabilities(p, section)
		if ambient == nil {
			return
		}
		p.Report(finding.Finding{
			Directive: "AmbientCapabilities", Range: ambient.Range(),
			Message: fmt.Sprintf("'PrivateUsers=%s' makes the ambient capabilities worthless on the host.", users.Value),
			Symptom: "The service fails as if it had no capability.",
			Related: wording.Because(users, "here the service gets a user namespace of its own"),
			Advice:  "Remove one of the two.",
		})
	}),
})

// lastCapabilities is the last line of a non-empty ambient set.
func lastCapabilities(p *lint.Pass, section string) *unit.Assignment {
	ambient := p.Sandbox().AmbientSet()
	if len(ambient.Set.Names()) == 0 || ambient.Undecided {
		return nil
	}
	return p.Unit.Last(section, "AmbientCapabilities")
}

// ProtectProcWithoutEffect flags ProtectProc= for services of the group root.
var ProtectProcWithoutEffect = rule(lint.Rule{
	ID:       "protect-proc-without-effect",
	Summary:  "ProtectProc= hides nothing from a service that runs as root",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: "`ProtectProc=` mounts `/proc` with the option `hidepid=`, from which the kernel exempts processes whose group is root. A service without " +
			"`User=` or `Group=` therefore still sees every process, even without a single capability, and the protection has no effect.",
		Bad:        "[Service]\nExecStart=/usr/bin/exampled\nProtectProc=invisible\n",
		Good:       "[Service]\nExecStart=/usr/bin/exampled\nUser=exampled\nProtectProc=invisible\n",
		Fix:        "Give the service a user of its own.",
		Versions:   "Since systemd 247. `ProtectProc=ptraceable` goes by tracing rights instead and is not concerned.",
		References: []string{"systemd.exec(5)", "proc(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		setting := p.Unit.Last(section, "ProtectProc")
		if setting == nil || setting.Value != "invisible" && setting.Value != "noaccess" {
			return
		}
		if p.Sandbox().Main().Identity().RootGroup != sandbox.Yes {
			return
		}
		p.Report(finding.Finding{
			Directive: "ProtectProc", Range: setting.Range(),
			Message: fmt.Sprintf("'ProtectProc=%s' hides nothing from a service whose group is root.", setting.Value),
			Advice:  "Give the service a user of its own.",
		})
	}),
})
