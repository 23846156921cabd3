package match

import (
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// becoming are the system calls without which programs that have the set-user-ID bit become
// nobody else: sudo(8) and doas(1) by sudo_setgroups and exec_setup, pkexec(1) by pkexec.c, su(1)
// by change_uid.
var becoming = map[string][]string{
	"sudo": {"setresuid", "setgroups"}, "doas": {"setresuid", "setgroups"}, "pkexec": {"setreuid", "setgroups"}, "su": {"setuid", "setgroups"},
}

// askPrivileges asks whether a program gets the privileges of its file, and whether it may do
// what it has them for: what it inherits filters it, too. What starts as root and has others call
// sudo becomes these others by such calls of its own.
func askPrivileges(a attempt, program string) []Refusal {
	v, _ := Answer(a.process, need.GainPrivileges, program)
	if v.Denies() {
		return a.refusedBy(PrivilegesKept, program, v)
	}
	if a.process.Identity().Root == sandbox.Yes {
		return nil
	}
	for _, call := range becoming[program] {
		if filtered := a.process.Syscall(call); filtered.Denies() {
			return a.refusedBy(CallFiltered, call, filtered)
		}
	}
	return nil
}
