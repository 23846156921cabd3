// Package target maps distributions to the systemd they run, their build
// options and default kernel: a dated table of behaviour.
package target

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Target is one system that units are judged for.
type Target struct {
	Name    string // "debian-12", "systemd-252", …
	Release catalog.Release
	// SplitUsr tells that /lib/systemd/system is searched beside
	// /usr/lib/systemd/system.
	SplitUsr bool
	// Kernel is the default kernel's version, such as "6.1"; empty if unknown.
	Kernel string
	// ControlGroups is the hierarchy that the release mounts unless the kernel's
	// command line asks for another one; empty if unknown.
	ControlGroups Hierarchy
	// ClosedUserNamespaces says, as a clause, why programs of ordinary users can
	// make no user namespace there unless the administrator lets them. It is empty
	// where they can, and where the default is unknown (an empty Family).
	ClosedUserNamespaces string
	// Assumed tells that nobody named the target: the unit may meet others as
	// well, see Older.
	Assumed bool
	// Family is "debian", "ubuntu", "rhel", "fedora" and so on; empty for plain
	// versions of systemd.
	Family string
}

// Hierarchy is a way of mounting control groups (cgroups(7)).
type Hierarchy string

// The hierarchies. Legacy and hybrid ones have a directory for each controller
// below /sys/fs/cgroup; the unified one has the units' groups there.
const (
	LegacyHierarchy  Hierarchy = "legacy"
	HybridHierarchy  Hierarchy = "hybrid"
	UnifiedHierarchy Hierarchy = "unified"
)

// hierarchyOf is what a release of systemd mounts as it comes from its makers:
// -Ddefault-hierarchy= is unified since 243, and 258 knows nothing else.
func hierarchyOf(version int) Hierarchy {
	if version < 243 {
		return HybridHierarchy
	}
	return UnifiedHierarchy
}

// Newest returns the newest systemd that is known.
func Newest() Target { return upstream(catalog.Newest) }

// Default returns the target of a unit of which nothing is known: the newest
// systemd, assumed.
func Default() Target {
	t := Newest()
	t.Assumed = true
	return t
}

// ForDebianPackage returns the targets of a source package for Debian and
// Ubuntu, which a debian directory tells: their newest releases. The oldest of
// them is assumed, so that what still older releases ignore is gathered once.
func ForDebianPackage() []Target {
	var targets []Target
	for _, family := range []string{"debian", "ubuntu"} {
		rows := rowsOf(family)
		targets = append(targets, rows[len(rows)-1].target(family))
	}
	Sort(targets)
	targets[0].Assumed = true
	return targets
}

// Mission returns the systems that every rule is made for, oldest systemd
// first, the newest last.
func Mission() []Target {
	targets := make([]Target, 0, len(mission)+1)
	for _, m := range mission {
		for i := range table {
			if table[i].family == m.family && table[i].version == m.version {
				targets = append(targets, table[i].target(m.family))
			}
		}
	}
	return append(targets, Newest())
}

// Older returns the systems of the mission that an assumed target leaves open:
// those with an older systemd, of Debian and Ubuntu alone where the target is
// one of these. It is nil for a target that was named.
func (t Target) Older() []Target {
	if !t.Assumed {
		return nil
	}
	debian := t.Family == "debian" || t.Family == "ubuntu"
	return slices.DeleteFunc(Mission(), func(m Target) bool {
		return m.Release.Version >= t.Release.Version || debian && m.Family != "debian" && m.Family != "ubuntu"
	})
}

// Parse returns the targets of a list of names with commas, oldest systemd
// first and each once. An error names the word that is unknown and what may
// have been meant.
func Parse(list string) ([]Target, error) {
	var targets []Target
	for _, name := range strings.Split(list, ",") {
		t, err := Named(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(targets, func(other Target) bool { return other.Name == t.Name }) {
			targets = append(targets, t)
		}
	}
	Sort(targets)
	return targets, nil
}

// Sort orders targets by their systemd, oldest first; equals keep their order.
func Sort(targets []Target) {
	slices.SortStableFunc(targets, func(a, b Target) int { return a.Release.Version - b.Release.Version })
}

// Named returns the target of a name: a distribution with its version, its code
// name, one that has no versions, "systemd-NNN", a bare version of systemd, "newest", or "default" for
// what is assumed where nobody names one.
func Named(name string) (Target, error) {
	lower := strings.ToLower(name)
	switch lower {
	case "newest":
		return Newest(), nil
	case "default":
		return Default(), nil
	}
	if full, ok := codenames[lower]; ok {
		lower = full
	}
	if of, ok := rolling[lower]; ok {
		return newestOf(lower, of), nil
	}
	if version, ok := systemdVersion(lower); ok {
		if version < catalog.Oldest || version > catalog.Newest {
			return Target{}, fmt.Errorf("target %q: systemd %d to %d are known", name, catalog.Oldest, catalog.Newest)
		}
		return upstream(version), nil
	}
	spelled, version, found := cutVersion(lower)
	if found {
		for _, r := range rowsOf(family(spelled)) {
			if r.version == version || r.version == major(version) {
				return r.target(spelled), nil
			}
		}
	}
	return Target{}, unknown(name, spelled)
}

// newestOf is the newest systemd under the name of a distribution that has it.
func newestOf(name, family string) Target {
	t := Newest()
	t.Name, t.Family = name, family
	return t
}

// unknown is the error of a name that stands for nothing.
func unknown(name, spelled string) error {
	if name == "" {
		return errors.New("a target's name is empty; expected one such as debian-12, rhel-9, ubuntu-24.04 or systemd-257")
	}
	if rows := rowsOf(family(spelled)); len(rows) > 0 {
		versions := make([]string, len(rows))
		for i, r := range rows {
			versions[i] = spelled + "-" + r.version
		}
		return fmt.Errorf("target %q is unknown; known are %s", name, strings.Join(versions, ", "))
	}
	if meant := catalog.Suggest(strings.ToLower(name), Names()); meant != "" {
		return fmt.Errorf("target %q is unknown; did you mean %q?", name, meant)
	}
	return fmt.Errorf("target %q is unknown; expected one such as debian-12, rhel-9, ubuntu-24.04 or systemd-257", name)
}

// Names returns every name that stands for a target, sorted, without other
// spellings of the same.
func Names() []string {
	names := []string{"newest"}
	for _, r := range table {
		names = append(names, r.family+"-"+r.version)
	}
	for spelled, family := range spellings {
		for _, r := range rowsOf(family) {
			names = append(names, spelled+"-"+r.version)
		}
	}
	names = slices.AppendSeq(names, maps.Keys(rolling))
	for v := catalog.Oldest; v <= catalog.Newest; v++ {
		names = append(names, "systemd-"+strconv.Itoa(v))
	}
	slices.Sort(names)
	return names
}

// upstream is a plain version of systemd. Both unit directories are searched
// as long as builds with a split /usr were to be had, up to 254.
func upstream(version int) Target {
	return Target{Name: "systemd-" + strconv.Itoa(version), Release: catalog.Release{Version: version}, SplitUsr: version < 255,
		ControlGroups: hierarchyOf(version)}
}

// target is the row as a target, under the name of the spelling that was used.
func (r row) target(spelled string) Target {
	return Target{
		Name: spelled + "-" + r.version, Family: r.family,
		Release:  catalog.Release{Version: r.systemd, Tree: r.tree},
		SplitUsr: r.splitUsr, Kernel: r.kernel, ControlGroups: r.controlGroups(), ClosedUserNamespaces: r.closed,
	}
}

// Families returns the families of distributions that are known, sorted.
func Families() []string {
	var families []string
	for _, r := range table {
		if !slices.Contains(families, r.family) {
			families = append(families, r.family)
		}
	}
	slices.Sort(families)
	return families
}

// rowsOf returns the rows of a family, oldest first.
func rowsOf(family string) []row {
	var rows []row
	for _, r := range table {
		if r.family == family {
			rows = append(rows, r)
		}
	}
	return rows
}

// family returns the family that a spelling belongs to.
func family(spelled string) string {
	if f, ok := spellings[spelled]; ok {
		return f
	}
	return spelled
}

// systemdVersion reads "systemd-252", "systemd252", "v252" and "252".
func systemdVersion(name string) (int, bool) {
	digits := name
	for _, prefix := range []string{"systemd-", "systemd", "v"} {
		digits = strings.TrimPrefix(digits, prefix)
	}
	version, err := strconv.Atoi(digits)
	return version, err == nil && version > 0
}

// cutVersion splits a name before its first digit that follows a dash, a colon
// or a letter: "debian-12", "debian:12", "debian12".
func cutVersion(name string) (spelled, version string, found bool) {
	i := strings.IndexAny(name, "0123456789")
	if i <= 0 {
		return name, "", false
	}
	return strings.TrimRight(name[:i], "-: "), name[i:], true
}

// major returns what precedes the first dot.
func major(version string) string {
	before, _, _ := strings.Cut(version, ".")
	return before
}
