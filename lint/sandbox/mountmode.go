package sandbox

import "slices"

// mountMode is what systemd does at one place of the file system. The order is
// the priority between entries for the same path: the smaller one wins
// (namespace.c of systemd; it has been the same since 241 as far as these modes
// exist).
type mountMode uint8

const (
	inaccessible mountMode = iota
	overlay
	mountImage
	bindMount
	// disconnectedTmp is a bind mount from a file system that only the unit has.
	disconnectedTmp
	bindRecursive
	privateTmp
	privateDev
	bindDev
	emptyDir
	privateSys
	bindSys
	procFS
	privateCgroup
	readOnly
	readWrite
	noExec
	exec
	tmpfs
	runFS
	queueFS
	readWriteImplicit
)

// modesOfHost only turn mount flags: what is seen stays the host's. A /proc, /sys
// or /run that is a mount already, as on every running system, stays too.
var modesOfHost = []mountMode{
	readOnly, readWrite, readWriteImplicit, noExec, exec,
	bindSys, bindDev, runFS, privateSys, privateCgroup,
}

// changesContent tells that something else is seen below the path than before.
func (m mountMode) changesContent() bool { return !slices.Contains(modesOfHost, m) }

// isFresh tells that the path is an empty directory at first.
func (m mountMode) isFresh() bool {
	return m == tmpfs || m == emptyDir || m == queueFS || m.isPrivateTmp()
}

// isPrivateTmp tells that it is a directory of PrivateTmp=.
func (m mountMode) isPrivateTmp() bool { return m == privateTmp || m == disconnectedTmp }

// onlyItself tells that the read-only flag is set on the mount itself and not
// on what is mounted below it.
func (m mountMode) onlyItself() bool { return m == tmpfs || m == emptyDir || m == privateDev }

// redundantBelowItself tells that an entry is dropped where the nearest entry
// above has the same mode.
func (m mountMode) redundantBelowItself() bool {
	return m == readOnly || m == readWrite || m == readWriteImplicit
}
