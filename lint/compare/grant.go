package compare

import (
	"maps"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Grant is something that the main process may do at one of the two sides
// alone.
type Grant struct {
	Kind     need.Kind
	Argument string // empty for kinds without one
	// Looser tells that it is allowed now and was not before.
	Looser bool
	// Before and After decided at the two sides; empty where a default did.
	Before, After []*unit.Assignment
}

// question asks the sandbox about all arguments of one kind.
type question struct {
	kind      need.Kind
	arguments func(states [2]*State) []string
	// fold shortens a list of arguments of which the answer changed; nil leaves
	// it as it is.
	fold func(arguments []string, r catalog.Release) []string
}

// askedAs are the kinds about which the changes of grants ask otherwise than
// [match.Answer]: what file permissions alone decide is left out, for it is the
// identity that changed then.
var askedAs = map[need.Kind]func(p *sandbox.Process, argument string) sandbox.Verdict{
	need.Root:       root,
	need.Write:      writable,
	need.Read:       (*sandbox.Process).SeesHost,
	need.Home:       func(p *sandbox.Process, _ string) sandbox.Verdict { return p.SeesHost("/home") },
	need.Capability: bounded,
}

// ask asks a process about an argument of the question's kind.
func (q *question) ask(p *sandbox.Process, argument string) sandbox.Verdict {
	if other := askedAs[q.kind]; other != nil {
		return other(p, argument)
	}
	v, _ := match.Answer(p, q.kind, argument)
	return v
}

func once([2]*State) []string { return []string{""} }

// questions are what two states are asked about, one row a kind.
func questions() []question {
	return []question{
		{need.Root, once, nil}, {need.GainPrivileges, once, nil},
		{need.Write, paths, nil}, {need.Read, paths, nil}, {need.Home, once, nil}, {need.Device, devices, nil},
		{need.Capability, capabilities, nil}, {need.Syscall, calls, groups}, {need.AddressFamily, families, nil},
		{need.Network, once, nil}, {need.Namespace, namespaces, nil}, {need.HostMounts, once, nil}, {need.Processes, once, nil},
		{need.WriteExecute, once, nil}, {need.KernelModules, once, nil}, {need.KernelLog, once, nil}, {need.Clock, once, nil},
		{need.Hostname, once, nil}, {need.ControlGroups, once, nil}, {need.Realtime, once, nil}, {need.SetSUID, once, nil},
		{need.Personality, once, nil}, {need.Keyring, once, nil}, {need.Notify, once, nil}, {need.SharedIPC, once, nil},
		{need.ClientUsers, once, nil},
	}
}

// grants returns what one side allows and the other does not, by kind. What
// only the host could tell is no change.
func grants(before, after *State) []Grant {
	states := [2]*State{before, after}
	old, now := before.Sandbox.Main(), after.Sandbox.Main()
	var changed []Grant
	for _, q := range questions() {
		var looser, tighter []Grant
		for _, argument := range q.arguments(states) {
			b, a := q.ask(old, argument), q.ask(now, argument)
			g := Grant{Kind: q.kind, Argument: argument, Looser: a.Grants(), Before: b.Because, After: a.Because}
			switch {
			case b.Denies() && a.Grants():
				looser = append(looser, g)
			case b.Grants() && a.Denies():
				tighter = append(tighter, g)
			}
		}
		changed = append(changed, q.folded(looser, after)...)
		changed = append(changed, q.folded(tighter, after)...)
	}
	return changed
}

// folded makes one grant of those that a word stands for.
func (q *question) folded(all []Grant, of *State) []Grant {
	if q.fold == nil || len(all) == 0 {
		return all
	}
	by := map[string]Grant{}
	var arguments []string
	for _, g := range all {
		by[g.Argument] = g
		arguments = append(arguments, g.Argument)
	}
	var folded []Grant
	for _, word := range q.fold(arguments, of.Unit.Release) {
		g, found := by[word]
		if !found {
			g = all[0]
			g.Argument = word
		}
		folded = append(folded, g)
	}
	return folded
}

// root tells whether the process has root's identity.
func root(p *sandbox.Process, _ string) sandbox.Verdict {
	id := p.Identity()
	return sandbox.Verdict{Answer: id.Root, Because: id.Because}
}

// bounded tells whether a capability can be had at all. A process that is not
// root holds none by itself, which root tells.
func bounded(p *sandbox.Process, name string) sandbox.Verdict {
	v := p.Capability(name)
	if p.Identity().Root != sandbox.Yes && v.Answer == sandbox.No {
		return sandbox.Verdict{Answer: sandbox.Unknown}
	}
	return v
}

// writable tells what mounts say of writing.
func writable(p *sandbox.Process, name string) sandbox.Verdict {
	v := p.Path(sandbox.Write, name)
	if v.Answer == sandbox.No && v.Error != "EROFS" || v.Answer == sandbox.Unknown {
		if sees := p.SeesHost(name); !sees.Grants() {
			return sandbox.Verdict{Answer: sandbox.Unknown} // reading tells
		}
		return sandbox.Verdict{Answer: sandbox.Yes}
	}
	return v
}

// directories are those that ProtectSystem=, ProtectHome= and their kin speak
// of (systemd.exec(5), file-hierarchy(7)).
var directories = []string{
	"/usr", "/boot", "/etc", "/var", "/var/lib", "/var/log", "/var/cache", "/run", "/tmp", "/var/tmp", "/home", "/root", "/srv", "/opt",
	"/proc/sys", "/sys",
}

// pathKinds are the kinds of settings that name paths for the sandbox.
var pathKinds = []catalog.Kind{catalog.KindPathList, catalog.KindBindPaths, catalog.KindTemporaryFilesystems}

// paths are the usual directories and those that either side names.
func paths(states [2]*State) []string {
	named := map[string]bool{}
	for _, s := range states {
		for _, a := range s.Unit.Assignments {
			if a.Directive == nil || !slices.Contains(pathKinds, a.Directive.Kind) {
				continue
			}
			for _, p := range pathsOf(s.Unit, a) {
				if len(named) < mostPaths {
					named[p.shown] = true
				}
			}
		}
	}
	for _, d := range directories {
		delete(named, d)
	}
	delete(named, "/")
	return append(slices.Clone(directories), slices.Sorted(maps.Keys(named))...)
}

// mostPaths bounds the paths of a unit that are asked about.
const mostPaths = 256

// devices are those of the kinds that a private /dev lacks (systemd.exec(5),
// PrivateDevices=): disks, memory, virtual machines, clocks, terminals.
func devices([2]*State) []string {
	return []string{"/dev/sda", "/dev/mem", "/dev/kvm", "/dev/rtc0", "/dev/net/tun", "/dev/fuse", "/dev/ttyS0", "/dev/input/event0"}
}

func capabilities([2]*State) []string {
	var names []string
	for _, c := range catalog.Capabilities() {
		names = append(names, c.Name)
	}
	return names
}

func families([2]*State) []string {
	var names []string
	for _, f := range catalog.AddressFamilies() {
		if f.Alias == "" {
			names = append(names, f.Name)
		}
	}
	return names
}

func namespaces([2]*State) []string {
	var names []string
	for _, n := range catalog.Namespaces() {
		names = append(names, n.Name)
	}
	return names
}

// calls are those of the most common machine: what only others have would fill
// the lists.
func calls(states [2]*State) []string {
	old, now := states[0].Unit.Release, states[1].Unit.Release
	var names []string
	for _, name := range catalog.SyscallNames() {
		native := catalog.SyscallNative(name, "x86_64", old.Libseccomp()) && catalog.SyscallNative(name, "x86_64", now.Libseccomp())
		if native && catalog.SyscallKnown(name, old) && catalog.SyscallKnown(name, now) {
			names = append(names, name)
		}
	}
	return names
}

// groups puts the names of groups in place of the calls that make them up
// whole, the largest first.
func groups(names []string, r catalog.Release) []string {
	left := map[string]bool{}
	for _, n := range names {
		left[n] = true
	}
	type group struct {
		name    string
		members []string
	}
	var all []group
	for _, name := range catalog.SyscallGroups(r) {
		all = append(all, group{name, catalog.ExpandSyscallGroup(name, r)})
	}
	slices.SortStableFunc(all, func(a, b group) int { return len(b.members) - len(a.members) })
	var words []string
	for _, g := range all {
		known := slices.DeleteFunc(slices.Clone(g.members), func(m string) bool { return !catalog.SyscallNative(m, "x86_64", r.Libseccomp()) })
		if len(known) < 2 || slices.ContainsFunc(known, func(m string) bool { return !left[m] }) {
			continue
		}
		words = append(words, g.name)
		for _, m := range known {
			delete(left, m)
		}
	}
	return append(words, slices.Sorted(maps.Keys(left))...)
}
