package sandbox

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// NamespaceFlags is RestrictNamespaces= after merging.
type NamespaceFlags struct {
	// Set tells that some type of namespace is not allowed.
	Set bool
	// Allowed are the types of namespaces that may be made, where a line says so.
	Allowed map[string]bool
	// Undecided tells that a placeholder hides a part of it.
	Undecided bool
	// Because are the lines that made it, in order.
	Because []*unit.Assignment
	// decided is the last line that named each type.
	decided map[string]*unit.Assignment
}

// because names the line that decided about a type, else all.
func (n NamespaceFlags) because(kind string) []*unit.Assignment {
	if a := n.decided[kind]; a != nil {
		return []*unit.Assignment{a}
	}
	return reversed(n.Because)
}

// Allows tells that namespaces of a type may be made ("user", "mnt", …).
func (n NamespaceFlags) Allows(kind string) bool { return !n.Set || n.Allowed[kind] }

// RestrictNamespaces returns the unit's restriction as systemd would store it:
// a boolean sets everything, later lists add to it or take from it, and a line
// with an unknown word has no effect (systemd.exec(5)).
// The map is shared and must not be changed.
func (s *Sandbox) RestrictNamespaces() NamespaceFlags { return *s.namespaces.of(s.readNamespaces) }

func (s *Sandbox) readNamespaces() NamespaceFlags {
	var n NamespaceFlags
	for _, a := range s.settings.reader.list("RestrictNamespaces") {
		line := a.Verdict.Namespaces()
		if a.Verdict.Outcome >= value.Ignored {
			n.Undecided = n.Undecided || line.Undecided
			continue
		}
		n.apply(line, a, s.release)
	}
	for _, kind := range catalog.Namespaces() {
		n.Set = n.Set || len(n.Because) > 0 && kind.Full <= s.release.Version && !n.Allowed[kind.Name]
	}
	return n
}

// everyNamespace are the types that "yes", "no" and inverted lists stand for.
func everyNamespace(r catalog.Release) map[string]bool {
	all := map[string]bool{}
	for _, n := range catalog.Namespaces() {
		if n.Full <= r.Version {
			all[n.Name] = true
		}
	}
	return all
}

func (n *NamespaceFlags) apply(line value.Namespaces, a *unit.Assignment, r catalog.Release) {
	first := len(n.Because) == 0
	n.Because = append(n.Because, a)
	switch {
	case line.Boolean:
		clear(n.decided)
		n.Allowed = map[string]bool{}
		if !line.Yes {
			n.Allowed = everyNamespace(r)
		}
		return
	case first && !line.Inverted:
		n.Allowed = map[string]bool{}
	case first:
		n.Allowed = everyNamespace(r)
	}
	if n.decided == nil {
		n.decided = map[string]*unit.Assignment{}
	}
	for _, name := range line.Names() {
		n.decided[name] = a
		if line.Inverted {
			delete(n.Allowed, name)
		} else {
			n.Allowed[name] = true
		}
	}
}

// Namespace tells whether the process may make namespaces of a type: cgroup,
// ipc, net, mnt, pid, user, uts or time.
func (p *Process) Namespace(kind string) Verdict {
	n := p.sandbox.RestrictNamespaces()
	if !p.FullyPrivileged() && !n.Allows(kind) {
		if n.Undecided {
			return unknown("A placeholder hides a part of the namespaces.", n.Because...)
		}
		return deny(ByNamespaceFilter, "EPERM", "Namespaces of this type are not allowed.", n.because(kind)...)
	}
	if v := p.Syscall("unshare"); v.Answer == No {
		if w := p.Syscall("clone3"); w.Answer == No {
			return v
		}
	}
	if kind == "user" {
		return allow("User namespaces need no capability; the host may restrict them.", n.Because...)
	}
	if v := p.Capability("CAP_SYS_ADMIN"); v.Answer == Yes {
		return allow("Namespaces of this type are allowed.", n.Because...)
	}
	if v := p.Namespace("user"); v.Answer == Yes {
		return unknown("It needs CAP_SYS_ADMIN, or a user namespace of the process's own.")
	}
	return p.Capability("CAP_SYS_ADMIN")
}
