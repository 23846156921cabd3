package host

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Hosts is what is known of the host of each tree that units come from.
type Hosts map[*locate.Tree]*Host

// OfUnits returns what is known of the hosts of units: the facts, the files of
// a root tree, what a package's own tmpfiles.d and sysusers.d files create, and
// the directories that the units themselves make.
func OfUnits(units []*unit.Unit, facts Facts) Hosts {
	hosts := Hosts{}
	for _, u := range units {
		hosts.read(&u.Identity, facts)
	}
	hosts.AddUnits(units)
	return hosts
}

// ReadTrees returns what the facts and the files of root trees tell, before any
// unit was read.
func ReadTrees(facts Facts, lists ...[]locate.Identity) Hosts {
	hosts := Hosts{}
	for _, identities := range lists {
		for i := range identities {
			hosts.read(&identities[i], facts)
		}
	}
	return hosts
}

// read reads the tree of a unit once. A packaging tree holds no files of the host.
func (hosts Hosts) read(identity *locate.Identity, facts Facts) {
	if hosts[identity.Tree] != nil {
		return
	}
	if identity.Packaging {
		hosts[identity.Tree] = New(nil, facts)
		return
	}
	hosts[identity.Tree] = FromTree(identity.Tree, facts)
}

// AddUnits adds what units of the trees create, and the packages that they are in.
func (hosts Hosts) AddUnits(units []*unit.Unit) {
	packages := map[string]bool{}
	for _, u := range units {
		h := hosts[u.Tree]
		if u.Packaging && u.Tree != nil {
			dir := path.Dir(u.Identity.Fragment)
			if key := u.Tree.Dir() + "\x00" + dir; !packages[key] {
				packages[key] = true
				h.readPackage(u.Tree, dir)
			}
		}
		h.addDirectories(u)
		h.addDynamicUser(u)
		h.addMade(u)
	}
}

// addDynamicUser notes the user that systemd makes while a unit runs, whom others may be told of
// (nss-systemd(8)).
func (h *Host) addDynamicUser(u *unit.Unit) {
	section := u.ExecSection()
	if section == "" || u.Scope == locate.User || u.Enabled(section, "DynamicUser") == nil {
		return
	}
	h.makes(cmp.Or(u.Value(section, "User"), locate.ParseName(u.Name).Prefix), u.Value(section, "Group"))
}

// addMade notes the words of lines that make users or groups: which of them is a name is not asked.
func (h *Host) addMade(u *unit.Unit) {
	for _, directive := range []string{"ExecStartPre", "ExecStart"} {
		for _, a := range u.All("Service", directive) {
			if !strings.Contains(a.Value, "add") {
				continue
			}
			if words := wordsIn(a.Value); slices.ContainsFunc(words, func(word string) bool { return slices.Contains(accountPrograms, word) }) {
				h.makes(words...)
			}
		}
	}
}

func (h *Host) makes(names ...string) {
	if h.made == nil {
		h.made = map[string]bool{}
	}
	for _, name := range names {
		h.made[name] = true
	}
}

// readPackage reads the tmpfiles.d and sysusers.d files that a packaging tree
// keeps beside its units: debian/foo.tmpfiles, foo.sysusers, and the names that
// upstream sources use.
func (h *Host) readPackage(tree *locate.Tree, dir string) {
	entries, err := tree.ReadDir(dir)
	if err != nil {
		return
	}
	h.readScripts(tree, dir, path.Join(dir, "scripts"), path.Dir(dir), path.Join(path.Dir(dir), "scripts"))
	for _, entry := range entries {
		name := entry.Name()
		users := strings.Contains(name, "sysusers")
		if !users && !strings.Contains(name, "tmpfiles") {
			continue
		}
		file := path.Join(dir, name)
		text, err := tree.Source(file)
		if err != nil {
			continue
		}
		if users {
			h.AddSystemUsers(text.Content(), file)
		} else {
			h.AddTemporaryFiles(text.Content(), file)
		}
	}
}

// lastingDirectories are the directives whose directories stay when the unit
// stops, with their bases (systemd.exec(5)).
var lastingDirectories = []struct{ directive, base string }{
	{"StateDirectory", "/var/lib"},
	{"CacheDirectory", "/var/cache"},
	{"LogsDirectory", "/var/log"},
	{"ConfigurationDirectory", "/etc"},
}

// addDirectories records the directories that a unit of the system manager
// makes and leaves.
func (h *Host) addDirectories(u *unit.Unit) {
	section := u.ExecSection()
	if section == "" || u.Scope == locate.User {
		return
	}
	for _, kind := range lastingDirectories {
		for _, a := range u.All(section, kind.directive) {
			for _, d := range a.Verdict.Directories() {
				if d.Known {
					h.addTemporary(path.Join(kind.base, d.Path), directoryOf(u, section, kind.directive))
				}
			}
		}
	}
}

func directoryOf(u *unit.Unit, section, directive string) Path {
	p := Path{Presence: Exists, Kind: Directory, Owner: "root", Source: directive + "= of " + u.Name}
	if directive == "ConfigurationDirectory" {
		return p
	}
	if user := u.Value(section, "User"); user != "" {
		p.Owner = user
	}
	if dynamic, _ := value.Boolean(u.Value(section, "DynamicUser")); dynamic && catalog.Lookup(section, "DynamicUser").Support(u.Release) == catalog.Honoured {
		p.Owner = ""
	}
	return p
}
