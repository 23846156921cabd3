package target

// row is one release of a distribution.
type row struct {
	family  string
	version string
	systemd int
	tree    string
	// splitUsr: units are also searched below /lib, which is no link there or
	// may not be one.
	splitUsr bool
	kernel   string
	// hierarchy is that of control groups where it is not what systemd's makers
	// chose for the version.
	hierarchy Hierarchy
	// closed is a clause that says why ordinary users can make no user namespace.
	closed string
}

// controlGroups is the hierarchy that the release mounts.
func (r row) controlGroups() Hierarchy {
	if r.hierarchy != "" {
		return r.hierarchy
	}
	return hierarchyOf(r.systemd)
}

// table lists what distributions ship as of November 2026, each family oldest
// first. Sources: the package "systemd" and the default kernel of the release
// in the archives of Debian, Ubuntu, Fedora, openSUSE, Amazon Linux, NixOS and Red Hat
// Enterprise Linux (whose trees 239 and 252 carry back-ports, followed by
// CentOS Stream, Rocky Linux, AlmaLinux and Oracle Linux); -Dsplit-usr= in
// debian/rules up to 254; -Ddefault-hierarchy= in the packages' build files; the
// release notes of Debian 11 (user namespaces are open from then on) and of
// Ubuntu 24.04 (AppArmor takes the capabilities in them from unconfined programs).
var table = [...]row{
	{"debian", "10", 241, "", true, "4.19", "", "the kernel of Debian 10 keeps kernel.unprivileged_userns_clone at 0"},
	{"debian", "11", 247, "", true, "5.10", "", ""},
	{"debian", "12", 252, "", true, "6.1", "", ""},
	{"debian", "13", 257, "", false, "6.12", "", ""},

	{"ubuntu", "20.04", 245, "", true, "5.4", HybridHierarchy, ""},
	{"ubuntu", "22.04", 249, "", true, "5.15", "", ""},
	{"ubuntu", "24.04", 255, "", false, "6.8", "", apparmorCloses},
	{"ubuntu", "25.04", 257, "", false, "6.14", "", apparmorCloses},
	{"ubuntu", "25.10", 257, "", false, "6.17", "", apparmorCloses},
	{"ubuntu", "26.04", 259, "", false, "7.0", "", apparmorCloses},

	{"rhel", "8", 239, "rhel8", false, "4.18", LegacyHierarchy, ""},
	{"rhel", "9", 252, "rhel9", false, "5.14", "", ""},
	{"rhel", "10", 257, "", false, "6.12", "", ""},

	{"fedora", "36", 250, "", false, "5.17", "", ""},
	{"fedora", "37", 251, "", false, "6.0", "", ""},
	{"fedora", "38", 253, "", false, "6.2", "", ""},
	{"fedora", "39", 254, "", false, "6.5", "", ""},
	{"fedora", "40", 255, "", false, "6.8", "", ""},
	{"fedora", "41", 256, "", false, "6.11", "", ""},
	{"fedora", "42", 257, "", false, "6.14", "", ""},
	{"fedora", "43", 258, "", false, "6.17", "", ""},
	{"fedora", "44", 259, "", false, "6.19", "", ""},

	{"opensuse-leap", "15.5", 249, "", false, "5.14", HybridHierarchy, ""},
	{"opensuse-leap", "15.6", 254, "", false, "6.4", HybridHierarchy, ""},
	{"opensuse-leap", "16.0", 257, "", false, "6.12", "", ""},

	{"amazon", "2023", 252, "", false, "6.1", "", ""},

	{"nixos", "22.05", 250, "", false, "5.15", "", ""},
	{"nixos", "22.11", 251, "", false, "5.15", "", ""},
	{"nixos", "23.05", 253, "", false, "6.1", "", ""},
	{"nixos", "23.11", 254, "", false, "6.1", "", ""},
	{"nixos", "24.05", 255, "", false, "6.6", "", ""},
	{"nixos", "24.11", 256, "", false, "6.6", "", ""},
	{"nixos", "25.05", 257, "", false, "6.12", "", ""},
	{"nixos", "25.11", 258, "", false, "6.12", "", ""},
}

// rolling are the names of distributions, and of branches of them, that have what is newest, with
// their families. As ID in os-release files they come without a version, or with a date for one.
var rolling = map[string]string{
	"arch": "arch", "archlinux": "arch", "manjaro": "arch", "endeavouros": "arch", "cachyos": "arch", "archarm": "arch",
	"tumbleweed": "opensuse-leap", "opensuse-tumbleweed": "opensuse-leap", "rawhide": "fedora", "fedora-rawhide": "fedora",
	"sid": "debian", "debian-sid": "debian", "debian-unstable": "debian", "nixos-unstable": "nixos", "gentoo": "gentoo",
}

const apparmorCloses = "Ubuntu has kernel.apparmor_restrict_unprivileged_userns at 1"

// spellings maps other names of a family, also the ID of os-release, to the
// family whose rows they take.
var spellings = map[string]string{
	"rocky": "rhel", "alma": "rhel", "almalinux": "rhel", "centos": "rhel",
	"centos-stream": "rhel", "oracle": "rhel", "ol": "rhel", "redhat": "rhel",
	"amzn": "amazon", "leap": "opensuse-leap", "raspbian": "debian",
}

// codenames are the releases of Debian and Ubuntu that are named instead of
// numbered, in os-release files and by people.
var codenames = map[string]string{
	"buster": "debian-10", "bullseye": "debian-11", "bookworm": "debian-12", "trixie": "debian-13",
	"focal": "ubuntu-20.04", "jammy": "ubuntu-22.04", "noble": "ubuntu-24.04", "plucky": "ubuntu-25.04",
	"questing": "ubuntu-25.10", "resolute": "ubuntu-26.04",
}

// mission are the systems that every rule is made for, oldest systemd first.
var mission = [...]struct{ family, version string }{
	{"rhel", "8"}, {"ubuntu", "20.04"}, {"debian", "11"}, {"ubuntu", "22.04"}, {"rhel", "9"}, {"debian", "12"},
	{"fedora", "38"}, {"ubuntu", "24.04"}, {"debian", "13"},
}
