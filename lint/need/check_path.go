package need

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// hiddenAspects tells what hides a path by the directive that does.
var hiddenAspects = map[string]Aspect{
	"ProtectHome": HomeHidden, "PrivateTmp": TmpHidden, "ProcSubset": ProcHidden, "ProtectProc": ProcHidden,
	"PrivateDevices": DeviceHidden, "ProtectKernelTunables": KernelProtected, "ProtectKernelLogs": KernelProtected,
	"ProtectKernelModules": KernelProtected,
}

func hiddenAspect(v sandbox.Verdict) Aspect {
	if len(v.Because) > 0 {
		if aspect, known := hiddenAspects[v.Because[0].Key]; known {
			return aspect
		}
	}
	return Hidden
}

func askRead(_ *sandbox.Sandbox, n Need, file string) []Unmet {
	v := n.Process.Path(sandbox.Read, file)
	return refusedBy(n, hiddenAspect(v), file, v)
}

func askExecute(_ *sandbox.Sandbox, n Need, file string) []Unmet {
	return refusedBy(n, NotExecutable, file, n.Process.Path(sandbox.Execute, file))
}

// askWrite asks about a file, or about what is below a directory. A directory
// that is packaged has to be the real one: an empty stand-in of it that could be
// written lacks what the program expects there.
func askWrite(box *sandbox.Sandbox, n Need, file string) []Unmet {
	if n.Below {
		if v := n.Process.Path(sandbox.Read, file); v.Denies() && !createdByUnit(box, file) && !belowTmp(file+"/") {
			return refusedBy(n, hiddenAspect(v), file, v)
		}
	}
	return askChange(box, n, file, sandbox.Write)
}

// directoryMissing refuses a path whose directory is known not to exist, unless
// a line before the main one makes it. A line whose failure is ignored is none
// to rely on.
func directoryMissing(box *sandbox.Sandbox, n Need, file string, v sandbox.Verdict) []Unmet {
	if !n.FromText() || n.Evidence.Assignment == nil {
		return nil
	}
	directory := path.Dir(file)
	for _, process := range box.Lines() {
		if process.Phase == sandbox.StartPre && !process.Command.IgnoreFailure && makesDirectory(process) &&
			strings.Contains(process.Assignment.Value, directory) {
			return nil
		}
	}
	v.Because = []*unit.Assignment{n.Evidence.Assignment}
	u := box.Unit()
	for _, a := range u.All(u.ExecSection(), "ReadWritePaths") {
		if strings.Contains(a.Value, "-"+directory) {
			v.Because = []*unit.Assignment{a, n.Evidence.Assignment}
		}
	}
	n.Certainty = min(n.Certainty, Likely)
	return refusedBy(n, DirectoryMissing, file, v)
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
	case v.Hidden || v.Error == "ENOENT":
		return hiddenAspect(v)
	case v.Error != "EROFS" && len(v.Because) > 0 && (v.Because[0].Key == "User" || v.Because[0].Key == "DynamicUser"):
		return WrongUser
	}
	return NotWritable
}

func askCreate(box *sandbox.Sandbox, n Need, file string) []Unmet {
	return askChange(box, n, file, sandbox.Create)
}

// askChange asks whether a file can be written or made, or something below the
// directory that the path is, and whether it belongs to the service.
func askChange(box *sandbox.Sandbox, n Need, file string, op sandbox.Op) []Unmet {
	v := n.Process.Path(op, file)
	if v.Denies() && n.Below {
		if inside := n.Process.Path(sandbox.Create, path.Join(file, "x")); !inside.Denies() {
			v = inside
		}
	}
	if v.Denies() && v.Error == "ENOENT" && len(v.Because) == 0 {
		return directoryMissing(box, n, file, v)
	}
	if v.Denies() {
		return refusedBy(n, writeAspect(v), file, v)
	}
	if missing := missingTmpDirectory(box, n, file, v); missing != nil {
		return missing
	}
	return ownedByOthers(box, n, file)
}

// askSharedTmp asks whether a path below /tmp is the host's, or that of a unit
// whose /tmp is shared.
func askSharedTmp(box *sandbox.Sandbox, n Need, file string) []Unmet {
	v := n.Process.Path(sandbox.Read, file)
	if !inPrivateTmp(v) || joinsOthers(box) {
		return nil
	}
	v.Answer, v.Error = sandbox.No, "ENOENT"
	return refusedBy(n, TmpHidden, file, v)
}

// inPrivateTmp tells that a path lies in the unit's own, at first empty /tmp.
func inPrivateTmp(v sandbox.Verdict) bool {
	return v.Answer == sandbox.Unknown && len(v.Because) > 0 &&
		(v.Because[0].Key == "PrivateTmp" || v.Because[0].Key == "DynamicUser")
}

// missingTmpDirectory refuses a file in a directory below a private /tmp that
// nothing makes before: the private /tmp is empty at each start.
func missingTmpDirectory(box *sandbox.Sandbox, n Need, file string, v sandbox.Verdict) []Unmet {
	directory := path.Dir(file)
	if !inPrivateTmp(v) || !belowTmp(directory) || n.Below || preparedBefore(box, directory) {
		return nil
	}
	v.Answer, v.Error = sandbox.No, "ENOENT"
	return refusedBy(n, TmpHidden, file, v)
}

// preparedBefore tells whether a line before the main one names the directory.
func preparedBefore(box *sandbox.Sandbox, directory string) bool {
	for _, process := range box.Lines() {
		if process.Phase == sandbox.StartPre && process.Assignment != nil && strings.Contains(process.Assignment.Value, directory) {
			return true
		}
	}
	return false
}
