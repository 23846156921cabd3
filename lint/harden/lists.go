package harden

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// reset is the line that empties a list which the unit sets itself, so that what
// follows is all of it; none where the unit does not.
func (s *Subject) reset(name string) []string {
	u := s.unit()
	if len(u.All(u.ExecSection(), name)) == 0 {
		return nil
	}
	return []string{name + "="}
}

// unset makes a Plain for lines that depend on settings alone of which the unit has none.
func unset(settings ...string) func(*Subject, []string) bool {
	return func(s *Subject, _ []string) bool {
		return !slices.ContainsFunc(settings, func(name string) bool { return s.last(name) != nil })
	}
}

// namedWords returns a need's arguments that begin like the words of a list, or
// what of it was refused.
func namedWords(prefix string) func(*Subject, *match.Refusal) []string {
	return func(_ *Subject, u *match.Refusal) []string {
		var words []string
		for _, w := range append(slices.Clone(u.Need.Any), strings.Split(u.Argument, ", ")...) {
			if strings.HasPrefix(w, prefix) {
				words = append(words, w)
			}
		}
		return words
	}
}

// neededCapabilities is a bounding set of what is needed alone.
var neededCapabilities = List{
	Start: func(s *Subject) []string { return s.box.AmbientSet().Set.Names() },
	Named: namedWords("CAP_"),
	All:   func(s *Subject) []string { return s.box.BoundingSet().Set.Names() },
	Lines: func(s *Subject, words []string) []string {
		own := s.box.BoundingSet().Set
		kept := slices.DeleteFunc(s.recognised("CapabilityBoundingSet", inOrder(words, capabilityNames)), func(name string) bool { return !own.Has(name) })
		if len(kept) == 0 {
			return []string{"CapabilityBoundingSet="}
		}
		return append(s.reset("CapabilityBoundingSet"), "CapabilityBoundingSet="+strings.Join(kept, " "))
	},
	Plain: holdsAll,
}

// holdsAll tells that the unit itself takes no capability from the bounding set.
func holdsAll(s *Subject, _ []string) bool { return len(s.box.BoundingSet().Because) == 0 }

// rareCapabilities serve tasks of the system that few programs have: a program
// that does is usually known by it (capabilities(7)).
var rareCapabilities = []string{
	"CAP_AUDIT_CONTROL", "CAP_AUDIT_READ", "CAP_BLOCK_SUSPEND", "CAP_BPF", "CAP_CHECKPOINT_RESTORE", "CAP_LEASE", "CAP_LINUX_IMMUTABLE",
	"CAP_MAC_ADMIN", "CAP_MAC_OVERRIDE", "CAP_PERFMON", "CAP_SYSLOG", "CAP_SYS_BOOT", "CAP_SYS_MODULE", "CAP_SYS_PACCT",
	"CAP_SYS_RAWIO", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_WAKE_ALARM",
}

// lessCapabilities takes the rare capabilities from the bounding set.
var lessCapabilities = List{
	Named: namedWords("CAP_"),
	All:   func(*Subject) []string { return rareCapabilities },
	Lines: func(s *Subject, words []string) []string {
		own, rare := s.box.BoundingSet().Set, s.recognisedRare()
		taken := make([]string, 0, len(rare))
		for _, name := range rare {
			if own.Has(name) && !slices.Contains(words, name) {
				taken = append(taken, name)
			}
		}
		if len(taken) == 0 {
			return nil
		}
		return []string{"CapabilityBoundingSet=~" + strings.Join(taken, " ")}
	},
	Plain: holdsAll,
}

func capabilityNames(yield func(string) bool) {
	for _, c := range catalog.Capabilities() {
		if !yield(c.Name) {
			return
		}
	}
}

// recognised leaves out the words, in place, that a target's systemd does not know in a
// list: it would say so each time it loads the unit.
func (s *Subject) recognised(list string, words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return !s.knownToAll([]string{list + "=" + w}) })
}

// recognisedRare are the rare capabilities that every target knows.
func (s *Subject) recognisedRare() []string {
	rare := s.dialects[0].rare
	for _, d := range s.dialects[1:] {
		if !slices.Equal(d.rare, rare) {
			return s.recognised("CapabilityBoundingSet", slices.Clone(rareCapabilities))
		}
	}
	return rare
}

// inOrder returns the words in the order of a table, each once.
func inOrder(words []string, table iter.Seq[string]) []string {
	sorted := make([]string, 0, len(words))
	for name := range table {
		if len(sorted) == len(words) {
			break // all of them were found, which mostly come first
		}
		if slices.Contains(words, name) {
			sorted = append(sorted, name)
		}
	}
	return sorted
}

// familyLines names the families that are left. What the unit itself lists is
// its author's knowledge and stays: which hosts a configuration has the program
// speak to, no profile tells.
func familyLines(s *Subject, words []string) []string {
	if s.listsFamilies() {
		return nil
	}
	main := s.box.Main()
	kept := slices.DeleteFunc(s.recognised("RestrictAddressFamilies", inOrder(words, familyNames)), func(name string) bool {
		return main.AddressFamily(name).Denies()
	})
	if len(kept) == 0 {
		kept = []string{"none"}
	}
	return append(s.reset("RestrictAddressFamilies"), "RestrictAddressFamilies="+strings.Join(kept, " "))
}

// opensAny tells that the unit itself refuses no sockets, but for those that it lacks a
// capability for.
func opensAny(s *Subject, families []string) bool {
	return unset("RestrictAddressFamilies", "SystemCallFilter")(s, families) &&
		!slices.ContainsFunc(families, func(name string) bool { return sandbox.FamilyCapability(name) != "" })
}

// listsFamilies tells that the unit itself lists the families that it needs. Who packaged
// it did so for every configuration: where the one of this system is known not to ask
// for the network, that counts.
func (s *Subject) listsFamilies() bool {
	own := s.box.AddressFamilies()
	return own.AllowList && len(own.Because) > 0 && !slices.ContainsFunc(s.assessment.Overruled, func(n need.Need) bool {
		return s.known == Whole && n.Kind == need.Network && len(n.Conditions.Asked) > 0
	})
}

// usualFirst are the families that services are known for; they are named before
// all others.
var usualFirst = []string{"AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"}

func familyNames(yield func(string) bool) {
	for _, name := range usualFirst {
		if !yield(name) {
			return
		}
	}
	for _, f := range catalog.AddressFamilies() {
		if !slices.Contains(usualFirst, f.Name) && !yield(f.Name) {
			return
		}
	}
}

// neededFamilies leaves local sockets and what is needed; the internet too where
// the service has anything to do with the network.
var neededFamilies = List{
	Start: func(s *Subject) []string {
		switch {
		case s.known != Whole:
			return usualFamilies.Start(s)
		case !s.onNetwork():
			return []string{"AF_UNIX"}
		}
		return append([]string{"AF_UNIX"}, internetFamilies...)
	},
	Named: namedWords("AF_"), All: func(*Subject) []string { return slices.Collect(familyNames) }, Lines: familyLines, Plain: opensAny,
}

// onNetwork tells whether the service is known to work with the network.
func (s *Subject) onNetwork() bool {
	kinds := []need.Kind{need.Network, need.HostNetwork, need.Serve, need.Bind, need.Connect}
	if slices.ContainsFunc(s.assessment.Needs, func(n need.Need) bool { return slices.Contains(kinds, n.Kind) }) {
		return true
	}
	u := s.unit()
	for _, list := range []string{"After", "Wants", "Requires"} {
		for _, a := range u.All("Unit", list) {
			if slices.ContainsFunc(strings.Fields(a.Value), func(name string) bool { return strings.HasPrefix(name, "network") }) {
				return true
			}
		}
	}
	return false
}

// usualFamilies leaves those that nearly every program gets by with: some that
// speak of interfaces and addresses use netlink without saying so. Of a program that
// nothing is known of and that starts as root, nobody can tell that it captures no
// packets: one in twenty of the daemons that were tried does.
var usualFamilies = List{
	Start: func(s *Subject) []string {
		families := append([]string{"AF_UNIX", "AF_NETLINK"}, internetFamilies...)
		if s.Level == Careful && s.known == UnitAlone && !startsUnprivileged(s) {
			families = append(families, "AF_PACKET")
		}
		return families
	},
	Named: namedWords("AF_"), All: func(*Subject) []string { return slices.Collect(familyNames) }, Lines: familyLines, Plain: opensAny,
}

// neededNamespaces lets the service make the namespaces that it needs.
var neededNamespaces = List{
	Named: func(_ *Subject, u *match.Refusal) []string {
		return inOrder(append(slices.Clone(u.Need.Any), u.Argument), namespaceNames)
	},
	All: func(*Subject) []string { return slices.Collect(namespaceNames) },
	Lines: func(s *Subject, words []string) []string {
		if len(words) == 0 {
			return []string{"RestrictNamespaces=yes"}
		}
		main := s.box.Main()
		kept := slices.DeleteFunc(s.recognised("RestrictNamespaces", inOrder(words, namespaceNames)), func(name string) bool {
			return main.Namespace(name).Denies()
		})
		if len(kept) == 0 {
			return []string{"RestrictNamespaces=yes"}
		}
		return append(s.reset("RestrictNamespaces"), "RestrictNamespaces="+strings.Join(kept, " "))
	},
	Plain: func(_ *Subject, words []string) bool { return len(words) == 0 },
}

func namespaceNames(yield func(string) bool) {
	for _, n := range catalog.Namespaces() {
		if !yield(n.Name) {
			return
		}
	}
}

// openedDevices lets the service open the device nodes that it needs.
var openedDevices = List{
	Named: func(_ *Subject, u *match.Refusal) []string {
		return slices.DeleteFunc(append(slices.Clone(u.Need.Any), u.Argument), func(name string) bool {
			return !strings.HasPrefix(name, "/dev/") || !value.Plain(name)
		})
	},
	Lines: func(_ *Subject, words []string) []string {
		lines := []string{"DevicePolicy=closed"}
		for _, w := range words {
			lines = append(lines, "DeviceAllow="+w+" rw")
		}
		return lines
	},
	Plain: unset(),
}

// shownHomes hides the home directories but for what is needed of them.
var shownHomes = List{
	Named: func(s *Subject, u *match.Refusal) []string {
		name := path.Clean(u.Argument)
		for _, home := range []string{"/home", "/root", "/run/user"} {
			if strings.HasPrefix(name, home+"/") && value.Plain(name) && s.exists(name) {
				return []string{name}
			}
		}
		return nil
	},
	Lines: func(_ *Subject, words []string) []string {
		lines := []string{"ProtectHome=tmpfs"}
		for _, w := range words {
			lines = append(lines, "BindPaths="+w)
		}
		return lines
	},
}

// ownWords returns the words of a list as the unit's own lines have them; with
// inverted those of lines that begin with "~", else of the others.
func ownWords(assignments []*unit.Assignment, inverted bool) []string {
	var words []string
	for _, a := range assignments {
		rest, denies := strings.CutPrefix(a.Value, "~")
		if denies == inverted {
			words = append(words, strings.Fields(rest)...)
		}
	}
	return words
}

// filtered tells whether the sandbox lets none of a group's calls pass already.
func filtered(f sandbox.SyscallFilter, group string, r catalog.Release) bool {
	return !slices.ContainsFunc(catalog.FilterSyscalls(group, r), f.Lets)
}
