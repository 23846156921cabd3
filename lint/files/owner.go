package files

import "io/fs"

// OwnerOf returns whose a file of a tree is, as its archive or the file system of the
// host says it; the numbers alone for the latter. It is not known on systems whose
// files have no such owners.
func OwnerOf(info fs.FileInfo) (Owner, bool) {
	if owner, ok := info.Sys().(Owner); ok {
		return owner, true
	}
	return ownerOnHost(info)
}

// IsRoot tells whether the file belongs to root: by name, where names are told, for
// packages of RPM have no numbers.
func (o Owner) IsRoot() bool { return isRoot(o.User, o.UID) }

// IsRootGroup tells whether its group is root's.
func (o Owner) IsRootGroup() bool { return isRoot(o.Group, o.GID) }

func isRoot(name string, number int) bool { return name == "root" || name == "" && number == 0 }
