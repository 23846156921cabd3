package sandbox

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// access is one question about a path on its way through the model.
type access struct {
	process *Process
	mounts  *mountList
	op      Op
	asked   string // as asked
	path    string // with links resolved
	nearest *mountEntry
	content *mountEntry
}

// Path tells what an operation on an absolute path would come to: first what
// the mount namespace shows, then whether it is writable or executable, then
// what file permissions say as far as they are known. Write means opening an
// existing file; Create making a new entry, or opening one for writing.
func (p *Process) Path(op Op, name string) Verdict {
	if op != Execute || name != p.Executable() {
		return p.path(op, name)
	}
	return *p.executed.of(func() Verdict {
		v := p.path(op, name)
		v.Because = slices.Clip(v.Because) // whoever adds to it does so to an answer of their own
		return v
	})
}

func (p *Process) path(op Op, name string) Verdict {
	if !path.IsAbs(name) {
		return unknown("Only absolute paths can be judged.")
	}
	if host.TooDeep(name) {
		return unknown("No path of so many directories is looked at.")
	}
	if start := p.sandbox.settings.rootStartOnly; start.on && p.Phase != unit.Start && p.sandbox.hasRoot() {
		return unknown("Only the main process has the unit's root directory.", start.by)
	}
	mounts := p.sandbox.mounts(p.FullyPrivileged())
	a := &access{process: p, mounts: mounts, op: op, asked: name, path: mounts.resolve(name)}
	a.nearest, a.content = mounts.above(a.path)
	for _, layer := range layers {
		if v, decided := layer(a); decided {
			return v
		}
	}
	return a.permitted()
}

// layers are asked in turn; the first that does not simply let an access pass decides.
var layers = []func(*access) (Verdict, bool){
	(*access).hidden, (*access).kernelFile, (*access).deviceNode, (*access).missing, (*access).frozen, (*access).unexecutable,
}

// modifies tells that the operation needs a writable mount.
func (a *access) modifies() bool { return a.op == Write || a.op == Create }

// hidden answers for what a mount hides.
func (a *access) hidden() (Verdict, bool) {
	switch c := a.content; {
	case c == nil:
		return Verdict{}, false
	case c.mode == inaccessible:
		return a.inaccessible(), true
	case c.mode.isPrivateTmp():
		return a.inPrivateTmp()
	case c.mode.isFresh():
		return a.inEmptyDirectory()
	}
	return Verdict{}, false
}

// inaccessible answers for InaccessiblePaths= and what works like it: an empty
// node of the same kind without any permission, on a read-only mount.
func (a *access) inaccessible() Verdict {
	c := a.content
	by := c.because()
	override := a.process.overridesPermissions()
	below := a.path != c.path
	device := host.Below(c.path, "/dev") && c.path != "/dev"
	switch {
	case !override && (below || !a.process.inodeCapability("CAP_DAC_READ_SEARCH")):
		return deny(c.hiding(), "EACCES", c.path+" is made inaccessible.", by...)
	case below && a.op == Create && path.Dir(a.path) == c.path:
		return deny(c.hiding(), "EROFS", c.path+" is made inaccessible.", by...)
	case below:
		return deny(c.hiding(), "ENOENT", c.path+" is made inaccessible; nothing is left below it.", by...)
	case device:
		return deny(c.hiding(), "ENXIO", c.path+" is made inaccessible.", by...)
	case a.modifies():
		return deny(c.hiding(), "EROFS", c.path+" is made inaccessible.", by...)
	case a.op != Read:
		return deny(c.hiding(), "EACCES", c.path+" is made inaccessible.", by...)
	}
	v := allow("Opening "+c.path+" works for a process that overrides file permissions, but it is empty there.", by...)
	v.Hidden, v.Mechanism = true, c.hiding()
	return v
}

// inPrivateTmp answers for /tmp and /var/tmp of PrivateTmp=: the directory is
// the unit's own, and what is in it depends on the unit's own processes.
func (a *access) inPrivateTmp() (Verdict, bool) {
	c := a.content
	top := a.path == c.path || path.Dir(a.path) == c.path
	switch {
	case a.nearest != c:
		return Verdict{}, false
	case a.modifies() && c.isReadOnly():
		return deny(ByReadOnlyMount, "EROFS", c.path+" is private and read-only.", c.because()...), true
	case a.path == c.path && a.op == Read, a.op == Create && top:
		return allow(c.path+" is the unit's own.", c.because()...), true
	}
	v := unknown(c.path+" is the unit's own and empty at first; the host's files are not in it.", c.because()...)
	v.Mechanism = c.hiding()
	return v, true
}

// inEmptyDirectory answers for a temporary file system: nothing is there but
// what is mounted into it.
func (a *access) inEmptyDirectory() (Verdict, bool) {
	c := a.content
	exists := a.mounts.presence(a.path).Presence == host.Exists
	parent := a.mounts.presence(path.Dir(a.path)).Presence == host.Exists
	switch {
	case a.nearest != c && exists:
		return Verdict{}, false
	case exists && !a.modifies():
		return allow(c.path+" is a temporary file system of the unit's own.", c.because()...), true
	case !parent, !exists && a.op != Create:
		return deny(c.hiding(), "ENOENT", c.path+" is an empty file system of the unit's own.", c.because()...), true
	case c.isReadOnly():
		return deny(ByReadOnlyMount, "EROFS", c.path+" is a read-only file system of the unit's own.", c.because()...), true
	}
	return a.ownerOnly(), true
}

// ownerOnly answers for a directory that root owns and only root may write.
func (a *access) ownerOnly() Verdict {
	switch id := a.process.Identity(); {
	case a.content.owned:
		return allow(a.content.path+" is a directory of the unit's own.", a.content.because()...)
	case id.Root == Yes || a.process.overridesPermissions():
		return allow(a.content.path+" is a file system of the unit's own.", a.content.because()...)
	case id.Root == No && !strings.Contains(a.mountOptions(), "mode="):
		return deny(ByIdentity, "EACCES", a.content.path+" belongs to root.", append(a.content.because(), id.Because...)...)
	}
	return unknown("File permissions decide.", a.content.because()...)
}

// mountOptions are the options of the TemporaryFileSystem= entry at hand.
func (a *access) mountOptions() string {
	for _, t := range a.process.sandbox.settings.temporary {
		if t.by == a.content.by && t.Path == a.content.path {
			return t.Options
		}
	}
	return ""
}

// missing answers where a file, or the directory it would be made in, is known
// not to exist.
func (a *access) missing() (Verdict, bool) {
	name, p := a.deciding()
	if p.Presence != host.Missing {
		return Verdict{}, false
	}
	v := deny(a.hiding(), "ENOENT", name+" does not exist.")
	if p.Source != "" {
		v.Reason = name + " does not exist, says " + p.Source + "."
	}
	if a.content != nil {
		v.Because = present(a.content.because())
	}
	return v, true
}

// deciding returns the file that decides, for Create its directory, and what is known of it.
func (a *access) deciding() (string, host.Path) {
	if a.op == Create {
		parent := host.Parent(a.path)
		return parent, a.mounts.presence(parent)
	}
	return a.path, a.mounts.presenceIn(a.content, a.path)
}

// hiding is the mechanism that keeps a file away which is not there for the
// process.
func (a *access) hiding() Mechanism {
	if a.content == nil {
		return ByAbsence
	}
	return a.content.hiding()
}

// frozen answers for read-only mounts. The entry that is nearest above decides:
// what is below it in the list is left out when a mount above is made
// read-only. Of temporary file systems and a private /dev only the mount itself
// is read-only, not what is mounted in it.
func (a *access) frozen() (Verdict, bool) {
	e := a.nearest
	if !a.modifies() || e == nil || !e.isReadOnly() || e.mode.onlyItself() && a.onMountInside(e) {
		return Verdict{}, false
	}
	if by := a.mounts.mayCover(a.path); len(by) > 0 {
		return unknown("Whether a path with a specifier or placeholder makes it writable is not known.", by...), true
	}
	return deny(ByReadOnlyMount, "EROFS", e.path+" is read-only for the process.", e.whyReadOnly()...), true
}

// mountsInDev are the file systems that a private /dev takes over from the
// host.
var mountsInDev = []string{"/dev/shm", "/dev/pts", "/dev/mqueue", "/dev/hugepages"}

func (a *access) onMountInside(e *mountEntry) bool {
	if e.mode != privateDev {
		return false
	}
	for _, dir := range mountsInDev {
		if host.Below(a.path, dir) && a.path != dir {
			return true
		}
	}
	return false
}

// unexecutable answers for mounts from which nothing can be executed.
func (a *access) unexecutable() (Verdict, bool) {
	if a.op != Execute {
		return Verdict{}, false
	}
	if e := a.nearest; e != nil && e.isNoExec() && !e.isExec() {
		return deny(ByNoExecMount, "EACCES", "Nothing below "+e.path+" can be executed by the process.", e.whyNoExec()...), true
	}
	return a.loader()
}

// loaderDirectory holds the dynamic loader and the C library of the programs in
// systemDirectories.
const loaderDirectory = "/usr/lib"

// loader answers for programs of the system, which need their dynamic loader.
func (a *access) loader() (Verdict, bool) {
	if dir := host.Parent(a.path); dir != "/usr/bin" && dir != "/usr/sbin" || a.process.sandbox.hasRoot() {
		return Verdict{}, false
	}
	e, c := a.mounts.above(loaderDirectory)
	switch {
	case c != nil && c.path != "/" && (c.mode == inaccessible || c.mode.isFresh()):
		return deny(c.hiding(), "ENOENT", "The dynamic loader of "+a.path+" is hidden.", c.because()...), true
	case e != nil && e.isNoExec() && !e.isExec():
		if other := a.mounts.executableLibraries(); other != nil {
			return unknown("It depends on whether the dynamic loader of "+a.path+" lies in "+other.path+".", other.because()...), true
		}
		return deny(ByNoExecMount, "EACCES", "The dynamic loader of "+a.path+" cannot be executed.", e.whyNoExec()...), true
	}
	return Verdict{}, false
}

// executableLibraries returns an entry that makes a place executable in which
// some distributions keep the loader: /usr/lib64, or a directory for one
// architecture.
func (l *mountList) executableLibraries() *mountEntry {
	for _, e := range l.entries {
		if strings.HasPrefix(e.path, loaderDirectory) && e.isExec() {
			return e
		}
	}
	return nil
}

// permitted is the answer where the sandbox lets the access pass: file
// permissions have the last word.
func (a *access) permitted() Verdict {
	v := a.permissions()
	e := a.nearest
	if v.Answer != Yes || e == nil {
		return v
	}
	if e.mode == runFS { // it decides only where what lies above is read-only
		above := a.mounts.nearest(path.Dir(e.path))
		if !a.modifies() || above == nil || !above.isReadOnly() {
			return v
		}
		v.Reason = e.path + " is a mount of its own for the process, which a read-only " + above.path + " leaves writable."
	}
	v.Because = append(v.Because, present(e.because())...)
	return v
}

// HiddenBelow returns the directory above an absolute path that is made inaccessible for
// the process, and because of which assignments, or "". Whatever else is mounted below
// it is left out, as systemd does it (drop_inaccessible() of namespace.c).
func (p *Process) HiddenBelow(name string) (directory string, because []*unit.Assignment) {
	mounts := p.sandbox.mounts(p.FullyPrivileged())
	resolved := mounts.resolve(name)
	if c := mounts.content(resolved); c != nil && c.mode == inaccessible && c.path != resolved {
		return c.path, c.because()
	}
	return "", nil
}

// SeesHost tells whether the process finds the host's own file at a path,
// rather than something that the sandbox puts in its place.
func (p *Process) SeesHost(name string) Verdict {
	mounts := p.sandbox.mounts(p.FullyPrivileged())
	resolved := mounts.resolve(name)
	c := mounts.content(resolved)
	switch {
	case p.sandbox.hasRoot() && c == nil:
		set := p.sandbox.settings
		return deny(ByHiddenMount, "ENOENT", "The process has a root directory of its own.", set.rootDirectory.by, set.rootImage.by, set.rootMStack.by)
	case c == nil, c.mode == procFS, modesOfAPI.has(c.mode):
		return allow("The path is the host's.")
	case c.mode == bindMount || c.mode == bindRecursive:
		if c.source == c.path {
			return allow("The path is bound from the host.", c.by)
		}
		return deny(ByHiddenMount, "ENOENT", "Another directory of the host is mounted there: "+c.source+".", c.because()...)
	case c.mode == privateDev:
		if privateDevice(resolved).Presence == host.Exists {
			return allow("The device is one of those in a private /dev.", c.by)
		}
	}
	return deny(c.hiding(), "ENOENT", c.path+" is not the host's for the process.", c.because()...)
}
