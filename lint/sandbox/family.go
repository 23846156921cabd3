package sandbox

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// AddressFamilies is RestrictAddressFamilies= after merging.
type AddressFamilies struct {
	// Set tells that there is a restriction at all.
	Set bool
	// AllowList tells that only the listed families are allowed; otherwise they
	// are what is blocked.
	AllowList bool
	// Families are the listed ones by number.
	Families map[int]bool
	// Undecided tells that a placeholder hides a part of the list.
	Undecided bool
	// Because are the lines that made the list, in order.
	Because []*unit.Assignment
	decided map[int]*unit.Assignment
	// begun tells that a line has decided between allow and deny list.
	begun bool
}

// Allows tells that sockets of a family may be made, by name.
func (f AddressFamilies) Allows(name string) bool {
	if !f.Set {
		return true
	}
	family, ok := catalog.AddressFamilyNamed(name)
	return (ok && f.Families[family.Number]) == f.AllowList
}

// AddressFamilies returns the unit's restriction as systemd would store it: the
// first line decides between allow and deny list; a line that names no known
// family still makes the list, and blocks everything if it allows.
// The map is shared and must not be changed.
func (s *Sandbox) AddressFamilies() AddressFamilies { return *s.families.of(s.readFamilies) }

func (s *Sandbox) readFamilies() AddressFamilies {
	var f AddressFamilies
	for _, a := range s.settings.reader.list("RestrictAddressFamilies") {
		f.apply(a.Verdict.Set(), a)
	}
	return f
}

func (f *AddressFamilies) apply(line value.Set, a *unit.Assignment) {
	f.Undecided = f.Undecided || line.Undecided
	f.Because = append(f.Because, a)
	if a.Value == "none" && len(line.Items) == 0 {
		// "none" is an empty allow list, and the next line decides anew.
		f.Set, f.AllowList, f.begun = true, true, false
		clear(f.Families)
		return
	}
	if !f.begun {
		f.Set, f.begun, f.AllowList = true, true, !line.Inverted
	}
	if f.Families == nil {
		f.Families, f.decided = map[int]bool{}, map[int]*unit.Assignment{}
	}
	for _, name := range line.Names() {
		family, ok := catalog.AddressFamilyNamed(name)
		if !ok {
			continue
		}
		f.decided[family.Number] = a
		if line.Inverted != f.AllowList {
			f.Families[family.Number] = true
		} else {
			delete(f.Families, family.Number)
		}
	}
}

// familyCapabilities are the families whose sockets need a capability to be
// made at all (packet(7), and the kernel's create functions).
var familyCapabilities = map[string]string{
	"AF_PACKET": "CAP_NET_RAW",
	"AF_XDP":    "CAP_NET_RAW",
	"AF_KEY":    "CAP_NET_ADMIN",
}

// FamilyCapability is the capability without which no socket of a family can be
// made, or "".
func FamilyCapability(family string) string { return familyCapabilities[family] }

// AddressFamily tells whether the process may make a socket of a family, by
// name (AF_INET). The error is that of socket(2).
func (p *Process) AddressFamily(name string) Verdict {
	families := p.sandbox.AddressFamilies()
	if !p.FullyPrivileged() && !families.Allows(name) {
		if families.Undecided {
			return unknown("A placeholder hides a part of the address families.", families.Because...)
		}
		return deny(ByAddressFamily, "EAFNOSUPPORT", "The address family is not allowed.", families.because(name)...)
	}
	if v := p.Syscall("socket"); v.Answer != Yes {
		return v
	}
	if capability := familyCapabilities[name]; capability != "" {
		if v := p.Capability(capability); v.Answer != Yes {
			v.Reason = "Sockets of this family need " + capability + ". " + v.Reason
			return v
		}
	}
	return allow("Sockets of this family are allowed.", families.because(name)...)
}

// because names the line that decided about a family, else the first one.
func (f AddressFamilies) because(name string) []*unit.Assignment {
	if len(f.Because) == 0 {
		return nil
	}
	family, _ := catalog.AddressFamilyNamed(name)
	if a := f.decided[family.Number]; a != nil {
		return []*unit.Assignment{a}
	}
	return f.Because[:1]
}
