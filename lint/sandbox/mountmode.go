package sandbox

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
const modesOfHost = modeSet(1<<readOnly | 1<<readWrite | 1<<readWriteImplicit | 1<<noExec | 1<<exec |
	1<<bindSys | 1<<bindDev | 1<<runFS | 1<<privateSys | 1<<privateCgroup)

// modesOfAPI bring the host's own file system of that place with them, where an empty
// one lies below it.
const modesOfAPI = modeSet(1<<bindSys | 1<<bindDev | 1<<privateSys)

// modeSet is a set of modes by their numbers: each entry of each list is asked for
// its kind.
type modeSet uint32

func (s modeSet) has(m mountMode) bool { return s&(1<<m) != 0 }

// changesContent tells that something else is seen below the path than before.
func (m mountMode) changesContent() bool { return !modesOfHost.has(m) }

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
