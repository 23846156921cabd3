package hardening

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/exposure"
)

// privilegeProtections are the directives that limit who a service is and what
// it may become (systemd.exec(5), "Credentials", "Capabilities", "Security").
var privilegeProtections = []protection{
	{
		id: "harden-user", directive: "User",
		fails:       "UserOrDynamicUser",
		recommended: "DynamicUser=yes", weak: "User=root",
		summary: "The service runs as root",
		restricts: "Root owns nearly every file, so that a fault in the service is a fault of the whole system; every other protection has " +
			"to take away by name what a user of its own never had. `User=` names a system user, made by the package or by sysusers.d; " +
			"`DynamicUser=yes` makes one for as long as the service runs.",
		breaks: "Programs that start as root to bind a port below 1024, read a key, or switch users themselves. Ports come with " +
			"`AmbientCapabilities=CAP_NET_BIND_SERVICE` or a socket unit, keys with `LoadCredential=`; a program that drops root itself may keep " +
			"root with a small `CapabilityBoundingSet=`. Files that belong to root need a new owner.",
		versions: "`DynamicUser=yes` also implies `PrivateTmp=yes`, `RemoveIPC=yes`, `ProtectSystem=strict`, `ProtectHome=read-only`, and since systemd " +
			"242 `NoNewPrivileges=yes` and `RestrictSUIDSGID=yes`.",
		references: []string{"systemd.exec(5)", "sysusers.d(5)"},
	},
	{
		id: "harden-supplementary-groups", directive: "SupplementaryGroups",
		fails:       "SupplementaryGroups",
		base:        "User=exampled",
		recommended: "SupplementaryGroups=", weak: "SupplementaryGroups=docker",
		summary: "The service has the rights of further groups",
		restricts: "`SupplementaryGroups=` adds groups to those of the service's user. Some are as good as root (`docker`, `disk`, `shadow`, " +
			"`sudo`, `libvirt`), others open devices and logs.",
		breaks:     "What the group was given for: a certificate, a device, a socket, a log. A file's own group or an ACL can often give the same more narrowly.",
		versions:   "Known to every supported release. Groups that the user has in the system's database are not counted.",
		references: []string{"systemd.exec(5)"},
	},
	{
		id: "harden-capability-bounding-set", directive: "CapabilityBoundingSet",
		fails:       "CapabilityBoundingSet_*",
		recommended: "CapabilityBoundingSet=", weak: "CapabilityBoundingSet=~CAP_SYS_PTRACE",
		describe: describeCapabilities,
		summary:  "The service may hold capabilities that it hardly needs",
		restricts: "`CapabilityBoundingSet=` is the most that any process of the service can hold of root's powers, whatever user it runs as and " +
			"whatever it executes. An empty value takes all; a list keeps only what it names; a list that begins with `~` takes what it names.",
		breaks: "Programs that run as root and use their powers: CAP_SETUID and CAP_SETGID to switch users, CAP_NET_BIND_SERVICE for low " +
			"ports, CAP_CHOWN, CAP_FOWNER and CAP_DAC_OVERRIDE for files of others (root without CAP_DAC_OVERRIDE cannot even open a log that belongs to its own " +
			"workers), CAP_KILL to signal them. Missing ones show as \"Operation not permitted\" or \"Permission denied\".",
		versions:   "Known to every supported release. Lines add up: a second line in a drop-in adds to the first, `CapabilityBoundingSet=` before it starts anew.",
		references: []string{"systemd.exec(5)", "capabilities(7)"},
	},
	{
		id: "harden-ambient-capabilities", directive: "AmbientCapabilities",
		fails:       "AmbientCapabilities",
		base:        "User=exampled",
		recommended: "AmbientCapabilities=CAP_NET_BIND_SERVICE", weak: "AmbientCapabilities=CAP_SYS_ADMIN",
		fits:    grantsMoreThanPorts,
		summary: "Every program that the service executes inherits capabilities",
		restricts: "`AmbientCapabilities=` gives an unprivileged service powers of root that survive the execution of every program, shells " +
			"and helpers included. The rule is silent about CAP_NET_BIND_SERVICE alone, which is the right way to a port below 1024.",
		breaks: "Without them the service cannot do what they were given for. Often a narrower way exists: a socket unit instead of " +
			"CAP_NET_ADMIN, `SupplementaryGroups=` or an ACL instead of CAP_DAC_READ_SEARCH, file capabilities on the one program that needs them.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "capabilities(7)"},
	},
	{
		id: "harden-no-new-privileges", directive: "NoNewPrivileges",
		fails:       "NoNewPrivileges",
		recommended: "NoNewPrivileges=yes", weak: "NoNewPrivileges=no",
		summary: "The service can gain privileges by executing SUID programs",
		restricts: "With `NoNewPrivileges=yes` the kernel ignores SUID and SGID bits and file capabilities when the service executes a " +
			"program. What the service does not have, it cannot get from sudo, su, mount or a forgotten helper.",
		breaks: "Services that call sudo, su, sendmail or other mail programs with an SGID bit, ping on older systems, crontab, or that rely on file " +
			"capabilities of their own program. SELinux transitions to other domains may be refused as well.",
		versions: "Implied by `DynamicUser=yes` since systemd 242. System call filters and some other directives enforce it for services that do " +
			"not run as root up to systemd 252, but are not counted as setting it.",
		references: []string{"systemd.exec(5)", "prctl(2)"},
	},
	{
		id: "harden-restrict-suid-sgid", directive: "RestrictSUIDSGID",
		fails:       "RestrictSUIDSGID",
		recommended: "RestrictSUIDSGID=yes", weak: "RestrictSUIDSGID=no",
		summary: "The service can make SUID and SGID files",
		restricts: "`RestrictSUIDSGID=yes` blocks the system calls that set the SUID or SGID bit of a file. An intruder cannot leave a program " +
			"behind that runs with the service's identity for whoever calls it.",
		breaks: "Package managers, backup and unpacking programs that restore permissions, mail stores that use SGID directories. openat2(2) fails altogether, " +
			"since a filter cannot look into its arguments.",
		versions:   "Since systemd 242. Implied by `DynamicUser=yes`.",
		references: []string{"systemd.exec(5)", "inode(7)"},
	},
	{
		id: "harden-private-users", directive: "PrivateUsers",
		fails:       "PrivateUsers",
		recommended: "PrivateUsers=yes", weak: "PrivateUsers=no",
		fits:    canLosePrivileges,
		summary: "The service sees all users of the host",
		restricts: "`PrivateUsers=yes` puts the service into a user namespace that knows root, its own user and nobody. Its capabilities are worth nothing " +
			"on the host, and files of all other users belong to nobody.",
		breaks: "Everything that needs a capability on the host: ports below 1024, chown to other users, switching users, mounting. It also needs " +
			"user namespaces in the kernel. The rule is silent where the unit asks for ambient capabilities.",
		versions:   "`self` and `identity` exist since systemd 257, `full` since 258.",
		references: []string{"systemd.exec(5)", "user_namespaces(7)"},
	},
	{
		id: "harden-remove-ipc", directive: "RemoveIPC",
		fails:       "RemoveIPC",
		base:        "User=example",
		recommended: "RemoveIPC=yes", weak: "RemoveIPC=no",
		summary: "IPC objects of the service stay when it stops",
		restricts: "`RemoveIPC=yes` removes the message queues, semaphores and shared memory of the service's user and group when the service stops, " +
			"so that nothing is left for the next holder of the user ID.",
		breaks: "Services that share their user with others which still run: their shared memory goes too. Databases lose theirs when a helper " +
			"unit of the same user ends.",
		versions:   "Counts only for services that do not run as root. Implied by `DynamicUser=yes`.",
		references: []string{"systemd.exec(5)"},
	},
}

func describeCapabilities(failing []*exposure.Check) string {
	if weakAssignment(failing) == nil {
		return "may hold every capability"
	}
	const most = 4
	var names []string
	for _, c := range failing {
		_, name, _ := strings.Cut(c.Setting, "~")
		names = append(names, name)
	}
	if len(names) > most {
		return fmt.Sprintf("may hold %s and more", strings.Join(names[:most], ", "))
	}
	return "may hold " + strings.Join(names, ", ")
}

// grantsMoreThanPorts tells that the ambient set holds more than the capability
// to bind ports below 1024.
func grantsMoreThanPorts(pass *lint.Pass) bool {
	for _, a := range pass.Unit.All(pass.Unit.ExecSection(), "AmbientCapabilities") {
		if strings.TrimSpace(a.Value) != "CAP_NET_BIND_SERVICE" {
			return true
		}
	}
	return false
}

// canLosePrivileges tells that the unit does not ask for powers that a user
// namespace would void.
func canLosePrivileges(pass *lint.Pass) bool {
	for _, a := range pass.Unit.All(pass.Unit.ExecSection(), "AmbientCapabilities") {
		if a.Value != "" {
			return false
		}
	}
	return true
}
