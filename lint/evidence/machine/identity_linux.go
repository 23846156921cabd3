package machine

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"
)

// identityOf names one state of one file of the running system: its device and its
// number there, its size, and when it and its inode were last changed, which it
// returns too. The last one nobody can set: a tree cannot choose the identity of its
// files, so that it could not make what it shows count for another's. The name is
// empty for files of archives.
func identityOf(info fs.FileInfo) (name string, changed time.Time) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", time.Time{}
	}
	return fmt.Sprintf("%d:%d:%d:%d.%d:%d.%d", s.Dev, s.Ino, s.Size, s.Mtim.Sec, s.Mtim.Nsec, s.Ctim.Sec, s.Ctim.Nsec), time.Unix(s.Ctim.Unix())
}
