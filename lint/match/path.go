package match

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// hiddenAspects are the aspects of what hides a path.
var hiddenAspects = map[sandbox.Mechanism]Aspect{
	sandbox.ByHiddenHome: HomeHidden, sandbox.ByPrivateTmp: TmpHidden, sandbox.ByProcessView: ProcHidden,
	sandbox.ByPrivateDevices: DeviceHidden, sandbox.ByKernelProtection: KernelProtected,
}

func hiddenAspect(v sandbox.Verdict) Aspect {
	if aspect, known := hiddenAspects[v.Mechanism]; known {
		return aspect
	}
	return Hidden
}

func askRead(a attempt, file string) []Refusal {
	v := a.process.Path(sandbox.Read, file)
	switch {
	case v.Mechanism == sandbox.ByOwner:
		return a.overridesOwner(v)
	case a.need.Copes && v.Error == "ENOENT":
		return nil
	}
	return a.refusedBy(hiddenAspect(v), file, v)
}

func askExecute(a attempt, file string) []Refusal {
	return a.refusedBy(NotExecutable, file, a.process.Path(sandbox.Execute, file))
}

// askWrite asks about a file, or about what is below a directory, of a relative one in the root
// directory as well whether it can be made there.
func askWrite(a attempt, file string) []Refusal { return a.inRoot(file, askWritten(a, file)) }

// inRoot refuses a relative path that lies in the root directory, which belongs to root, where
// nothing else refuses it: no package makes anything there, and what the unit opens was thought of.
func (a attempt) inRoot(file string, refused []Refusal) []Refusal {
	if !a.need.Rooted || len(refused) > 0 && refused[0].Aspect != WrongUser {
		return refused
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(file, "/"), "/")
	top := "/" + first
	if first != "" && (isInRoot(top) || a.box.Host().Lookup(top).Presence == host.Exists) || a.box.Unit().Leads(top) || opens(a.box.Unit(), top) {
		return refused
	}
	v := a.process.Path(sandbox.Create, cmp.Or(strings.TrimSuffix(top, "/"), "/x"))
	if !v.Denies() || v.Mechanism != sandbox.ByIdentity {
		return refused
	}
	return a.refusedBy(InRoot, file, v)
}

// isInRoot tells that a directory is one of those that every system has in its root
// (file-hierarchy(7)).
func isInRoot(name string) bool {
	return slices.Contains([]string{"/bin", "/boot", "/dev", "/efi", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run",
		"/sbin", "/srv", "/sys", "/tmp", "/usr", "/var"}, name)
}

// opens tells that a line of the unit opens a directory or something below it for writing, be it as a
// mount of its own.
func opens(u *unit.Unit, directory string) bool {
	for _, setting := range []string{"ReadWritePaths", "BindPaths", "TemporaryFileSystem", "RootDirectory", "RootImage", "RequiresMountsFor"} {
		for _, a := range u.All(u.ExecSection(), setting) {
			if strings.Contains(a.Value, directory) {
				return true
			}
		}
	}
	return false
}

// askWritten asks about a file, or about what is below a directory. A directory
// that is packaged has to be the real one: an empty stand-in of it that could be
// written lacks what the program expects there.
func askWritten(a attempt, file string) []Refusal {
	if a.need.Below {
		v := a.process.Path(sandbox.Read, file)
		switch {
		case !v.Denies() || a.box.Unit().Creates(file) || system.IsTemporary(file+"/"):
		case isMissing(v):
			return askMade(a, file)
		case v.Mechanism == sandbox.ByOwner:
			return a.overridesOwner(v)
		default:
			return a.refusedBy(hiddenAspect(v), file, v)
		}
	}
	return askChange(a, file, sandbox.Write)
}

// skipped refuses a path that nobody makes before the program does, where the unit opens it for
// the case alone that it is there: systemd passes over such a line (systemd.exec(5),
// ReadWritePaths=), and the program may not make the path in the directory that holds it.
func (a attempt) skipped(file string) []Refusal {
	u := a.box.Unit()
	if !a.need.Absent || u.Leads(file) || a.box.Host().Lookup(file).Presence == host.Exists {
		return nil
	}
	for _, list := range u.All(u.ExecSection(), "ReadWritePaths") {
		if !slices.ContainsFunc(list.Verdict.Paths(), func(p value.Path) bool { return p.Path == file && p.IgnoreMissing }) {
			continue
		}
		v := a.process.Path(sandbox.Create, path.Join(path.Dir(file), "x"))
		if v.Denies() {
			v.Because = append(slices.Clone(v.Because), list)
		}
		return a.refusedBy(writeAspect(v), file, v)
	}
	return nil
}

// isMissing tells that a path is not there, whatever the sandbox says.
func isMissing(v sandbox.Verdict) bool {
	return v.Denies() && v.Error == "ENOENT" && v.Cause() == nil
}

// askMade asks about a directory that is not there: the program makes it at its
// first start, if it needs it, and what is missing above it.
func askMade(a attempt, file string) []Refusal {
	for isMissing(a.process.Path(sandbox.Read, path.Dir(file))) {
		file = path.Dir(file)
	}
	if v := a.process.Path(sandbox.Create, file); v.Denies() && !isMissing(v) {
		a = a.with(func(n *need.Need) { n.Certainty = need.Possible })
		return a.refusedBy(writeAspect(v), file, v)
	}
	return nil
}

// directoryMissing refuses a path whose directory is known not to exist, unless
// a line before the main one makes it. A line whose failure is ignored is none
// to rely on.
func directoryMissing(a attempt, file string, v sandbox.Verdict) []Refusal {
	if !a.need.FromText() || a.need.Evidence.Assignment == nil {
		return nil
	}
	directory := path.Dir(file)
	for _, process := range a.box.Lines() {
		if process.Phase == unit.StartPre && !process.Command.IgnoreFailure && makesDirectory(process) &&
			strings.Contains(process.Assignment.Value, directory) {
			return nil
		}
	}
	v.Because = []*unit.Assignment{a.need.Evidence.Assignment}
	u := a.box.Unit()
	for _, tolerant := range u.All(u.ExecSection(), "ReadWritePaths") {
		if strings.Contains(tolerant.Value, "-"+directory) {
			v.Because = []*unit.Assignment{tolerant, a.need.Evidence.Assignment}
		}
	}
	a = a.with(func(n *need.Need) { n.Certainty = min(n.Certainty, need.Likely) })
	return a.refusedBy(DirectoryMissing, file, v)
}

// makesDirectory tells whether a line's command makes directories.
func makesDirectory(process *sandbox.Process) bool {
	switch path.Base(process.Executable()) {
	case "mkdir", "install", "sh", "bash", "systemd-tmpfiles":
		return true
	}
	return false
}

// writeAspect tells read-only places from hidden ones and from those of another
// user.
func writeAspect(v sandbox.Verdict) Aspect {
	switch {
	case v.Hidden || v.Mechanism.Hides() || v.Error == "ENOENT":
		return hiddenAspect(v)
	case v.Mechanism == sandbox.ByIdentity:
		return WrongUser
	}
	return NotWritable
}

func askCreate(a attempt, file string) []Refusal {
	return a.inRoot(file, askChange(a, file, sandbox.Create))
}

// askChange asks whether a file can be written or made, or something below the
// directory that the path is, and whether it belongs to the service.
func askChange(a attempt, file string, op sandbox.Op) []Refusal {
	if skipped := a.skipped(file); skipped != nil {
		return skipped
	}
	v := a.process.Path(op, file)
	if v.Denies() && a.need.Below {
		if inside := a.process.Path(sandbox.Create, path.Join(file, "x")); !inside.Denies() {
			v = inside
		}
	}
	if isMissing(v) {
		return directoryMissing(a, file, v)
	}
	if a.need.Conditions.Gained && (!v.Denies() || v.Mechanism == sandbox.ByOwner || v.Mechanism == sandbox.ByIdentity) {
		return nil // whoever runs the program that writes it
	}
	switch {
	case v.Denies() && v.Mechanism == sandbox.ByOwner:
		return a.overridesOwner(v)
	case v.Denies():
		return a.refusedBy(writeAspect(v), file, v)
	}
	if missing := missingTmpDirectory(a, file, v); missing != nil {
		return missing
	}
	return a.ownedByOthers(file)
}

// overridesOwner refuses root what belongs to another user, for lack of the
// capability to override that. A program that can become another user may do it
// as the owner.
func (a attempt) overridesOwner(v sandbox.Verdict) []Refusal {
	if a.need.AsOwner {
		return nil // to become the owner is a need of its own
	}
	if !a.process.Capability("CAP_SETUID").Denies() {
		a = a.with(func(n *need.Need) { n.Certainty = need.Possible })
	}
	return a.refusedBy(CapabilityMissing, "CAP_DAC_OVERRIDE", v)
}

// askSharedTmp asks whether a path below /tmp is the host's, or that of a unit
// whose /tmp is shared.
func askSharedTmp(a attempt, file string) []Refusal { return a.inOwnTmp(TmpHidden, file) }

// askLastingFiles asks whether a file below /tmp is there after a restart: systemd removes a
// private /tmp when the service stops (systemd.exec(5), PrivateTmp=).
func askLastingFiles(a attempt, file string) []Refusal { return a.inOwnTmp(FilesLost, file) }

// askClientSocket asks whether those who connect to a socket come to it.
func askClientSocket(a attempt, socket string) []Refusal {
	var by sandbox.Clients
	if c := a.need.Clients; c != nil {
		by = sandbox.Clients{Users: c.Users, Groups: c.Groups, GroupsKnown: c.GroupsKnown}
	}
	return a.refusedBy(SocketClosed, socket, a.process.EnteredBy(socket, by))
}

// inOwnTmp is the refusal of a path in the unit's own /tmp, unless it shares that with others.
func (a attempt) inOwnTmp(aspect Aspect, file string) []Refusal {
	v := a.process.Path(sandbox.Read, file)
	if !inPrivateTmp(v) || joinsOthers(a.box.Unit()) {
		return nil
	}
	v.Answer, v.Error = sandbox.No, "ENOENT"
	return a.refusedBy(aspect, file, v)
}

// askHome asks for some user's directory: an empty file system in place of /home
// can be read and holds nobody's. Where a unit binds directories, its author chose
// whose are needed, and /home alone is asked for.
func askHome(a attempt, argument string) []Refusal {
	name := "/home/user"
	if u := a.box.Unit(); len(u.All(u.ExecSection(), "BindPaths"))+len(u.All(u.ExecSection(), "BindReadOnlyPaths")) > 0 {
		name = "/home"
	}
	v := a.process.Path(sandbox.Read, name)
	if v.Cause() == nil {
		return nil // no user is called so on this machine
	}
	return a.refusedBy(HomeHidden, argument, v)
}

// inPrivateTmp tells that a path lies in the unit's own, at first empty /tmp.
func inPrivateTmp(v sandbox.Verdict) bool {
	return v.Answer == sandbox.Unknown && v.Mechanism == sandbox.ByPrivateTmp
}

// missingTmpDirectory refuses a file in a directory below a private /tmp that
// nothing makes before: the private /tmp is empty at each start.
func missingTmpDirectory(a attempt, file string, v sandbox.Verdict) []Refusal {
	directory := path.Dir(file)
	if !inPrivateTmp(v) || !system.IsTemporary(directory) || a.need.Below || preparedBefore(a.box, directory) {
		return nil
	}
	v.Answer, v.Error = sandbox.No, "ENOENT"
	return a.refusedBy(TmpHidden, file, v)
}

// preparedBefore tells whether a line before the main one names the directory.
func preparedBefore(box *sandbox.Sandbox, directory string) bool {
	for _, process := range box.Lines() {
		if process.Phase == unit.StartPre && process.Assignment != nil && strings.Contains(process.Assignment.Value, directory) {
			return true
		}
	}
	return false
}
