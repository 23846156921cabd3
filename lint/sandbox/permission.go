package sandbox

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// permissions judges file permissions by what is known of the owner. Where
// nothing is known, root is taken to own what it finds, and everybody else is
// unknown.
func (a *access) permissions() Verdict {
	id := a.process.Identity()
	switch {
	case a.process.overridesPermissions():
		return allow("Nothing in the sandbox forbids it.")
	case a.own():
		return allow("The directory belongs to the unit's user.")
	case host.Below(a.path, networkSettings) && a.process.Capability("CAP_NET_ADMIN").Answer == Yes:
		return allow("Who has CAP_NET_ADMIN may set what root may set of a network.", a.process.sandbox.AmbientSet().Because...)
	case id.Root == Yes:
		return a.asRoot(id)
	case id.Root == Unknown:
		return unknown("Nothing in the sandbox forbids it; file permissions decide.", id.Because...)
	}
	return a.asUser(id)
}

// own tells that the path lies in a directory that systemd makes for the unit,
// or that the unit's user owns.
func (a *access) own() bool {
	set := a.process.sandbox.settings
	for name := a.path; len(set.owned) > 0 && name != "/"; name = host.Parent(name) {
		if set.owned[name] != "" {
			return a.path != name || a.op != Create
		}
	}
	owner, known := a.owner()
	return known && set.user.word != "" && owner.Owner == set.user.word
}

// owner returns what is known of the owner of the file, or for Create and for
// unknown files of the directory that decides.
func (a *access) owner() (host.Path, bool) {
	_, p := a.deciding()
	return p, p.Owner != ""
}

// asRoot is for root without the capability to override permissions: only what
// belongs to others is closed to it.
func (a *access) asRoot(id Identity) Verdict {
	p, known := a.owner()
	if known && !isRootID(p.Owner) && (!p.ModeKnown || p.Mode&otherBits[a.op] == 0) {
		if a.op == Read && a.process.inodeCapability("CAP_DAC_READ_SEARCH") {
			return allow("CAP_DAC_READ_SEARCH lets root read everything.")
		}
		bounding := a.process.sandbox.BoundingSet()
		return deny(ByOwner, "EACCES", "It belongs to "+p.Owner+", and root has no CAP_DAC_OVERRIDE.", bounding.because(capabilitySet("CAP_DAC_OVERRIDE"))...)
	}
	return allow("Nothing in the sandbox forbids it, and root owns it as far as is known.", id.Because...)
}

// otherBits are the permission bits that others need.
var otherBits = [...]uint32{Read: 0o4, Write: 0o2, Create: 0o2, Execute: 0o1, Connect: 0o2}

// rootOnly are files and directories that only root may read.
var rootOnly = []string{"/root", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/boot/efi", "/proc/kmsg", "/proc/kcore"}

// networkSettings are parameters of a network namespace, which are open to its
// administrators as they are to root (the kernel's net/sysctl_net.c, net_ctl_permissions).
const networkSettings = "/proc/sys/net"

// privateKeys are the directories of private keys, with how the names of the keys
// begin. They belong to root, and others are let in by a group: certbot(1) makes
// them for root alone, Debian's ssl-cert for its group.
var privateKeys = []struct{ directory, prefix string }{
	{"/etc/letsencrypt/live", "privkey"}, {"/etc/letsencrypt/archive", "privkey"}, {"/etc/ssl/private", ""},
}

// readable are directories whose files everybody may read.
var readable = []string{"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share", "/proc", "/sys"}

// readableFiles are files that everybody may read.
var readableFiles = []string{
	"/etc/passwd", "/etc/group", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/nsswitch.conf",
	"/etc/ld.so.cache", "/etc/localtime", "/etc/os-release", "/etc/machine-id", "/etc/services", "/etc/protocols",
}

// systemOwned are directories, and everything below those of systemTrees, that
// belong to root and that nobody else may write (file-hierarchy(7)).
var (
	systemOwned = []string{"/", "/etc", "/opt", "/srv", "/mnt", "/media", "/home", "/run", "/dev", "/var", "/var/lib", "/var/log", "/var/cache", "/var/spool"}
	systemTrees = []string{"/usr", "/boot", "/efi", "/root", "/sys", "/proc/sys"}
)

// networkVariables are those that the administrator of the network sets as root does
// (net_ctl_permissions in the kernel's sources).
const networkVariables = "/proc/sys/net"

// rootsHomes are the homes of accounts of Debian, beside those in systemTrees, that belong to root or are not there, so
// that what programs keep in hidden directories of a home cannot be made there (base-passwd).
var rootsHomes = []string{"/var/backups", "/var/list", "/nonexistent"}

// asUser is for processes that are not root's.
func (a *access) asUser(id Identity) Verdict {
	p, known := a.owner()
	if known && p.ModeKnown && p.Mode&otherBits[a.op] != 0 {
		return allow("Everybody may do that.")
	}
	if a.modifies() {
		return a.modifyAsUser(id)
	}
	switch {
	case belowAny(a.path, rootOnly):
		if a.process.inodeCapability("CAP_DAC_READ_SEARCH") && a.op == Read {
			return allow("CAP_DAC_READ_SEARCH lets it read everything.", a.process.sandbox.AmbientSet().Because...)
		}
		return deny(ByIdentity, "EACCES", "Only root may read it, by the usual permissions.", id.Because...)
	case a.op == Read && id.stranger() && a.privateKey() && !a.process.inodeCapability("CAP_DAC_READ_SEARCH"):
		return deny(ByIdentity, "EACCES", "A private key is readable for root and by a group, and a dynamic user is in none but "+
			"its own.", present([]*unit.Assignment{a.process.sandbox.settings.dynamicUser.by})...)
	case a.path == "/", belowAny(a.path, readable), slices.Contains(readableFiles, a.path):
		return allow("Everybody may read it.")
	}
	return unknown("Nothing in the sandbox forbids it; file permissions decide.", id.Because...)
}

// privateKey tells that the path is a private key by where it lies.
func (a *access) privateKey() bool {
	for _, key := range privateKeys {
		if host.Below(a.path, key.directory) && a.path != key.directory && strings.HasPrefix(path.Base(a.path), key.prefix) {
			return true
		}
	}
	return false
}

// modifyAsUser is for writing without being root: the system's own directories
// are root's, and a user that exists for the service alone, or that is nobody,
// owns nothing outside of the directories that systemd makes for the unit.
func (a *access) modifyAsUser(id Identity) Verdict {
	dir := path.Dir(a.path)
	switch {
	case host.Below(a.path, networkVariables) && a.process.Capability("CAP_NET_ADMIN").Answer == Yes:
		return allow("CAP_NET_ADMIN lets it set the variables of the network as root may.", a.process.sandbox.AmbientSet().Because...)
	case a.op == Create && slices.Contains(systemOwned, dir),
		belowAny(a.path, systemTrees) && !host.OfOneProgram(a.path) && !a.handedOut(),
		belowAny(a.path, rootOnly), slices.Contains(readableFiles, a.path):
		return deny(ByIdentity, "EACCES", "Only root may do that, by the usual permissions.", id.Because...)
	case slices.ContainsFunc(rootsHomes, func(home string) bool { return strings.HasPrefix(a.path, home+"/.") }) && !a.arranged():
		return deny(ByIdentity, "EACCES", "The home directory belongs to root.", id.Because...)
	case (id.Dynamic || id.User == "nobody") && !a.arranged():
		return deny(ByIdentity, "EACCES", "The unit's user owns no files but those in the directories that systemd makes for it.", id.Because...)
	}
	return unknown("Nothing in the sandbox forbids it; file permissions decide.", id.Because...)
}

// arranged tells that a line of the unit names the path as one to write to, so
// that its permissions were probably thought of.
func (a *access) arranged() bool {
	e := a.nearest
	return e != nil && (e.mode == readWrite || e.mode == bindMount || e.mode == bindRecursive) ||
		host.Below(a.path, "/proc/self")
}

// handedOut tells that a line of the unit opens a directory below /usr to its user, who may
// have been given it.
func (a *access) handedOut() bool {
	return host.Below(a.path, "/usr") && a.path != "/usr" && a.arranged()
}

func belowAny(name string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return host.Below(name, dir) })
}

// isProcess tells that a path below /proc belongs to a process, so that
// ProcSubset=pid leaves it there.
func isProcess(name string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(name, "/proc"), "/"), "/")
	return first == "" || first == "self" || first == "thread-self" || isPID(first)
}

func isPID(word string) bool {
	return word != "" && strings.Trim(word, "0123456789") == ""
}
