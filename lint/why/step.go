package why

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
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
		return a.Key != name && d.List != name || a.Value == "" && name != emptied
	})
}

// emptied is the setting that an empty value gives the smallest meaning, not the
// default: an empty bounding set (systemd.exec(5)).
const emptied = "CapabilityBoundingSet"

// ofStep is for exit statuses of systemd: a step of setting the process up failed.
func (e explanation) ofStep() []Answer {
	_, name, _ := strings.Cut(e.attempt.Error, "/")
	s, known := steps()[name]
	if !known || s.status != e.attempt.Error {
		return nil
	}
	if named := e.ofDirectives(e.attempt.Directives, false, "systemd says that it failed to carry it out."); len(named) == 1 {
		return named
	}
	for _, p := range e.processes() {
		if v := p.Start(); v.Answer == sandbox.No && v.Error == s.status && v.Cause() != nil {
			if by, ok := decisive(v); ok {
				return []Answer{e.blame(Certain, v.Reason, by)}
			}
		}
	}
	if found := e.ofItself(name); len(found) > 0 {
		return found
	}
	if found := e.ofDirectives(s.directives, s.together, "The step carries this setting out, and failed."); len(found) > 0 {
		return found
	}
	if name == "CHROOT" {
		if found := e.ofDirectives(steps()["CHDIR"].directives, false, "systemd 232 tells of this step where it cannot enter the directory."); len(found) > 0 {
			return found
		}
	}
	return []Answer{e.answer(UnknownCause, "The step failed, and the unit sets nothing of what it carries out.")}
}

// ofItself is for steps of which the step itself and its error tell more than the
// settings that it carries out; none for others.
func (e explanation) ofItself(name string) []Answer {
	switch {
	case name == "NAMESPACE":
		return e.ofMounts()
	case name == "CREDENTIALS" && e.attempt.Errno == "":
		return e.ofSecurityChip()
	case name == "EXEC" && e.attempt.Errno == "" && e.hindering() != nil:
		return []Answer{e.blame(Possible, "The filter holds for systemd's own process before that becomes the program, and leaves out a call that newer releases "+
			"make there.", e.hindering())}
	case name == "EXEC":
		return []Answer{e.answer(UnknownCause, "No setting of the unit keeps the program from being executed; the line does not tell why it could not be.")}
	case name == "CHDIR" && e.attempt.Errno == "EACCES":
		return []Answer{e.answer(Permission, "The user of the service may not enter the directory: its permissions, or those of a directory above it, keep it out.")}
	case strings.HasSuffix(name, "_DIRECTORY") && slices.Contains(ofFileSystem, e.attempt.Errno):
		return []Answer{e.answer(UnknownCause, "systemd itself could not make the directory: the file system, a security module, or, of name spaces, a limit "+
			"of the kernel refuses it.")}
	case slices.Contains(openedBefore, name) && e.attempt.Errno == "EACCES":
		return []Answer{e.answer(Permission, "systemd itself may not open the file: its permissions, a security module, or, below a directory that everybody "+
			"may write, the kernel's protection of files of others (fs.protected_regular) keep it out.")}
	}
	return nil
}

// encrypted are the settings of credentials that may take the security chip to be read
// (systemd-creds(1)).
var encrypted = []string{"LoadCredentialEncrypted", "SetCredentialEncrypted", "ImportCredential"}

// ofSecurityChip is for credentials of which systemd does not tell why they could not be
// set up, where devices are closed: before release 258 it opens the security chip within
// what the unit may.
func (e explanation) ofSecurityChip() []Answer {
	v := e.box.Main().Device("/dev/tpmrm0")
	if !v.Denies() || v.Cause() == nil {
		return nil
	}
	answers := []Answer{e.blame(Possible, "It closes the security chip, which a credential may be encrypted with.", v.Cause())}
	named := false
	for _, name := range encrypted {
		for _, a := range e.set(name) {
			answers, named = append(answers, e.blame(Possible, "The step carries this setting out, and failed.", a)), true
		}
	}
	if !named {
		return nil
	}
	return answers
}

// lastCalls are what systemd's own process calls when the filter holds already, beside
// execve: systemd-executor of release 256 sends messages to the journal.
var lastCalls = []string{"sendto"}

// hindering is the line of the unit's filter that answers one of these calls with an
// error, nil where none does.
func (e explanation) hindering() *unit.Assignment {
	for _, call := range lastCalls {
		if v := e.box.Main().Syscall(call); v.Denies() && v.Error != "SIGSYS" {
			return v.Cause()
		}
	}
	return nil
}

// ofFileSystem are errors of making a directory that no name of one leads to.
var ofFileSystem = []string{"EACCES", "EPERM", "EROFS", "ENOSPC"}

// openedBefore are the steps that open files before the user is changed.
var openedBefore = []string{"STDIN", "STDOUT", "STDERR"}

// ofDirectives blames what a step carries out: the only setting for certain, of
// several each as possible. Of those that go together the first is meant.
func (e explanation) ofDirectives(directives []string, together bool, reason string) []Answer {
	var found []*unit.Assignment // each once: lists have settings of several names
	for _, name := range directives {
		if list := e.set(name); len(list) > 0 && list[len(list)-1].Value != "no" && !slices.Contains(found, list[len(list)-1]) {
			found = append(found, list[len(list)-1])
		}
	}
	if len(found) == 1 || together && len(found) > 0 {
		return []Answer{e.blame(Certain, reason, found[0])}
	}
	answers := make([]Answer, 0, len(found))
	for _, by := range found {
		answers = append(answers, e.blame(Possible, reason, by))
	}
	return answers
}

// mountSettings are the settings that name the paths of mounts.
var mountSettings = []string{
	"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths", "BindPaths", "BindReadOnlyPaths", "TemporaryFileSystem",
	"RootDirectory", "RootImage", "MountImages", "ExtensionImages", "ExtensionDirectories",
}

// linkless are the settings that mount at paths which are links on some hosts.
var linkless = []string{"ProtectHome", "PrivateTmp", "ProtectSystem", "ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths"}

// missable are the settings that mount at paths of their own which some hosts do not
// have, or have as links that lead nowhere.
var missable = []string{"PrivateTmp", "ProtectHome"}

// ownMounts are the settings that mount at paths which they do not name
// (systemd.exec(5)).
var ownMounts = map[string]string{
	"/tmp": "PrivateTmp", "/var/tmp": "PrivateTmp", "/home": "ProtectHome", "/root": "ProtectHome", "/run/user": "ProtectHome",
	"/proc/sys/kernel/hostname": "ProtectHostname", "/proc/sys/kernel/domainname": "ProtectHostname", "/proc/sys": "ProtectKernelTunables",
	"/proc/kmsg": "ProtectKernelLogs", "/dev/kmsg": "ProtectKernelLogs", "/sys/fs/cgroup": "ProtectControlGroups", "/dev": "PrivateDevices",
	"/usr/lib/modules": "ProtectKernelModules", "/lib/modules": "ProtectKernelModules",
}

// openInStrict are the paths that ProtectSystem=strict mounts, too, to leave them as
// they are; ProtectHome= takes their place, so that without it nothing is won there.
var openInStrict = []string{"/home", "/root", "/run/user"}

// alwaysThere are directories without which no service of systemd starts.
var alwaysThere = []string{"/", "/usr", "/etc", "/var", "/run", "/proc", "/sys", "/dev", "/tmp"}

// ofMounts is for a mount namespace that could not be set up: the line that names
// the path at which it failed, or all lines that name a path.
func (e explanation) ofMounts() []Answer {
	if slices.Contains([]string{"EACCES", "EPERM"}, e.attempt.Errno) {
		return []Answer{e.answer(UnknownCause, "systemd itself was not allowed to: what it runs in, a container or a security module, refuses mounts, "+
			"whichever setting asks for them.")}
	}
	if e.attempt.Errno == "ELOOP" {
		return e.fewOf(linkless, "Before release 232 systemd mounts nothing where a link is, as at the paths of this setting one may be.")
	}
	var naming, others []*unit.Assignment
	for _, name := range mountSettings {
		for _, a := range e.set(name) {
			switch {
			case e.namesPath(a, e.attempt.Argument):
				naming = append(naming, a)
			case !e.optional(a):
				others = append(others, a)
			}
		}
	}
	switch {
	case len(naming) > 0:
		return []Answer{e.blame(e.ofErrno(), "The line names "+e.attempt.Argument+", at which systemd could not set up a mount.", naming[len(naming)-1])}
	case len(e.active(ownMounts[e.attempt.Argument])) > 0:
		return e.ofOwnMount()
	case len(others) == 0 && e.attempt.Argument == "" && e.attempt.Errno == "ENOENT":
		found := e.fewOf(missable, "The paths that it mounts at have to be there: one is missing, or is a link that leads nowhere within the unit.")
		if len(found) > 0 {
			return e.onlyMount(found)
		}
		fallthrough
	case len(others) == 0 || e.attempt.Argument != "" || !slices.Contains([]string{"", "ENOENT"}, e.attempt.Errno):
		return []Answer{e.answer(UnknownCause, "No setting of the unit names the path; in a container, or on a kernel without name spaces, every setting "+
			"that needs mounts fails so.")}
	}
	return e.ofMissingPath(others)
}

// ofOwnMount is for a path at which a setting mounts that does not name it.
func (e explanation) ofOwnMount() []Answer {
	own := e.active(ownMounts[e.attempt.Argument])
	reason := "It mounts at " + e.attempt.Argument + " without naming it, and systemd could not."
	strict := e.active("ProtectSystem")
	if len(strict) == 0 || strict[len(strict)-1].Value != "strict" || !slices.Contains(openInStrict, e.attempt.Argument) {
		return []Answer{e.blame(e.ofErrno(), reason, own[len(own)-1])}
	}
	return []Answer{e.blame(Possible, reason, own[len(own)-1]), e.blame(Possible, reason, strict[len(strict)-1])}
}

// onlyMount makes it likely that a candidate is the cause where no other setting of the
// unit mounts anything.
func (e explanation) onlyMount(found []Answer) []Answer {
	active := func(name string) bool { return len(e.active(name)) > 0 }
	if len(found) == 1 && !slices.ContainsFunc(mounting, func(name string) bool { return name != found[0].Because[0].Assignment.Key && active(name) }) {
		found[0].Because[0].Confidence = Likely
	}
	return found
}

// ofErrno is how sure it is that a path is what a mount failed for: one that is
// missing is, or one that cannot be made. Of other errors the file system that is
// there may be the cause.
func (e explanation) ofErrno() Confidence {
	if slices.Contains([]string{"ENOENT", "EROFS"}, e.attempt.Errno) {
		return Certain
	}
	return Possible
}

// ofMissingPath is for lines of which one names a path that does not exist. Lines of
// one setting are blamed together: it is one of them.
func (e explanation) ofMissingPath(lines []*unit.Assignment) []Answer {
	first := e.blame(Likely, "It is the only setting that names a path which has to exist.", lines[0])
	if len(lines) == 1 {
		return []Answer{first}
	}
	if !slices.ContainsFunc(lines, func(a *unit.Assignment) bool { return a.Key != lines[0].Key }) {
		first.Reason, first.Fix = "One of these lines names a path that does not exist; systemd does not tell which.", nil
		for _, a := range lines[1:] {
			first.Because = append(first.Because, Blame{a, Likely})
		}
		return []Answer{first}
	}
	answers := make([]Answer, 0, len(lines))
	for _, a := range lines {
		answers = append(answers, e.blame(Possible, "It names a path that has to exist.", a))
	}
	return answers
}

// pathsOf are the paths that a line names, of mounts where they come from and where
// they go to.
func (e explanation) pathsOf(a *unit.Assignment) []value.Path {
	context := e.box.Unit().Context(a)
	if a.Directive.Kind != catalog.KindPathList {
		var paths []value.Path
		for word := range strings.FieldsSeq(a.Value) {
			for part := range strings.SplitSeq(strings.Trim(word, `"'`), ":") {
				found, _ := value.PathList(part, context)
				paths = append(paths, found...)
			}
		}
		return paths
	}
	paths, _ := value.PathList(a.Value, context)
	return paths
}

// namesPath tells whether a line names a path.
func (e explanation) namesPath(a *unit.Assignment, name string) bool {
	return name != "" && slices.ContainsFunc(e.pathsOf(a), func(p value.Path) bool { return p.Path == name })
}

// optional tells that every path of a line may be missing, or is always there and
// stays as it is.
func (e explanation) optional(a *unit.Assignment) bool {
	hides := a.Directive.List == "InaccessiblePaths"
	return !slices.ContainsFunc(e.pathsOf(a), func(p value.Path) bool {
		return !p.IgnoreMissing && (hides || !slices.Contains(alwaysThere, p.Path))
	})
}
