//go:build unix

package files

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// ownerOnHost returns the owner of a file of the host.
func ownerOnHost(info fs.FileInfo) (Owner, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Owner{}, false
	}
	return Owner{UID: int(s.Uid), GID: int(s.Gid)}, true
}

// keepOwner gives a new file the owner, the group and the mode of the one that
// it takes the place of; nil stands for none. A process that may not give files
// away leaves them its own, and then nobody else gets what only the owner had.
func keepOwner(file *os.File, old fs.FileInfo) error {
	if old == nil {
		return nil
	}
	if owner, ok := old.Sys().(*syscall.Stat_t); ok {
		if err := file.Chown(int(owner.Uid), int(owner.Gid)); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return file.Chmod(old.Mode().Perm())
}
