package invocation

import "slices"

// mounted are modules of file systems. The kernel asks for the one that it needs when a
// file system is mounted (request_module() for the alias fs-NAME), so that to load it
// before saves nothing but that.
var mounted = []string{"btrfs", "ext4", "fuse", "isofs", "nfs", "overlay", "squashfs", "vfat", "xfs"}

// Spare tells that the line may fail and does what happens without it: it loads the
// module of one file system.
func (i *Invocation) Spare() bool {
	return i.Tolerated && i.Name() == "modprobe" && len(i.Arguments) == 1 && slices.Contains(mounted, i.Arguments[0].Text)
}
