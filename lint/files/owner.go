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
