package match

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// askMembership asks whether a user that the process runs as belongs to a group.
// Of a user that exists beside the service only the host can tell; one that
// systemd makes for the service belongs to what the unit says and to nothing
// else (systemd.exec(5), "DynamicUser=").
func askMembership(a attempt, group string) []Refusal {
	id := a.process.Identity()
	if !id.Dynamic || id.Root != sandbox.No || id.Group == group || id.User == group || slices.Contains(id.Supplementary, group) {
		return nil
	}
	for _, one := range append(id.Supplementary, id.Group) {
		if _, err := strconv.Atoi(one); err == nil || strings.Contains(one, "%") {
			return nil
		}
	}
	if a.overridesReading() {
		return nil
	}
	return a.refusedBy(GroupMissing, group, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: dynamicFirst(id.Because),
		Reason: "A dynamic user is in no group but those that the unit names.",
	})
}

// overridesReading tells that the process may have a capability by which permissions keep it from
// reading nothing.
func (a attempt) overridesReading() bool {
	return slices.ContainsFunc([]string{"CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH"}, func(override string) bool {
		return !a.process.Capability(override).Denies()
	})
}

// dynamicFirst puts the assignment that makes a user dynamic before the others.
func dynamicFirst(by []*unit.Assignment) []*unit.Assignment {
	for at, a := range by {
		if a.Key == "DynamicUser" {
			return append([]*unit.Assignment{a}, slices.Delete(slices.Clone(by), at, at+1)...)
		}
	}
	return by
}

// keyless are groups of distributions that no keys and certificates are kept for, but devices and logs.
var keyless = []string{
	"adm", "audio", "dialout", "disk", "docker", "input", "kvm", "lp", "plugdev", "render", "systemd-journal", "tty", "uucp", "video", "wheel",
}

// openPlaces hold no keys that are closed to others: packages' files are for everybody, and the others
// are the process's own.
var openPlaces = []string{"/usr", "/proc", "/dev", "/run/credentials", "/tmp", "/var/tmp"}

// askPrivateFile asks whether a user that systemd makes for the service may read a file that its
// owner and group alone may: no file belongs to such a user before it is there, but what systemd
// makes and hands over for the unit, or a line before (systemd.exec(5), "DynamicUser=").
func askPrivateFile(a attempt, file string) []Refusal {
	id := a.process.Identity()
	isOther := func(group string) bool { return group != "" && group != id.User && !slices.Contains(keyless, group) }
	isOpen := func(place string) bool { return host.Below(file, place) }
	if !id.Dynamic || id.Root != sandbox.No || a.isStatic(id.User) || isOther(id.Group) || slices.ContainsFunc(id.Supplementary, isOther) ||
		a.box.Unit().Creates(file) || slices.ContainsFunc(openPlaces, isOpen) || a.isHandedOver(file) || a.overridesReading() {
		return nil
	}
	return a.refusedBy(PrivateClosed, file, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: dynamicFirst(id.Because),
		Reason: "No file belongs to a dynamic user before the service starts.",
	})
}

// isStatic tells that the user is there without the unit, whose name is the unit's where it says
// none: systemd makes none of that name then (systemd.exec(5), "DynamicUser=").
func (a attempt) isStatic(user string) bool {
	name := cmp.Or(user, locate.ParseName(a.box.Unit().Name).Prefix)
	return a.box.Host().User(name).Presence == host.Exists
}

// isHandedOver tells that a line before the main one, which is root's, names a file or the directory
// that holds it.
func (a attempt) isHandedOver(file string) bool {
	directory := path.Dir(file)
	if path.Dir(directory) == "/" {
		directory = file // what every other line names
	}
	return slices.ContainsFunc(a.box.Lines(), func(p *sandbox.Process) bool {
		return p.Phase == unit.StartPre && p.Identity().Root != sandbox.No && p.Assignment != nil && strings.Contains(p.Assignment.Value, directory)
	})
}
