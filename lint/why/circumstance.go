package why

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// set returns the effective assignments of a setting of the unit's processes, in
// their order.
func (e explanation) set(name string) []*unit.Assignment {
	u := e.box.Unit()
	d := catalog.Lookup(u.ExecSection(), name)
	if d == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(u.All(d.ListSection, d.List)), func(a *unit.Assignment) bool {
		return a.Key != name && d.List != name || a.Value == ""
	})
}

// ofStep is for exit statuses of systemd: a step of setting the process up failed.
func (e explanation) ofStep() []Answer {
	_, name, _ := strings.Cut(e.attempt.Error, "/")
	s, known := steps[name]
	if !known || s.status != e.attempt.Error {
		return nil
	}
	for _, p := range e.processes() {
		if v := p.Start(); v.Answer == sandbox.No && v.Error == s.status && len(v.Because) > 0 {
			if by, ok := decisive(v); ok {
				return []Answer{e.blame(Certain, v.Reason, by)}
			}
		}
	}
	switch name {
	case "NAMESPACE":
		return e.ofMounts()
	case "EXEC":
		return []Answer{e.answer(UnknownCause, "No setting of the unit keeps the program from being executed; the line does not tell why it could not be.")}
	}
	return e.ofDirectives(s.directives, "The step carries this setting out, and failed.")
}

// ofDirectives blames what a step carries out: the only setting for certain, of
// several each as possible.
func (e explanation) ofDirectives(directives []string, reason string) []Answer {
	var answers []Answer
	for _, name := range directives {
		if list := e.set(name); len(list) > 0 {
			answers = append(answers, e.blame(Possible, reason, list[len(list)-1]))
		}
	}
	switch len(answers) {
	case 0:
		return []Answer{e.answer(UnknownCause, "The step failed, and the unit sets nothing of what it carries out.")}
	case 1:
		answers[0].Because[0].Confidence = Certain
	}
	return answers
}

// mountSettings are the settings that name the paths of mounts.
var mountSettings = []string{
	"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths", "BindPaths", "BindReadOnlyPaths", "TemporaryFileSystem",
	"RootDirectory", "RootImage", "MountImages", "ExtensionImages", "ExtensionDirectories",
}

// ofMounts is for a mount namespace that could not be set up: the line that names
// the path at which it failed, or all lines that name a path.
func (e explanation) ofMounts() []Answer {
	var naming, others []*unit.Assignment
	for _, name := range mountSettings {
		for _, a := range e.set(name) {
			switch {
			case namesPath(a.Value, e.attempt.Argument):
				naming = append(naming, a)
			case !optional(a.Value):
				others = append(others, a)
			}
		}
	}
	switch {
	case len(naming) > 0:
		return []Answer{e.blame(Certain, "The line names "+e.attempt.Argument+", at which systemd could not set up a mount.", naming[len(naming)-1])}
	case e.attempt.Argument == "" && len(others) == 1:
		return []Answer{e.blame(Likely, "It is the only setting that names a path which has to exist.", others[0])}
	case len(others) == 0 || e.attempt.Argument != "":
		return []Answer{e.answer(UnknownCause, "No setting of the unit names the path; in a container, or on a kernel without name spaces, every setting that needs mounts fails so.")}
	}
	answers := make([]Answer, 0, len(others))
	for _, a := range others {
		answers = append(answers, e.blame(Possible, "It names a path that has to exist.", a))
	}
	return answers
}

// namesPath tells whether a list names a path, or a file below which systemd would
// have to make it.
func namesPath(list, name string) bool {
	if name == "" {
		return false
	}
	for word := range strings.FieldsSeq(list) {
		for part := range strings.SplitSeq(strings.TrimLeft(strings.Trim(word, `"'`), "-+!"), ":") {
			if path.IsAbs(part) && path.Clean(part) == name {
				return true
			}
		}
	}
	return false
}

// optional tells that every path of a list may be missing.
func optional(list string) bool {
	for word := range strings.FieldsSeq(list) {
		if !strings.HasPrefix(word, "-") {
			return false
		}
	}
	return true
}

// ofPermissions is for files that permissions close: to root, where a setting took
// from it what overrides them, and to a user that a drop-in made of it.
func (e explanation) ofPermissions() []Answer {
	a := e.attempt
	if a.Error != "EACCES" || !isPath(a) && a.Kind != "" {
		return nil
	}
	p := e.box.Main()
	if id := p.Identity(); id.Root == sandbox.Yes {
		if v := p.Capability("CAP_DAC_OVERRIDE"); v.Denies() && len(v.Because) > 0 {
			by, _ := decisive(v)
			return []Answer{e.blame(e.unlessOthers(Likely), "Root cannot override the permissions of files without CAP_DAC_OVERRIDE. "+v.Reason, by)}
		}
		return nil
	}
	for _, by := range p.Identity().Because {
		if by.DropIn {
			return []Answer{e.blame(e.unlessOthers(Likely), "The drop-in runs the service as another user, whom the permissions of the file do not let in.", by)}
		}
	}
	return nil
}

// unlessOthers is the confidence where the attempt names what was refused: without
// it, others may have. Settings of the unit itself count less where a drop-in
// changed it, since the service worked with them.
func (e explanation) unlessOthers(c Confidence) Confidence {
	if e.attempt.Argument != "" {
		return c
	}
	all := e.candidates()
	added := slices.DeleteFunc(slices.Clone(all), func(a Answer) bool { return !a.Because[0].Assignment.DropIn })
	if len(added) == 1 || len(added) == 0 && len(all) <= 1 {
		return c
	}
	return Possible
}

// usualFamilies are those that programs ask for without saying so.
var usualFamilies = []string{"AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"}

// ofFamily is for sockets of a family that the line does not name.
func (e explanation) ofFamily() []Answer {
	if e.attempt.Error != "EAFNOSUPPORT" || e.attempt.Argument != "" {
		return nil
	}
	for _, name := range usualFamilies {
		if v := e.box.Main().AddressFamily(name); explains(v, "EAFNOSUPPORT") {
			return []Answer{e.blame(Likely, "It leaves out "+name+"; the line does not tell which family was asked for.", v.Because[0])}
		}
	}
	return nil
}

// places are where services write (file-hierarchy(7)).
var places = []string{"/var/lib/unitlint", "/run/unitlint", "/var/cache/unitlint", "/var/log/unitlint", "/srv/unitlint", "/etc/unitlint", "/usr/unitlint", "/home/unitlint", "/tmp/unitlint"}

// ofReadOnly is for read-only file systems where the line names no path: a setting
// that closes most places is likely to be it.
func (e explanation) ofReadOnly() []Answer {
	if e.attempt.Error != "EROFS" || isPath(e.attempt) {
		return nil
	}
	closed := map[*unit.Assignment]int{}
	var order []*unit.Assignment
	for _, name := range places {
		v := e.box.Main().Path(sandbox.Create, name)
		if !explains(v, "EROFS") {
			continue
		}
		if closed[v.Because[0]] == 0 {
			order = append(order, v.Because[0])
		}
		closed[v.Because[0]]++
	}
	var answers []Answer
	for _, by := range order {
		c := Possible
		if len(order) == 1 && closed[by] > len(places)/2 {
			c = Likely
		}
		answers = append(answers, e.blame(c, "It makes directories read-only in which services write; the line does not tell the path.", by))
	}
	return answers
}

// ofTemporary is for files that others put into /tmp or /var/tmp.
func (e explanation) ofTemporary() []Answer {
	if e.attempt.Error != "ENOENT" || !isPath(e.attempt) {
		return nil
	}
	v := e.box.Main().SeesHost(e.attempt.Argument)
	if v.Answer != sandbox.No || v.Mechanism != sandbox.ByPrivateTmp || len(v.Because) == 0 {
		return nil
	}
	return []Answer{e.blame(Likely, "The service has a directory for temporary files of its own; what others put into the host's is not in it.", v.Because[0])}
}

// essentials are files and directories without which hardly a program works, so that
// a setting that hides one is likely to be what a missing file comes from.
var essentials = []string{"/etc/passwd", "/usr/bin", "/var/lib"}

// ofMissing is for missing files of which the line does not tell the path.
func (e explanation) ofMissing() []Answer {
	if e.attempt.Error != "ENOENT" || e.attempt.Argument != "" {
		return nil
	}
	for _, name := range essentials {
		if v := e.box.Main().SeesHost(name); v.Answer == sandbox.No && len(v.Because) > 0 && !e.box.Main().Path(sandbox.Read, name).Grants() {
			return []Answer{e.blame(Likely, "It hides "+name+"; the line does not tell the path.", v.Because[0])}
		}
	}
	return nil
}

// ofFilter is for a signal of a filter where the line does not tell the call.
func (e explanation) ofFilter() []Answer {
	if e.attempt.Error != "SIGSYS" || e.attempt.Argument != "" {
		return nil
	}
	if f := e.box.SyscallFilter(); f.Set && f.Action == "SIGSYS" {
		by := f.Because[0]
		for _, a := range f.Because {
			if a.DropIn {
				by = a
			}
		}
		return []Answer{e.blame(Likely, "The filter kills; which system call it was stands in the audit log, or in the core dump.", by)}
	}
	if list := e.set("SystemCallArchitectures"); len(list) > 0 {
		return []Answer{e.blame(Possible, "It kills for system calls of other architectures.", list[len(list)-1])}
	}
	return []Answer{e.answer(OwnFilter, "No setting of the unit kills for a system call: the program has a filter of its own.")}
}

// suspects are the settings that may answer with an error, likeliest first, for
// lines that do not tell what was refused.
var suspects = map[string][]string{
	"EPERM": {
		"SystemCallFilter", "CapabilityBoundingSet", "NoNewPrivileges", "PrivateUsers", "RestrictNamespaces", "MemoryDenyWriteExecute",
		"RestrictSUIDSGID", "ProtectClock", "ProtectKernelModules", "ProtectKernelLogs", "ProtectHostname", "LockPersonality", "RestrictRealtime",
		"PrivateDevices", "DevicePolicy", "User", "DynamicUser",
	},
	"EACCES": {
		"InaccessiblePaths", "ProtectHome", "NoExecPaths", "CapabilityBoundingSet", "PrivateUsers", "DynamicUser", "User", "PrivateDevices",
		"ProtectKernelTunables", "ProtectKernelLogs", "ProtectProc", "TemporaryFileSystem", "MemoryDenyWriteExecute",
	},
	"ENOMEM":      {"MemoryDenyWriteExecute", "LimitAS", "LimitMEMLOCK", "LimitDATA", "MemoryMax"},
	"EAGAIN":      {"TasksMax", "LimitNPROC"},
	"EMFILE":      {"LimitNOFILE"},
	"ENOSYS":      {"SystemCallFilter", "RestrictNamespaces"},
	"ENETUNREACH": {"PrivateNetwork", "IPAddressDeny"},
}

// candidates are the settings of the unit that may have refused.
func (e explanation) candidates() []Answer {
	a := e.attempt
	if a.Kind == need.Bind || isPath(a) && a.Error != "EPERM" {
		return nil
	}
	var answers []Answer
	for _, name := range suspects[a.Error] {
		list := e.set(name)
		if len(list) == 0 || list[len(list)-1].Value == "no" || name == "SystemCallFilter" && !e.filterAnswers() {
			continue
		}
		answers = append(answers, e.blame(Possible, "It may answer so; the line does not tell enough.", list[len(list)-1]))
	}
	return answers
}

// filterAnswers tells whether the unit's filter answers with the error that was
// seen.
func (e explanation) filterAnswers() bool {
	f := e.box.SyscallFilter()
	return f.Set && f.Action == e.attempt.Error
}
