package match

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// askMembership asks whether a user that the process runs as belongs to a group.
// One that systemd makes for the service belongs to what the unit says and to nothing
// else (systemd.exec(5), "DynamicUser="); of another one the accounts of the tree tell, or
// what makes it.
func askMembership(a attempt, group string) []Refusal {
	id := a.process.Identity()
	if id.Root != sandbox.No || id.Group == group || id.User == group || slices.Contains(id.Supplementary, group) {
		return nil
	}
	for _, one := range append(slices.Clone(id.Supplementary), id.Group) {
		if _, err := strconv.Atoi(one); err == nil || strings.Contains(one, "%") {
			return nil
		}
	}
	if a.overridesReading() || a.namesOwnGroup(group) || a.opensDevices(group, append(slices.Clone(id.Supplementary), id.User, id.Group)) {
		return nil
	}
	if !id.Dynamic || a.isStatic(id.User) {
		return a.askStatic(id, group)
	}
	return a.refusedBy(GroupMissing, group, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: dynamicFirst(id.Because),
		Reason: "A dynamic user is in no group but those that the unit names.",
	})
}

// deviceGroups are groups that devices alone are kept for (systemd's 50-udev-default.rules, and those of
// i2c-tools, Raspberry Pi OS and tpm2-tss).
var deviceGroups = []string{
	"audio", "cdrom", "dialout", "disk", "gpio", "i2c", "input", "kvm", "lp", "optical", "render", "spi", "tape", "tss", "tty", "uucp", "video",
}

// askStatic asks whether a user that exists beside the service belongs to a group. Modules of PAM
// may put it into further ones (pam_group(8)), and where the system has none of the groups that
// would do, what they are kept for is not there either.
func (a attempt) askStatic(id sandbox.Identity, group string) []Refusal {
	u := a.box.Unit()
	if u.Value(u.ExecSection(), "PAMName") != "" || !id.Dynamic && id.User == "" {
		return nil
	}
	user := a.userName(id.User)
	known := a.box.Host().GroupsOf(user)
	if slices.Contains(known.Groups, group) || a.opensDevices(group, known.Groups) {
		return nil
	}
	sure := need.Certain
	switch {
	case known.Settled:
		at := slices.IndexFunc(a.need.Any, func(one string) bool { return slices.Contains(known.Known, one) })
		if at < 0 {
			return nil
		}
		group = a.need.Any[at] // what this system calls it
	case known.Source != "":
		sure = need.Likely
	default:
		sure, known.Source = need.Possible, "nothing tells of its groups"
	}
	a = a.with(func(n *need.Need) { n.Certainty = min(n.Certainty, sure) })
	return a.refusedBy(GroupMissing, group, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: id.Because,
		Reason: "Nothing puts the user " + user + " into that group (" + known.Source + ").",
	})
}

// opensDevices tells that a group is one of devices, and that rules of udev in the tree open devices
// in other ways, perhaps this one: to one of some users and groups, or to everybody.
func (a attempt) opensDevices(group string, to []string) bool {
	others := slices.DeleteFunc(slices.Clone(to), func(name string) bool { return slices.Contains(deviceGroups, name) })
	return slices.Contains(deviceGroups, group) && a.box.Host().OpensDevices(others...)
}

// namesOwnGroup tells that a group is one of devices, and that the unit puts the service into one of which that is
// not known: a rule of udev's that is not seen may give the device to that.
func (a attempt) namesOwnGroup(group string) bool {
	id := a.process.Identity()
	named := id.Supplementary
	if id.Group != a.userName(id.User) {
		named = append(slices.Clone(named), id.Group)
	}
	return slices.Contains(deviceGroups, group) && slices.ContainsFunc(named, func(one string) bool {
		return one != "" && !slices.Contains(keyless, one) && !slices.Contains(plainGroups, one) || one == "plugdev" && group != "audio"
	})
}

// plainGroups are groups of users that no devices are given to.
var plainGroups = []string{"nobody", "nogroup", "users", "root", "daemon", "www-data", "ssl-cert"}

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
var keyless = append([]string{"adm", "docker", "plugdev", "systemd-journal", "wheel"}, deviceGroups...)

// openPlaces hold no keys that are closed to others: packages' files are for everybody, and the others
// are the process's own.
var openPlaces = []string{"/usr", "/proc", "/dev", "/run/credentials", "/tmp", "/var/tmp"}

// askPrivateFile asks whether a user that systemd makes for the service may read a file that its
// owner and group alone may: no file belongs to such a user before it is there, but what systemd
// makes and hands over for the unit, or a line before (systemd.exec(5), "DynamicUser=").
func askPrivateFile(a attempt, file string) []Refusal {
	id := a.process.Identity()
	isOther := func(group string) bool { return group != "" && group != id.User && !slices.Contains(keyless, group) }
	isOpen := func(place string) bool { return host.Below(file, place) && !isRootsDevice(file) }
	if id.Root == sandbox.No && (!id.Dynamic && id.User != "" && id.User != "nobody" || id.Dynamic && a.isStatic(id.User)) {
		return a.askClosedKey(id, file)
	}
	if !id.Dynamic || id.Root != sandbox.No || isOther(id.Group) || slices.ContainsFunc(id.Supplementary, isOther) ||
		a.box.Unit().Creates(file) || slices.ContainsFunc(openPlaces, isOpen) || a.isHandedOver(file) || a.overridesReading() {
		return nil
	}
	return a.refusedBy(PrivateClosed, file, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: dynamicFirst(id.Because),
		Reason: "No file belongs to a dynamic user before the service starts.",
	})
}

// certificateGroup is the group that Debian keeps the keys in its directory for (ssl-cert's README).
const certificateGroup = "ssl-cert"

// askClosedKey asks whether a user that exists beside the service may read a file that its owner
// and group alone may: the tree tells, where it keeps the owners of its files, or the group that
// Debian keeps keys for. What certbot makes is root's, and many give it to others.
func (a attempt) askClosedKey(id sandbox.Identity, file string) []Refusal {
	u, user := a.box.Unit(), a.userName(id.User)
	if a.overridesReading() || u.Creates(file) || a.isHandedOver(file) || u.Value(u.ExecSection(), "PAMName") != "" {
		return nil
	}
	groups := append(slices.Clone(id.Supplementary), id.Group)
	known := a.box.Host().GroupsOf(user)
	reason, sure := "The directory is open to root and the group "+certificateGroup+".", need.Likely
	isIn := func(group string) bool { return slices.Contains(groups, group) || slices.Contains(known.Groups, group) }
	closed, isClosed := a.box.Host().Closes(file, user, groups)
	switch {
	case isClosed:
		reason = "By the owner and the mode of " + closed + " that user may not."
	case closed != "":
		return nil
	case host.Below(file, "/etc/ssl/private") && slices.Contains(known.Known, certificateGroup) && !isIn(certificateGroup):
	case host.Below(file, "/etc/letsencrypt/live"), host.Below(file, "/etc/letsencrypt/archive"):
		reason, sure = "What certbot makes is open to root alone, unless somebody has changed that.", need.Possible
	default:
		return nil
	}
	a = a.with(func(n *need.Need) { n.Certainty = min(n.Certainty, sure) })
	return a.refusedBy(PrivateClosed, file, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: id.Because, Reason: reason,
	})
}

// isRootsDevice tells that a device is one that the kernel makes for root alone and that no rule of
// udev's gives to a group.
func isRootsDevice(file string) bool {
	return slices.ContainsFunc([]string{"/dev/nvme[0-9]", "/dev/nvme[0-9][0-9]", "/dev/cpu/*/msr", "/dev/ipmi[0-9]"}, func(pattern string) bool {
		matches, err := path.Match(pattern, file)
		return err == nil && matches
	})
}

// isStatic tells that the user is there without the unit, whose name is the unit's where it says
// none: systemd makes none of that name then (systemd.exec(5), "DynamicUser=").
func (a attempt) isStatic(user string) bool {
	return a.box.Host().User(a.userName(user)).Presence == host.Exists
}

// userName returns the name of a user, or the unit's where it has none: so systemd calls the user
// that it makes.
func (a attempt) userName(user string) string {
	return cmp.Or(user, locate.ParseName(a.box.Unit().Name).Prefix)
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
