package catalog

import (
	"sort"
	"strings"
)

// Capability is one of the kernel's capabilities.
type Capability struct {
	Name   string // "CAP_CHOWN"
	Number int
	Kernel string // the first kernel that has it, empty for all
}

// Capabilities returns all capabilities by number.
func Capabilities() []Capability { return capabilities[:] }

// CapabilityNamed returns the capability of a name; systemd takes any case. ok
// is false for unknown names.
func CapabilityNamed(name string) (c Capability, ok bool) {
	if place, exact := capabilityPlace(name); exact {
		return capabilities[place], true
	}
	for i := range capabilities {
		if strings.EqualFold(capabilities[i].Name, name) {
			return capabilities[i], true
		}
	}
	return Capability{}, false
}

var capabilityPlace = byName(capabilities[:], func(c *Capability) string { return c.Name })

// AddressFamily is a socket address family.
type AddressFamily struct {
	Name   string // "AF_UNIX"
	Number int
	Alias  string // the usual name of the same number, or empty
}

// AddressFamilies returns the address families that systemd takes, by name.
func AddressFamilies() []AddressFamily { return addressFamilies[:] }

// AddressFamilyNamed returns the family of a name, in exact case. ok is false
// for unknown names.
func AddressFamilyNamed(name string) (f AddressFamily, ok bool) {
	if place, found := addressFamilyPlace(name); found {
		return addressFamilies[place], true
	}
	return AddressFamily{}, false
}

var addressFamilyPlace = byName(addressFamilies[:], func(f *AddressFamily) string { return f.Name })

// Namespace is a type of namespace.
type Namespace struct {
	Name string // "mnt"
	Flag uint32 // of clone(2)
	// Restrict and Delegate are the first releases that take the word in
	// RestrictNamespaces= and DelegateNamespaces=, 0 for never; Full is the
	// first in which "yes" and inverted lists include it.
	Restrict, Delegate, Full int
}

// Namespaces returns the types of namespaces.
func Namespaces() []Namespace { return namespaces[:] }

// Signal is a signal's name, with SIG, and its number on x86 and arm.
type Signal struct {
	Name   string
	Number int
}

// RealtimeSignals is the count of the signals between RTMIN and RTMAX, both
// included.
const RealtimeSignals = 31

// Signals returns the signals that systemd names, without realtime signals.
func Signals() []Signal { return signals[:] }

// Errno is an error's name and its number on x86 and arm.
type Errno struct {
	Name   string
	Number int
}

// Errnos returns the errors that systemd names, by name.
func Errnos() []Errno { return errnos[:] }

// ErrnoNamed returns the error of a name in any case, as systemd takes it. ok
// is false for unknown names.
func ErrnoNamed(name string) (e Errno, ok bool) {
	name = strings.ToUpper(name)
	i := sort.Search(len(errnos), func(i int) bool { return errnos[i].Name >= name })
	if i < len(errnos) && errnos[i].Name == name {
		return errnos[i], true
	}
	return Errno{}, false
}

// ExecPrefix is a prefix character of command lines.
type ExecPrefix struct {
	Prefix string
	Since  int
	// Ignored is the first release that takes it without effect, or 0.
	Ignored int
	Meaning string
}
