package sandbox

import (
	"slices"

	"github.com/unitlint/unitlint/lint/unit"
)

// Setting returns the effective word of a scalar setting of the unit's
// processes: after what DynamicUser= implies for it, with specifiers replaced,
// booleans as "yes" and "no", and "" at the default. by is the assignment that
// decided, nil at the default.
func (s *Sandbox) Setting(name string) (word string, by *unit.Assignment) {
	switch name {
	case "PrivateTmp":
		return s.settings.privateTmp.word, s.settings.privateTmp.by
	case "ProtectSystem":
		return s.settings.protectSystem.word, s.settings.protectSystem.by
	case "ProtectHome":
		return s.settings.protectHome.word, s.settings.protectHome.by
	case "RemoveIPC":
		return s.settings.removeIPC.word(), s.settings.removeIPC.by
	case "NoNewPrivileges":
		return s.settings.noNewPrivileges.word(), s.settings.noNewPrivileges.by
	case "RestrictSUIDSGID":
		return s.settings.suidSGID.word(), s.settings.suidSGID.by
	case "User":
		return s.settings.user.word, s.settings.user.by
	}
	c := s.settings.reader.choice(name)
	return c.word, c.by
}

// word is the boolean as a word, "" at the default.
func (t toggle) word() string {
	switch {
	case t.by == nil:
		return ""
	case t.on:
		return "yes"
	}
	return "no"
}

// Removes tells whether a setting, where it is on, takes a capability from the
// bounding set, as PrivateDevices= takes CAP_MKNOD.
func Removes(directive, capability string) bool {
	for _, implied := range impliedRemovals {
		if implied.directive == directive {
			return slices.Contains(implied.capabilities, capability)
		}
	}
	return false
}
