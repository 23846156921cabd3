package catalog

import (
	"slices"
	"strings"
)

// Syscall is the place of a system call among all that are known, by name. It
// stands for the name where a filter is asked about many.
type Syscall uint16

// Syscalls is how many system calls are known.
const Syscalls = len(syscallNames)

// Name returns the name of the system call.
func (s Syscall) Name() string { return syscallNames[s].name }

// FindSyscall returns the system call of a name; ok is false where no
// architecture and no release has one.
func FindSyscall(name string) (call Syscall, ok bool) {
	place, ok := syscallPlace(name)
	return Syscall(place), ok
}

var syscallPlace = byName(syscallNames[:], func(s *syscallName) string { return s.name })

// FilterSyscalls returns the system calls that a group stands for in a filter:
// those of the group and of the groups in it that the libseccomp of the release
// resolves. They belong to the table and must not be changed.
func FilterSyscalls(group string, r Release) []Syscall {
	return filtered.get(group, r, func() []Syscall {
		var in [Syscalls]bool
		count, libseccomp := 0, r.Libseccomp()
		eachCall(group, r, func(name string) {
			call, ok := FindSyscall(name)
			if ok && !in[call] && resolves(syscallNames[call].code[0], libseccomp) {
				in[call] = true
				count++
			}
		})
		calls := make([]Syscall, 0, count)
		for call, is := range in {
			if is {
				calls = append(calls, Syscall(call))
			}
		}
		return calls
	})
}

// NativeSyscalls returns the system calls of a group, and of the groups in it in
// the place of each, that an architecture has; see [SyscallNative]. They belong
// to the table and must not be changed.
func NativeSyscalls(group, architecture string, r Release) []Syscall {
	machine := slices.Index(architectures[:], architecture)
	if machine < 0 {
		return nil
	}
	return native[machine].get(group, r, func() (calls []Syscall) {
		members, _ := SyscallGroup(group, r)
		for _, member := range members {
			if strings.HasPrefix(member, "@") {
				calls = append(calls, NativeSyscalls(member, architecture, r)...)
			} else if call, ok := FindSyscall(member); ok && SyscallNative(member, architecture, r.Libseccomp()) {
				calls = append(calls, call)
			}
		}
		return calls
	})
}
