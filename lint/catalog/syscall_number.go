package catalog

import "slices"

// syscallNumber is what a system call is called by number on each of the
// architectures of auditArchitectures, -1 where it does not exist.
type syscallNumber struct {
	name    string
	numbers [8]int16
}

// AuditArchitecture is an architecture as audit records name it.
type AuditArchitecture struct {
	// Code is the AUDIT_ARCH_ constant of linux/audit.h.
	Code uint32
	// Name is the word of SystemCallArchitectures=, Interpreted that of ausearch(8).
	Name, Interpreted string
}

// auditArchitectures are in the order of the columns of the table of numbers.
var auditArchitectures = [...]AuditArchitecture{
	{0xc000003e, "x86-64", "x86_64"},
	{0x40000003, "x86", "i386"},
	{0xc00000b7, "arm64", "aarch64"},
	{0x40000028, "arm", "arm"},
	{0xc00000f3, "riscv64", "riscv64"},
	{0xc0000015, "ppc64-le", "ppc64le"},
	{0x80000016, "s390x", "s390x"},
	{0xc0000102, "loong64", "loongarch64"},
}

// AuditArchitectures returns the architectures whose system calls are known by
// number.
func AuditArchitectures() []AuditArchitecture { return auditArchitectures[:] }

// SyscallByNumber returns the name of a system call by its number on an
// architecture, as SystemCallArchitectures= calls it; ok is false where the number
// or the architecture is not known.
func SyscallByNumber(architecture string, number int) (name string, ok bool) {
	column := slices.IndexFunc(auditArchitectures[:], func(a AuditArchitecture) bool { return a.Name == architecture })
	if column < 0 || number < 0 {
		return "", false
	}
	for _, call := range syscallNumbers {
		if int(call.numbers[column]) == number {
			return call.name, true
		}
	}
	return "", false
}
