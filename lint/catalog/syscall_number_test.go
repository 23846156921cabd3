package catalog_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
)

func TestSyscallByNumber(t *testing.T) {
	for _, test := range []struct {
		architecture string
		number       int
		want         string
	}{
		{"x86-64", 10, "mprotect"},
		{"x86-64", 0, "read"},
		{"x86", 125, "mprotect"},
		{"arm64", 226, "mprotect"},
		{"arm", 125, "mprotect"},
		{"riscv64", 226, "mprotect"},
		{"ppc64-le", 125, "mprotect"},
		{"s390x", 125, "mprotect"},
		{"loong64", 226, "mprotect"},
		{"x86-64", -1, ""},
		{"x86-64", 100000, ""},
		{"vax", 1, ""},
	} {
		if got, _ := catalog.SyscallByNumber(test.architecture, test.number); got != test.want {
			t.Errorf("call %d of %s is %q, want %q", test.number, test.architecture, got, test.want)
		}
	}
}

// Every architecture numbers its calls once, and every name is one that filters
// take.
func TestSyscallNumbersAreSystemCalls(t *testing.T) {
	for _, a := range catalog.AuditArchitectures() {
		known := 0
		for number := range 600 {
			name, ok := catalog.SyscallByNumber(a.Name, number)
			if !ok {
				continue
			}
			known++
			if !catalog.SyscallExists(name) {
				t.Errorf("call %d of %s, %q, is no system call of the catalogue", number, a.Name, name)
			}
		}
		if known < 250 {
			t.Errorf("%s has %d calls", a.Name, known)
		}
	}
}
