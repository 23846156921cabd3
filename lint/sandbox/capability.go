package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// CapabilitySet is a set of capabilities by their numbers.
type CapabilitySet uint64

// maskAll is systemd's starting value of the bounding set: every bit, also
// those that stand for no capability.
const maskAll = ^CapabilitySet(0)

// everyCapability holds the capabilities that the kernel has.
func everyCapability() CapabilitySet {
	return CapabilitySet(1)<<len(catalog.Capabilities()) - 1
}

// Has tells that a capability, by its name in any case, is in the set.
func (s CapabilitySet) Has(name string) bool {
	c, ok := catalog.CapabilityNamed(name)
	return ok && s&(1<<c.Number) != 0
}

// Names returns the capabilities in the order of their numbers.
func (s CapabilitySet) Names() []string {
	var names []string
	for _, c := range catalog.Capabilities() {
		if s&(1<<c.Number) != 0 {
			names = append(names, c.Name)
		}
	}
	return names
}

// capabilitySet is the set of names; a number stands for a capability that has
// no name yet, which systemd keeps all the same.
func capabilitySet(names ...string) CapabilitySet {
	var set CapabilitySet
	for _, name := range names {
		if c, ok := catalog.CapabilityNamed(name); ok {
			set |= 1 << c.Number
		} else if number, err := strconv.ParseUint(name, 0, 6); err == nil {
			set |= 1 << number
		}
	}
	return set
}

// impliedRemovals are the capabilities that other settings take from the
// bounding set when the unit is loaded (systemd.exec(5)).
var impliedRemovals = []struct {
	directive string
	toggle    func(*settings) toggle
	removed   CapabilitySet
}{
	{"PrivateDevices", func(s *settings) toggle { return s.privateDevices }, capabilitySet("CAP_MKNOD", "CAP_SYS_RAWIO")},
	{"ProtectKernelModules", func(s *settings) toggle { return s.modules }, capabilitySet("CAP_SYS_MODULE")},
	{"ProtectKernelLogs", func(s *settings) toggle { return s.logs }, capabilitySet("CAP_SYSLOG")},
	{"ProtectClock", func(s *settings) toggle { return s.clock }, capabilitySet("CAP_SYS_TIME", "CAP_WAKE_ALARM")},
}

// Capabilities is a capability setting after merging.
type Capabilities struct {
	Set CapabilitySet
	// Undecided tells that a placeholder hides a part of it.
	Undecided bool
	// Because are the lines that made the set, in order; empty at the default.
	Because []*unit.Assignment
	// changes are what lines took from the set, or gave back, in order.
	changes []capabilityChange
}

// capabilityChange is what one line took from a set, and what it gave back.
type capabilityChange struct {
	changed CapabilitySet
	by      *unit.Assignment
}

// decider is the line that decided about a capability, or nil.
func (c *Capabilities) decider(capability CapabilitySet) *unit.Assignment {
	for _, last := range slices.Backward(c.changes) {
		if last.changed&capability != 0 {
			return last.by
		}
	}
	return nil
}

// change sets the set and notes whose doing it is.
func (c *Capabilities) change(set CapabilitySet, by *unit.Assignment) {
	if changed := c.Set ^ set; changed != 0 {
		c.changes = append(c.changes, capabilityChange{changed, by})
	}
	c.Set = set
}

// because names the line that decided about a capability, else all that made
// the set.
func (c *Capabilities) because(capability CapabilitySet) []*unit.Assignment {
	if a := c.decider(capability); a != nil {
		return []*unit.Assignment{a}
	}
	return reversed(c.Because)
}

// Loss is a line that took capabilities.
type Loss struct {
	By  *unit.Assignment
	Set CapabilitySet
}

// Losses are the lines that took capabilities of a set, each with its own, in the
// order of the capabilities. For a list that is its last line, which is where
// another name belongs.
func (c *Capabilities) Losses(set CapabilitySet) []Loss {
	var losses []Loss
	for left := set &^ c.Set; left != 0; left &= left - 1 {
		one := left & -left
		by := c.decider(one)
		for _, a := range c.Because {
			if by != nil && a.Key == by.Key {
				by = a
			}
		}
		at := slices.IndexFunc(losses, func(l Loss) bool { return l.By == by })
		switch {
		case by == nil:
		case at < 0:
			losses = append(losses, Loss{by, one})
		default:
			losses[at].Set |= one
		}
	}
	return losses
}

// BoundingSet returns the effective capability bounding set, without what other
// settings take from it. Lines of drop-ins add to those before them as
// systemd.exec(5) says, with the two quirks of the parser: a line that names no
// known capability starts anew, and while the set is still complete a line
// without '~' replaces it.
func (s *Sandbox) BoundingSet() Capabilities { return *s.boundingSet() }

func (s *Sandbox) boundingSet() *Capabilities { return s.bounding.of(s.readBounding) }

func (s *Sandbox) readBounding() Capabilities {
	c := s.settings.capabilities("CapabilityBoundingSet", maskAll)
	c.Set &= everyCapability()
	for _, implied := range impliedRemovals {
		if t := implied.toggle(s.settings); t.on {
			if c.Set&implied.removed != 0 {
				c.Because = append(c.Because, t.by)
			}
			c.change(c.Set&^implied.removed, t.by)
		}
	}
	return c
}

// AmbientSet returns AmbientCapabilities= after merging, as it stands in the
// unit. What the bounding set lacks is never raised.
func (s *Sandbox) AmbientSet() Capabilities { return *s.ambientSet() }

func (s *Sandbox) ambientSet() *Capabilities { return s.ambient.of(s.readAmbient) }

func (s *Sandbox) readAmbient() Capabilities {
	return s.settings.capabilities("AmbientCapabilities", 0)
}

func (s *settings) capabilities(name string, initial CapabilitySet) Capabilities {
	c := Capabilities{Set: initial}
	for _, a := range s.reader.unit.All(s.reader.section, name) {
		decoded := a.Verdict.Set()
		c.Undecided = c.Undecided || decoded.Undecided
		c.Because = append(c.Because, a)
		c.change(mergeCapabilities(c.Set, initial, decoded, s.reader.unit.Release.Version), a)
	}
	return c
}

// mergeCapabilities applies one line to a set. From 259 on an inverted line
// leaves the kernel's own full set instead of every bit, so that it no longer
// counts as untouched.
func mergeCapabilities(set, initial CapabilitySet, line value.Set, version int) CapabilitySet {
	var named CapabilitySet
	for _, item := range line.Items {
		if item.Known {
			named |= 1 << item.Number
		}
	}
	if named == 0 || set == initial {
		if !line.Inverted {
			return named
		}
		if version >= 259 {
			return everyCapability() &^ named
		}
		return ^named
	}
	if line.Inverted {
		return set &^ named
	}
	return set | named
}

// inodeCapabilities keep their meaning inside of a user namespace for files
// whose owner and group are mapped into it (capable_wrt_inode_uidgid() of the
// kernel; user_namespaces(7)).
var inodeCapabilities = capabilitySet("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID")

// Capability tells whether the process holds a capability, by name, after
// execve of a program without file capabilities.
func (p *Process) Capability(name string) Verdict {
	name = strings.ToUpper(name)
	c, ok := catalog.CapabilityNamed(name)
	if !ok {
		return unknown(name + " is no capability that is known here.")
	}
	if p.sandbox.unit.Scope == locate.User {
		return deny(ByIdentity, "EPERM", "A user's manager has no capabilities to give.")
	}
	if p.FullyPrivileged() {
		return allow("The line runs with full privileges.", p.whyExempt())
	}
	bit := CapabilitySet(1) << c.Number
	v := p.heldCapability(name, bit)
	if v.Answer == No {
		return v
	}
	if inside, counts := p.sandbox.countsInside(name, bit); counts {
		return inside
	}
	return v
}

// CapabilityInside refuses a capability that would count only inside of the unit's own
// user namespace, whether the process has it or not, and refuses nothing else.
func (p *Process) CapabilityInside(name string) Verdict {
	name = strings.ToUpper(name)
	c, ok := catalog.CapabilityNamed(name)
	if !ok || p.FullyPrivileged() {
		return Verdict{}
	}
	v, _ := p.sandbox.countsInside(name, 1<<c.Number)
	return v
}

// countsInside tells what becomes of a capability that a process has in the unit's own
// user namespace, and whether it has one where that makes a difference.
func (s *Sandbox) countsInside(name string, bit CapabilitySet) (v Verdict, counts bool) {
	users := s.settings.privateUsers
	switch {
	case !users.enabled(), ownNamespace&bit != 0, users.is(sameUsers...) && (mappedUsers|inodeCapabilities)&bit != 0:
		return Verdict{}, false
	case users.is(sameUsers...) && name == "CAP_KILL":
		return unknown("Only processes in the unit's own user namespace get its signals.", users.by), true
	}
	return deny(ByUserNamespace, "EPERM", name+" counts only inside of the unit's own user namespace.", users.by), true
}

// ownNamespace are the capabilities that the kernel asks for in the process's own
// user namespace, so that they count in that of the unit, too; mappedUsers those which
// count there for the users that it has. Both were measured, with unshare(1), a map of
// root alone, and one of the first 65536 users and groups to themselves.
var (
	ownNamespace = capabilitySet("CAP_SYS_CHROOT", "CAP_SETPCAP")
	mappedUsers  = capabilitySet("CAP_SETUID", "CAP_SETGID")
)

// sameUsers are the values of PrivateUsers= that keep the users of the host under their
// numbers (systemd.exec(5)).
var sameUsers = []string{"identity", "full"}

// GainedCapability tells whether a program that the process runs may have a capability by
// its file: execve gives none that the bounding set lacks, and refuses to run a file whose
// capabilities are effective at once and not all in it (capabilities(7)). Whether execve
// gives privileges at all is what [Process.GainPrivileges] tells.
func (p *Process) GainedCapability(name string) Verdict {
	c, ok := catalog.CapabilityNamed(strings.ToUpper(name))
	if !ok {
		return unknown(name + " is no capability that is known here.")
	}
	bit := CapabilitySet(1) << c.Number
	bounding := p.sandbox.boundingSet()
	switch {
	case p.FullyPrivileged(), bounding.Set&bit != 0:
		return allow("The bounding set leaves " + name + " to files.")
	case bounding.Undecided:
		return unknown("A placeholder hides a part of the bounding set.", bounding.Because...)
	}
	return deny(ByCapability, "EPERM", name+" is not in the bounding set.", bounding.because(bit)...)
}

// holds tells whether heldCapability says yes, which is all that most ask it for.
func (p *Process) holds(name string, bit CapabilitySet) bool {
	switch {
	case p.sandbox.boundingSet().Set&bit == 0:
		return false
	case p.sandbox.ambientSet().Set&bit != 0:
		return true
	}
	return p.Identity().Root == Yes && (name != "CAP_SETUID" || !p.losesSetUID()) && p.rootDisarmed() == nil
}

// heldCapability leaves user namespaces aside.
func (p *Process) heldCapability(name string, bit CapabilitySet) Verdict {
	bounding, ambient := p.sandbox.boundingSet(), p.sandbox.ambientSet()
	if bounding.Set&bit == 0 {
		if bounding.Undecided {
			return unknown("A placeholder hides a part of the bounding set.", bounding.Because...)
		}
		return deny(ByCapability, "EPERM", name+" is not in the bounding set.", bounding.because(bit)...)
	}
	if ambient.Set&bit != 0 {
		return allow(name+" is raised as an ambient capability.", ambient.because(bit)...)
	}
	id := p.Identity()
	switch {
	case id.Root == Yes && name == "CAP_SETUID" && p.losesSetUID():
		return deny(ByCapability, "EPERM", "With User= and a filter, systemd drops CAP_SETUID before it runs the program, and no_new_privs keeps execve from "+
			"giving it back.",
			p.sandbox.settings.user.by, p.sandbox.settings.noNewPrivileges.by, p.sandbox.firstFilter())
	case id.Root == Yes && p.rootDisarmed() != nil:
		return deny(ByCapability, "EPERM", "A process of root starts without "+name+": the secure bits take from root what execve would give it.",
			append([]*unit.Assignment{p.rootDisarmed()}, ambient.Because...)...)
	case id.Root == Yes:
		return allow("A process of root holds what the bounding set leaves.", bounding.decider(bit))
	case id.Root == Unknown || ambient.Undecided:
		return unknown("Whether the process runs as root is not known.", id.Because...)
	}
	return deny(ByIdentity, "EPERM", "A process that is not root's holds only ambient capabilities, and "+name+" is none of them.",
		append(id.Because, ambient.Because...)...)
}

// rootDisarmed is the line by which SecureBits=noroot takes from root what
// capabilities(7) gives it at execve, or nil.
func (p *Process) rootDisarmed() *unit.Assignment {
	for _, a := range p.sandbox.settings.reader.list("SecureBits") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			if word.Text == "noroot" { // "noroot-locked" alone keeps the bit from being set (capabilities(7))
				return a
			}
		}
	}
	return nil
}

// overridesPermissions tells whether the process may ignore the permission bits
// of root's files.
func (p *Process) overridesPermissions() bool {
	return p.inodeCapability("CAP_DAC_OVERRIDE")
}

// inodeCapability tells whether a capability over files works for files of
// root, which every user namespace of systemd maps.
func (p *Process) inodeCapability(name string) bool {
	bit := capabilitySet(name)
	if p.sandbox.unit.Scope == locate.User {
		return false
	}
	return p.FullyPrivileged() || bit&inodeCapabilities != 0 && p.holds(name, bit)
}

func reversed(assignments []*unit.Assignment) []*unit.Assignment {
	turned := make([]*unit.Assignment, len(assignments))
	for i, a := range assignments {
		turned[len(assignments)-1-i] = a
	}
	return turned
}
