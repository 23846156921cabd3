package exposure

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

func (r reader) readCapabilities(f *facts) {
	bounding := r.sandbox.BoundingSet()
	origins, fallback := r.capabilityOrigins(bounding.Because)
	f.capability = func(name string) rated[bool] {
		origin := origins[name]
		if origin == nil {
			origin = fallback
		}
		return rated[bool]{bounding.Set.Has(name), origin}
	}
	ambient := r.sandbox.AmbientSet()
	f.ambientCapabilities = rated[bool]{ambient.Set != 0, latest(ambient.Because)}
}

// capabilityOrigins are the last lines that name each capability or take it
// away; the fallback is the first line of the set, which settled all others.
func (r reader) capabilityOrigins(lines []*unit.Assignment) (origins map[string]*unit.Assignment, fallback *unit.Assignment) {
	if len(lines) == 0 {
		return nil, nil
	}
	origins = map[string]*unit.Assignment{}
	for _, a := range lines {
		if a.Key != "CapabilityBoundingSet" {
			for _, name := range sandbox.Removed(a.Key) {
				origins[name] = a
			}
			continue
		}
		if fallback == nil {
			fallback = a
		}
		line := a.Verdict.Set()
		for _, name := range line.Names() {
			origins[name] = a
		}
	}
	return origins, fallback
}

func (r reader) readNamespaces(f *facts) {
	flags := r.sandbox.RestrictNamespaces()
	origin := latest(flags.Because)
	f.namespace = func(name string) rated[bool] {
		return rated[bool]{flags.Allows(name), origin}
	}
}

// familyGroups are the address families that the score looks at one by one, by
// their numbers; all others are OTHER.
var familyGroups = map[int]string{
	1: "AF_UNIX", 2: "AF_INET_INET6", 10: "AF_INET_INET6", 16: "AF_NETLINK", 17: "AF_PACKET",
}

// readFamilies follows systemd-analyze, which takes a group of families for
// closed when a deny list names one of it, and for open when an allow list does.
func (r reader) readFamilies(f *facts) {
	restriction := r.sandbox.AddressFamilies()
	allowList := restriction.Set && restriction.AllowList
	f.otherFamilies = rated[bool]{value: allowList, origin: first(restriction.Because)}
	if len(restriction.Families) == 0 {
		return
	}
	f.families = map[string]rated[bool]{}
	for _, family := range catalog.AddressFamilies() {
		if family.Number == 0 || !restriction.Families[family.Number] {
			continue
		}
		group, ok := familyGroups[family.Number]
		if !ok {
			group = "OTHER"
		}
		f.families[group] = rated[bool]{!allowList, r.familyOrigin(restriction, family.Name)}
	}
}

func (r reader) familyOrigin(restriction sandbox.AddressFamilies, name string) *unit.Assignment {
	for _, a := range slices.Backward(restriction.Because) {
		if slices.Contains(a.Verdict.Set().Names(), name) {
			return a
		}
	}
	return first(restriction.Because)
}

func (r reader) readSystemCalls(f *facts) {
	filter := r.sandbox.SyscallFilter()
	f.systemCallFilter = systemCallFilter{
		absent:    !filter.AllowList && filter.Empty(),
		allowList: filter.AllowList,
		offender: func(group string) (string, *unit.Assignment) {
			return r.offender(filter, group)
		},
	}
	architectures := r.unit.All(r.section, "SystemCallArchitectures")
	for _, a := range architectures {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			if r.knowsArchitecture(word.Text) && !slices.Contains(f.systemCallArchitectures.value, word.Text) {
				f.systemCallArchitectures.value = append(f.systemCallArchitectures.value, word.Text)
			}
		}
	}
	slices.Sort(f.systemCallArchitectures.value)
	f.systemCallArchitectures.origin = latest(architectures)
}

// knowsArchitecture tells that the release takes a word for an architecture;
// others are dropped.
func (r reader) knowsArchitecture(word string) bool {
	return slices.ContainsFunc(catalog.EnumValues("SystemCallArchitecture"), func(v catalog.EnumValue) bool {
		return v.Word == word && v.KnownTo(r.unit.Release)
	})
}

// scoredArchitecture is the machine whose system calls count. systemd-analyze
// takes the one that it runs on; the groups' verdicts are the same on all that
// Debian releases for, but the linter must answer the same everywhere.
const scoredArchitecture = "x86_64"

// offender is the first native call of a group, or of a group in it, that the
// filter lets pass, and the line to blame for it.
func (r reader) offender(filter sandbox.SyscallFilter, group string) (string, *unit.Assignment) {
	for _, call := range catalog.NativeSyscalls(group, scoredArchitecture, r.unit.Release) {
		if filter.Lets(call) {
			return call.Name(), filter.Origin(call.Name())
		}
	}
	return "", latest(filter.Because)
}

func first(list []*unit.Assignment) *unit.Assignment {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func latest(list []*unit.Assignment) *unit.Assignment {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}
