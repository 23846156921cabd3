package exposure

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// rating is what a check found, before its weight is applied.
type rating struct {
	badness       uint64
	notApplicable bool
	// description replaces the words of the table where there is more to say.
	description string
	origin      *unit.Assignment
}

func (v rating) words(c *check) string {
	switch {
	case v.notApplicable && c.notApplicable != "":
		return c.notApplicable
	case v.notApplicable:
		return "Does not count here"
	case v.description != "":
		return v.description
	case v.badness == 0:
		return c.good
	}
	return c.bad
}

// assessors judge the checks by their kind. The numbers are systemd's, from the
// assessment functions of each release.
var assessors = map[kind]func(*check, *facts) rating{
	"user":                      assessUser,
	"supplementary-groups":      assessSupplementaryGroups,
	"remove-ipc":                assessRemoveIPC,
	"switch":                    assessSwitch,
	"protect-home":              assessProtectHome,
	"protect-system":            assessProtectSystem,
	"root-directory":            assessRootDirectory,
	"capability":                assessCapability,
	"ambient-capabilities":      assessAmbientCapabilities,
	"umask":                     assessUMask,
	"keyring-mode":              assessKeyringMode,
	"protect-proc":              assessProtectProc,
	"proc-subset":               assessProcSubset,
	"notify-access":             assessNotifyAccess,
	"delegate":                  assessDelegate,
	"namespace":                 assessNamespace,
	"address-family":            assessAddressFamily,
	"system-call-architectures": assessSystemCallArchitectures,
	"system-call-group":         assessSystemCallGroup,
	"system-call-group-halved":  assessSystemCallGroupHalved,
	"ip-address-deny":           assessIPAddressDeny,
	"device-allow":              assessDeviceAllow,
}

// fails is a badness of 1 where the condition holds.
func fails(condition bool, origin *unit.Assignment) rating {
	v := rating{origin: origin}
	if condition {
		v.badness = 1
	}
	return v
}

// graded is a finding of a setting with several strengths.
type graded struct {
	badness     uint64
	description string
}

// grade looks a value up; what the table does not hold is rated by its "" row.
func grade(table map[string]graded, value rated[string]) rating {
	g, ok := table[value.value]
	if !ok {
		g = table[""]
	}
	return rating{badness: g.badness, description: g.description, origin: value.origin}
}

func assessUser(_ *check, f *facts) rating {
	user := f.user
	switch {
	case user.value == "nobody":
		return rating{badness: 9, description: "Runs as nobody, a user that must own nothing and is shared", origin: user.origin}
	case f.dynamicUser.value && !isRoot(user.value):
		return rating{description: "Runs as a user made for this run", origin: f.dynamicUser.origin}
	case user.value != "" && !isRoot(user.value):
		return rating{origin: user.origin}
	case f.neverPrivileged:
		return rating{description: "Runs in the manager of a user"}
	}
	return rating{badness: 10, origin: user.origin}
}

func assessSupplementaryGroups(_ *check, f *facts) rating {
	if f.privileged() {
		return rating{notApplicable: true, origin: f.user.origin}
	}
	return fails(f.supplementaryGroups.value, f.supplementaryGroups.origin)
}

func assessRemoveIPC(_ *check, f *facts) rating {
	if f.privileged() || f.neverPrivileged {
		return rating{notApplicable: true, origin: f.user.origin}
	}
	on := f.toggle("RemoveIPC")
	return fails(!on.value, on.origin)
}

func assessSwitch(c *check, f *facts) rating {
	on := f.privateMounts
	if name := c.arguments[0]; name != "PrivateMounts" {
		on = f.toggle(name)
	}
	return fails(!on.value, on.origin)
}

var protectHomeGrades = map[string]graded{
	"yes":       {0, ""},
	"tmpfs":     {1, "Sees empty home directories"},
	"read-only": {5, "Can read all home directories"},
	"":          {10, ""},
}

func assessProtectHome(_ *check, f *facts) rating {
	return grade(protectHomeGrades, f.protectHome)
}

var protectSystemGrades = map[string]graded{
	"strict": {0, ""},
	"full":   {3, "Can write outside of /usr, /boot and /etc"},
	"yes":    {5, "Can write outside of /usr and /boot"},
	"":       {10, ""},
}

func assessProtectSystem(_ *check, f *facts) rating {
	return grade(protectSystemGrades, f.protectSystem)
}

func assessRootDirectory(_ *check, f *facts) rating {
	return fails(!f.ownRoot.value, f.ownRoot.origin)
}

// assessCapability fails where the bounding set holds any of the capabilities.
func assessCapability(c *check, f *facts) rating {
	v := rating{}
	for _, name := range c.arguments {
		held := f.capability(name)
		v.origin = held.origin
		if held.value {
			v.badness = 1
			break
		}
	}
	return v
}

func assessAmbientCapabilities(_ *check, f *facts) rating {
	return fails(f.ambientCapabilities.value, f.ambientCapabilities.origin)
}

// umaskGrades are tried in order: the first bit that the mask leaves open counts.
var umaskGrades = [...]struct {
	bit uint32
	graded
}{
	{0o002, graded{10, "Makes files that everybody can write"}},
	{0o004, graded{5, "Makes files that everybody can read"}},
	{0o020, graded{2, "Makes files that its group can write"}},
	{0o040, graded{1, "Makes files that its group can read"}},
}

func assessUMask(_ *check, f *facts) rating {
	for _, g := range umaskGrades {
		if f.umask.value&g.bit == 0 {
			return rating{badness: g.badness, description: g.description, origin: f.umask.origin}
		}
	}
	return rating{origin: f.umask.origin}
}

func assessKeyringMode(_ *check, f *facts) rating {
	return fails(f.keyringMode.value != "private", f.keyringMode.origin)
}

// protectProcGrades: noaccess is rated worse than invisible, although it hides
// no less.
var protectProcGrades = map[string]graded{
	"invisible":  {0, ""},
	"ptraceable": {0, "Sees only the processes that it may trace in /proc"},
	"noaccess":   {1, "Sees that other processes exist in /proc"},
	"":           {3, ""},
}

func assessProtectProc(_ *check, f *facts) rating {
	return grade(protectProcGrades, f.protectProc)
}

func assessProcSubset(_ *check, f *facts) rating {
	return fails(f.procSubset.value != "pid", f.procSubset.origin)
}

func assessNotifyAccess(_ *check, f *facts) rating {
	return fails(f.notifyAccess.value == "all", f.notifyAccess.origin)
}

func assessDelegate(_ *check, f *facts) rating {
	return fails(f.delegate.value, f.delegate.origin)
}

func assessNamespace(c *check, f *facts) rating {
	allowed := f.namespace(c.arguments[0])
	return fails(allowed.value, allowed.origin)
}

func assessAddressFamily(c *check, f *facts) rating {
	restricted, named := f.families[c.arguments[0]]
	if !named {
		restricted = f.otherFamilies
	}
	return fails(!restricted.value, restricted.origin)
}

func assessSystemCallArchitectures(_ *check, f *facts) rating {
	architectures := f.systemCallArchitectures
	switch {
	case len(architectures.value) == 0:
		return rating{badness: 10, origin: architectures.origin}
	case len(architectures.value) == 1 && architectures.value[0] == "native":
		return rating{origin: architectures.origin}
	}
	return rating{badness: 8, description: "Can make system calls of the ABIs " + strings.Join(architectures.value, ", "), origin: architectures.origin}
}

func assessSystemCallGroup(c *check, f *facts) rating {
	return assessFilter(c.arguments[0], f, 0)
}

// assessSystemCallGroupHalved is the rating before 246: a deny list that holds
// the whole group still counts half.
func assessSystemCallGroupHalved(c *check, f *facts) rating {
	return assessFilter(c.arguments[0], f, 5)
}

func assessFilter(group string, f *facts, denied uint64) rating {
	filter := f.systemCallFilter
	if filter.absent {
		return rating{badness: 10, description: "Can make every system call"}
	}
	call, origin := filter.offender(group)
	v := rating{origin: origin}
	switch {
	case call != "" && filter.allowList:
		v.badness = 9
		v.description = fmt.Sprintf("Can make system calls of %s: its allow list holds %s", group, call)
	case call != "":
		v.badness = 10
		v.description = fmt.Sprintf("Can make system calls of %s: its deny list lacks %s", group, call)
	case !filter.allowList:
		v.badness = denied
	}
	return v
}

func assessIPAddressDeny(_ *check, f *facts) rating {
	ip := f.ip
	switch {
	case ip.ownFilter.value:
		return rating{description: "Has BPF programs that filter its packets", origin: ip.ownFilter.origin}
	case !ip.denyAll.value:
		return rating{badness: 10, origin: ip.denyAll.origin}
	case ip.allowOther.value:
		return rating{badness: 5, description: "Can exchange packets with the addresses of its allow list", origin: ip.allowOther.origin}
	case ip.allowLocalhost.value:
		return rating{badness: 2, description: "Can exchange packets with this host only", origin: ip.allowLocalhost.origin}
	}
	return rating{origin: ip.denyAll.origin}
}

func assessDeviceAllow(_ *check, f *facts) rating {
	switch {
	case f.devicePolicy.value != "closed" && f.devicePolicy.value != "strict":
		return rating{badness: 10, origin: f.devicePolicy.origin}
	case f.deviceAllow.value:
		return rating{badness: 5, description: "Can open the devices of its list", origin: f.deviceAllow.origin}
	}
	return rating{origin: f.devicePolicy.origin}
}
