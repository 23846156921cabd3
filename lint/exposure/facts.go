package exposure

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
)

// rated is a value that systemd-analyze looks at, with the assignment that it
// comes from (nil where a default holds).
type rated[T any] struct {
	value  T
	origin *unit.Assignment
}

// facts are what systemd-analyze knows of a unit: its settings after the
// manager applied those that one setting implies for another.
type facts struct {
	release                   catalog.Release
	defaultDependencies       bool
	defaultDependenciesOrigin *unit.Assignment
	// neverPrivileged: the unit belongs to a user's manager and the release
	// takes that into account.
	neverPrivileged bool

	user                rated[string]
	dynamicUser         rated[bool]
	supplementaryGroups rated[bool]

	// toggle reads a setting of which only "on" or "off" counts: every value but
	// "no" is "on".
	toggle        func(name string) rated[bool]
	privateMounts rated[bool]

	protectHome, protectSystem rated[string]
	ownRoot                    rated[bool]
	umask                      rated[uint32]
	keyringMode                rated[string]
	protectProc, procSubset    rated[string]
	notifyAccess               rated[string]
	delegate                   rated[bool]

	// capability tells whether the bounding set holds a capability.
	capability          func(name string) rated[bool]
	ambientCapabilities rated[bool]
	// namespace tells whether a type of namespace may be made.
	namespace func(name string) rated[bool]
	// families tells of each group of address families of which lines name one whether it is
	// closed, otherFamilies of all the others.
	families                map[string]rated[bool]
	otherFamilies           rated[bool]
	systemCallArchitectures rated[[]string]
	systemCallFilter        systemCallFilter
	ip                      ipAccess
	devicePolicy            rated[string]
	deviceAllow             rated[bool]
}

// systemCallFilter is what SystemCallFilter= left in the unit.
type systemCallFilter struct {
	// absent: there is no filter at all.
	absent    bool
	allowList bool
	// offender is the first native call of a group that the filter lets pass,
	// and the assignment to blame; "" where the group is blocked.
	offender func(group string) (string, *unit.Assignment)
}

// ipAccess is what IPAddressAllow=, IPAddressDeny= and the filter programs say.
type ipAccess struct {
	ownFilter, denyAll, allowLocalhost, allowOther rated[bool]
}

// privileged is systemd-analyze's idea of a unit that runs as root.
func (f *facts) privileged() bool {
	if f.neverPrivileged {
		return false
	}
	if f.user.value == "" {
		return !f.dynamicUser.value
	}
	return isRoot(f.user.value)
}

func isRoot(user string) bool { return user == "root" || user == "0" }
