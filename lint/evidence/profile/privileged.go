package profile

import (
	"slices"

	"github.com/unitlint/unitlint/lint/need"
)

// callsOf are the system calls for which alone the kernel asks for a capability: who
// needs it makes one of them (capabilities(7)). Capabilities are left out that
// other ways ask for, too: files of /proc and /sys, sockets, ioctl(2).
var callsOf = map[string][]string{
	"CAP_SETUID":     {"setuid", "setresuid", "setreuid"},
	"CAP_SETGID":     {"setgroups", "setgid", "setresgid", "setregid"},
	"CAP_CHOWN":      {"fchownat", "chown", "fchown", "lchown"},
	"CAP_SYS_CHROOT": {"chroot"},
	"CAP_SYS_TIME":   {"clock_settime", "settimeofday", "adjtimex", "clock_adjtime"},
	"CAP_SYS_BOOT":   {"reboot", "kexec_load", "kexec_file_load"},
	"CAP_SYS_NICE": {
		"setpriority", "sched_setscheduler", "sched_setparam", "sched_setattr", "sched_setaffinity", "ioprio_set", "mbind", "move_pages", "migrate_pages",
	},
}

// privileged records that who needs a capability makes a system call: a filter that
// refuses all of those that it is there for is as bad as a set without the capability.
// The needs from an index on are looked at.
func (s *Source) privileged(from int) {
	for at, end := from, len(s.Needs); at < end; at++ {
		n := s.Needs[at]
		if n.Kind != need.Capability || len(n.Any) != 1 || n.Certainty < need.Likely {
			continue
		}
		calls := callsOf[n.Any[0]]
		if len(calls) == 0 || slices.ContainsFunc(s.Needs, func(known need.Need) bool {
			return known.Kind == need.Syscall && known.Line == n.Line && known.Certainty >= need.Likely &&
				slices.ContainsFunc(known.Any, func(call string) bool { return slices.Contains(calls, call) })
		}) {
			continue
		}
		n.Kind, n.Any = need.Syscall, calls
		s.Put(n)
	}
}
