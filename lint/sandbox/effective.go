package sandbox

import "github.com/unitlint/unitlint/lint/unit"

// Setting returns the effective word of a scalar setting of the unit's
// processes: after what DynamicUser= implies for it, with specifiers replaced,
// booleans as "yes" and "no", and "" at the default, which a RootDirectory= that
// is the root itself counts as. by is the assignment that decided, nil where
// there is none.
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
	case "RootDirectory":
		return s.settings.rootDirectory.word, s.settings.rootDirectory.by
	case "User":
		return s.settings.user.word, s.settings.user.by
	}
	c := s.settings.reader.choice(name)
	return c.word, c.by
}

// Origin returns the line of the filter that decided about a system call: the
// last that names it or a group with it, else the first, which made the filter
// an allow list or a deny list.
func (f SyscallFilter) Origin(call string) *unit.Assignment {
	return f.origin(f.call(call))
}

func (f *SyscallFilter) origin(call filteredCall) *unit.Assignment {
	if call.by != nil {
		return call.by
	}
	return first(f.Because)
}

// DiskImage returns the assignment that has systemd mount a disk image for the
// unit, which opens loop devices to it (systemd.exec(5)), or nil.
func (s *Sandbox) DiskImage() *unit.Assignment {
	for _, root := range []choice{s.settings.rootImage, s.settings.rootMStack} {
		if root.word != "" {
			return root.by
		}
	}
	for _, image := range s.settings.images {
		return image.by
	}
	return nil
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

// Removed returns the capabilities that a setting, where it is on, takes from
// the bounding set, as PrivateDevices= takes CAP_MKNOD.
func Removed(directive string) []string {
	for _, implied := range impliedRemovals {
		if implied.directive == directive {
			return implied.removed.Names()
		}
	}
	return nil
}
