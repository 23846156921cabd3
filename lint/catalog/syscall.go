package catalog

import (
	"slices"
	"strings"
	"sync/atomic"
)

// syscallGroup is a group with all members that it ever had.
type syscallGroup struct {
	name    string
	members []groupMember
}

// groupMember is a member and the releases that have it, one bit each.
type groupMember struct {
	name     string
	releases uint32
}

// syscallName is a name with a code of one character a column: the first for
// any architecture, then one for each of the architectures. "0" to "3" is the
// first libseccomp release that resolves it, "-" stands for none.
type syscallName struct {
	name, code string
}

// libseccompReleases are the releases that the codes count.
var libseccompReleases = [...]string{"2.5.1", "2.5.4", "2.6.0", "2.6.1"}

// architectures are the machines whose native system calls are known, by the
// names that libseccomp uses.
var architectures = [...]string{"x86_64", "x86", "aarch64", "arm", "riscv64", "ppc64le", "s390x"}

// findGroup returns the group of a name, with its @, or nil.
func findGroup(name string) *syscallGroup {
	if place, found := groupPlace(name); found {
		return &syscallGroups[place]
	}
	return nil
}

// groupPlace returns where in the table a group stands.
var groupPlace = byName(syscallGroups[:], func(g *syscallGroup) string { return g.name })

// SyscallGroups returns the names of the groups that a release knows, sorted.
func SyscallGroups(r Release) []string {
	var names []string
	for i := range syscallGroups {
		if hasMembers(&syscallGroups[i], r) {
			names = append(names, syscallGroups[i].name)
		}
	}
	return names
}

func hasMembers(g *syscallGroup, r Release) bool {
	bit := r.bit()
	for _, m := range g.members {
		if m.releases&bit != 0 {
			return true
		}
	}
	return false
}

// SyscallGroup returns the members of a group, such as "@system-service", at a
// release, sorted; a member that begins with "@" is a group in turn. ok is
// false where the release does not know the group.
func SyscallGroup(name string, r Release) (members []string, ok bool) {
	g := findGroup(name)
	if g == nil {
		return nil, false
	}
	bit := r.bit()
	for _, m := range g.members {
		if m.releases&bit != 0 {
			members = append(members, m.name)
		}
	}
	return members, members != nil
}

// SyscallGroupKnown tells whether a release knows a group.
func SyscallGroupKnown(name string, r Release) bool {
	g := findGroup(name)
	return g != nil && hasMembers(g, r)
}

// groupAnswers hold what was made of each group at each release: every unit asks for the same few.
type groupAnswers[T any] [len(syscallGroups)][releases]atomic.Pointer[[]T]

// get returns what find makes of a group, which is nothing where there is none of the name.
func (a *groupAnswers[T]) get(group string, r Release, find func() []T) []T {
	place, found := groupPlace(group)
	if !found {
		return nil
	}
	known := &a[place][r.place()]
	if answer := known.Load(); answer != nil {
		return *answer
	}
	answer := find()
	known.Store(&answer)
	return answer
}

var (
	expanded groupAnswers[string]
	filtered groupAnswers[Syscall]
	native   [len(architectures)]groupAnswers[Syscall]
)

// ExpandSyscallGroup returns the system calls of a group and of the groups in
// it, sorted and each once; they belong to the table and must not be changed. It
// is nil where the release does not know the group.
func ExpandSyscallGroup(name string, r Release) []string {
	return expanded.get(name, r, func() []string { return expand(name, r) })
}

func expand(name string, r Release) []string {
	var calls []string
	eachCall(name, r, func(call string) { calls = append(calls, call) })
	slices.Sort(calls)
	return slices.Compact(calls)
}

// eachCall calls do for every system call of a group and of the groups in it, for one in several
// of them several times.
func eachCall(group string, r Release, do func(call string)) {
	g := findGroup(group)
	if g == nil {
		return
	}
	bit := r.bit()
	for i := range g.members {
		switch m := &g.members[i]; {
		case m.releases&bit == 0:
		case strings.HasPrefix(m.name, "@"):
			eachCall(m.name, r, do)
		default:
			do(m.name)
		}
	}
}

// findSyscall returns the code of a name, or "".
func findSyscall(name string) string {
	if call, ok := FindSyscall(name); ok {
		return syscallNames[call].code
	}
	return ""
}

// resolves tells whether a column of a code reaches a libseccomp release.
func resolves(column byte, libseccomp string) bool {
	for i, release := range libseccompReleases {
		if release == libseccomp {
			return column >= '0' && int(column-'0') <= i
		}
	}
	return false
}

// SyscallKnown tells whether a system call's name can be resolved at a release,
// for whatever architecture; systemd drops other names from a filter with a
// warning. The libseccomp of the release decides, see Release.Libseccomp.
func SyscallKnown(name string, r Release) bool {
	code := findSyscall(name)
	return code != "" && resolves(code[0], r.Libseccomp())
}

// SyscallExists tells whether any architecture or release has a system call of
// this name.
func SyscallExists(name string) bool { return findSyscall(name) != "" }

// SyscallNative tells whether a name is a system call of an architecture, as
// far as a libseccomp release knows: an architecture by libseccomp's name, such as
// "x86_64", a release as Release.Libseccomp has it.
func SyscallNative(name, architecture, libseccomp string) bool {
	code := findSyscall(name)
	if code == "" {
		return false
	}
	for i, a := range architectures {
		if a == architecture {
			return resolves(code[i+1], libseccomp)
		}
	}
	return false
}

// SyscallNames returns the names that some release of libseccomp resolves for
// some architecture, sorted.
func SyscallNames() []string {
	names := make([]string, 0, len(syscallNames))
	for _, s := range syscallNames {
		if s.code[0] != '-' {
			names = append(names, s.name)
		}
	}
	return names
}
