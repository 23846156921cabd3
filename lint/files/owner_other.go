//go:build !unix

package files

import (
	"io/fs"
	"os"
)

// ownerOnHost knows no owners here.
func ownerOnHost(fs.FileInfo) (Owner, bool) { return Owner{}, false }

// keepOwner gives a new file the mode of the one that it takes the place of; nil
// stands for none.
func keepOwner(file *os.File, old fs.FileInfo) error {
	if old == nil {
		return nil
	}
	return file.Chmod(old.Mode().Perm())
}
