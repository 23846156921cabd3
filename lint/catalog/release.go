package catalog

import "strconv"

// Release is one systemd that units are judged for: an upstream version, or a
// distribution's tree with back-ports.
type Release struct {
	// Version is the upstream release number, 239 to Newest.
	Version int
	// Tree is empty for upstream, or "rhel8" or "rhel9" for the trees that
	// carry back-ported directives.
	Tree string
}

// Newest is the newest systemd release that the tables know.
const Newest = 262

// Oldest is the oldest systemd release that the tables know.
const Oldest = 239

// UnitType is the suffix of a unit name without the dot.
type UnitType string

// String returns "systemd 252", with the tree behind it where there is one.
func (r Release) String() string {
	text := "systemd " + strconv.Itoa(r.Version)
	if r.Tree != "" {
		text += " (" + r.Tree + ")"
	}
	return text
}

// has tells whether something that came with a release, and earlier to the
// trees named by backports, is there.
func (r Release) has(since int, backports []string) bool {
	if r.Version >= since {
		return true
	}
	tree := r.Tree
	if tree == "" {
		tree = strconv.Itoa(r.Version)
	}
	for _, b := range backports {
		if b == tree {
			return true
		}
	}
	return false
}

// releases are as many as the tables tell apart: those of upstream, and two trees.
const releases = Newest - Oldest + 3

// place is that of the release among all of them.
func (r Release) place() int {
	switch r.Tree {
	case "rhel8":
		return releases - 2
	case "rhel9":
		return releases - 1
	}
	return min(max(r.Version, Oldest), Newest) - Oldest
}

// bit is the release in the bit sets of the tables.
func (r Release) bit() uint32 { return 1 << r.place() }

// Libseccomp returns the libseccomp release that distributions of the time ship
// with a systemd: it decides which system call names can be resolved. Debian 11
// (247) has 2.5.1, Debian 12 (252) 2.5.4, Debian 13 (257) 2.6.0, and the newest
// 2.6.1; those in between take the nearest older one.
func (r Release) Libseccomp() string {
	switch {
	case r.Version >= 259:
		return "2.6.1"
	case r.Version >= 256:
		return "2.6.0"
	case r.Version >= 250:
		return "2.5.4"
	}
	return "2.5.1"
}
