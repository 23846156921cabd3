package why

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// ofPermissions is for files that permissions close: to root, where a setting took
// from it what overrides them, and to a user that a drop-in made of it.
func (e explanation) ofPermissions() []Answer {
	a := e.attempt
	if a.Error != "EACCES" || !isPath(a) && (a.Kind != "" || !ofFiles.MatchString(a.Line.Text)) {
		return nil
	}
	p := e.box.Main()
	if id := p.Identity(); id.Root == sandbox.Yes {
		if v := p.Capability("CAP_DAC_OVERRIDE"); v.Denies() && v.Cause() != nil {
			by, _ := decisive(v)
			return []Answer{e.blame(e.asRoot(by), "Root cannot override the permissions of files without CAP_DAC_OVERRIDE. "+v.Reason, by)}
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

// ofFiles are words beside an error that no path goes with.
var ofFiles = regexp.MustCompile(`(?i)\bfile|director|\bopen|\bread|\bwrit|creat|\baccess|\bmkdir|\blog|socket|\bstat\b|\bload|\bsav|\bdatabase|\bconnect|` +
	`\block|\bsymlink|\bunlink|\bdelet|\bremov|\brenam|\bchdir|\bkey\b|certificate|\bpid\b`)

// asRoot is the confidence that it was root whom the permissions of a file kept
// out: a program that can change its user is likely to have done so, and then they
// keep out that user, as without the setting. Where a drop-in took the capability
// away, the program got on with it before.
func (e explanation) asRoot(by *unit.Assignment) Confidence {
	if !by.DropIn && e.box.Main().ChangeUser().Answer != sandbox.No || e.ofRoot() {
		return Possible
	}
	return e.unlessOthers(Likely)
}

// rootOwns are directories whose files belong to root (file-hierarchy(7)).
var rootOwns = []string{"/usr/", "/boot/", "/efi/", "/run/systemd/", "/sys/"}

// ofRoot tells that the file belongs to root, who needs no capability for it: it is
// rather something else that keeps root out.
func (e explanation) ofRoot() bool {
	return slices.ContainsFunc(rootOwns, func(top string) bool { return strings.HasPrefix(e.attempt.Argument, top) })
}

// unlessOthers is the confidence where the attempt names what was refused: without
// it, others may have. Settings of the unit itself count less where a drop-in
// changed it, since the service worked with them.
func (e explanation) unlessOthers(c Confidence) Confidence {
	if e.attempt.Argument != "" {
		return c
	}
	all := e.candidates()
	added := slices.DeleteFunc(slices.Clone(all), func(a Answer) bool { return !a.blames(isDropIn) })
	if len(added) == 1 || len(added) == 0 && len(all) <= 1 {
		return c
	}
	return Possible
}

// usualFamilies are those that programs ask for without saying so.
var usualFamilies = []string{"AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"}

// ofFamily is for sockets of a family that the line does not name.
func (e explanation) ofFamily() []Answer {
	if a := e.attempt; a.Kind != need.AddressFamily || a.Argument != "" {
		return nil
	}
	confidence := Likely
	if e.attempt.Guess {
		confidence = Possible
	}
	for _, name := range usualFamilies {
		if v := e.box.Main().AddressFamily(name); explains(v, e.attempt.Error) {
			return []Answer{e.blame(confidence, "It leaves out "+name+"; the line does not tell which family was asked for.", v.Cause())}
		}
	}
	return nil
}

// places are where services write (file-hierarchy(7)).
var places = []string{
	"/var/lib/unitlint", "/run/unitlint", "/var/cache/unitlint", "/var/log/unitlint", "/srv/unitlint",
	"/etc/unitlint", "/usr/unitlint", "/home/unitlint", "/tmp/unitlint",
}

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
		by := v.Cause()
		if v.Error != "EROFS" || !explains(v, "EROFS") {
			continue
		}
		if closed[by] == 0 {
			order = append(order, by)
		}
		closed[by]++
	}
	var answers []Answer
	for _, by := range order {
		c := Possible
		if len(order) == 1 && closed[by] > len(places)/2 && !e.attempt.Guess {
			c = Likely
		}
		answers = append(answers, e.blame(c, "It makes directories read-only in which services write; the line does not tell the path.", by))
	}
	return answers
}

// ofTemporary is for files that others put into /tmp or /var/tmp. The end of a
// socket was made by whom it leads to, and a directory of which a file is missed by
// whoever was before; a file alone may not be there for everybody.
func (e explanation) ofTemporary() []Answer {
	a := e.attempt
	if a.Error != "ENOENT" || !isPath(a) {
		return nil
	}
	v := e.box.Main().SeesHost(a.Argument)
	by := v.Cause()
	if v.Answer != sandbox.No || v.Mechanism != sandbox.ByPrivateTmp || by == nil {
		return nil
	}
	confidence := Possible
	if by.DropIn || connecting.MatchString(a.Line.Text) || !slices.Contains([]string{"/tmp", "/var/tmp"}, path.Dir(a.Argument)) {
		confidence = Likely
	}
	return []Answer{e.blame(confidence, "The service has a directory for temporary files of its own; what others put into the host's is not in it.", by)}
}

// ofUserNamespace is for programs that gain no privileges in a unit of a user's manager:
// to mount anything for the unit, the manager has to make a user namespace for it, in
// which root of the host is nobody (systemd.exec(5), on sandboxing in user services).
func (e explanation) ofUserNamespace() []Answer {
	if e.attempt.Kind != need.GainPrivileges || e.box.Unit().Scope != locate.User {
		return nil
	}
	return e.fewOf(mounting, "The manager of a user makes a user namespace for what this setting mounts, in which programs of root gain no privileges.")
}

// mounting are settings that take a mount namespace.
var mounting = []string{
	"PrivateTmp", "ProtectSystem", "ProtectHome", "PrivateDevices", "ReadOnlyPaths", "ReadWritePaths", "InaccessiblePaths", "TemporaryFileSystem",
	"BindPaths", "BindReadOnlyPaths", "NoExecPaths", "PrivateMounts", "ProtectKernelTunables", "ProtectControlGroups",
}

// connecting are words about the other end of a socket.
var connecting = regexp.MustCompile(`(?i)\bconnect|\bunix:|\bsocket\b|\.sock\b`)

// ofExecution is for a program that the kernel does not execute at all: it has file
// capabilities that are outside of the bounding set (capabilities(7), "Safety
// checking for capability-dumb binaries").
func (e explanation) ofExecution() []Answer {
	a := e.attempt
	if a.Kind != need.Execute || a.Error != "EPERM" || !a.Line.Manager && a.Call != "execve" || strings.HasPrefix(a.Argument, "/dev/") {
		return nil
	}
	if v := e.box.Main().GainPrivileges(); len(e.set("SELinuxContext")) > 0 && v.Denies() && v.Cause() != nil {
		return []Answer{e.blame(Likely, "A program does not get the context of SELinux that it is to have: that would be a new privilege.", v.Cause())}
	}
	because := e.box.BoundingSet().Because
	if len(because) == 0 {
		return nil
	}
	return []Answer{e.blame(Likely, "A program whose file capabilities are not all in the bounding set is not executed.", because[len(because)-1])}
}

// ofDevice is for device nodes that older releases close: before 252, ProtectClock=
// makes a list of devices that names nothing but the clock (systemd's notes on that
// release). Nothing but such a list is likely to answer so.
func (e explanation) ofDevice() []Answer {
	a := e.attempt
	if a.Error != "EPERM" || !strings.HasPrefix(a.Argument, "/dev/") {
		return nil
	}
	list := e.set("ProtectClock")
	if len(list) == 0 || !isOn(list[len(list)-1]) {
		return nil
	}
	return []Answer{e.blame(Likely, "Before systemd 252 it closes all devices but the clock.", list[len(list)-1])}
}

// ofLimit is for limits that the unit sets, where the error tells that one was met:
// that of open files, which instances of inotify have beside it (inotify(7)), and that
// of locked memory (mlock(2)).
func (e explanation) ofLimit() []Answer {
	a := e.attempt
	name := ""
	switch {
	case a.Error == "EMFILE" && !watching.MatchString(a.Line.Text), a.Argument == "CAP_SYS_RESOURCE" && openFiles.MatchString(a.Line.Text):
		name = "LimitNOFILE"
	case a.Call == "mlock" && slices.Contains([]string{"ENOMEM", "EAGAIN", "EPERM"}, a.Error):
		name = "LimitMEMLOCK"
	}
	list := e.set(name)
	if len(list) == 0 || list[len(list)-1].Value == "infinity" {
		return nil
	}
	return []Answer{e.blame(Likely, "The process has met this limit.", list[len(list)-1])}
}

// Words beside errors of limits.
var (
	watching  = regexp.MustCompile(`(?i)inotify|fsnotify|\bwatch`)
	openFiles = regexp.MustCompile(`(?i)open files|nofile|file descriptor|\bfds?\b`)
)

// isOn tells that a setting which takes a boolean is on.
func isOn(a *unit.Assignment) bool {
	on, ok := value.Boolean(a.Value)
	return ok && on
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
		if v := e.box.Main().SeesHost(name); v.Answer == sandbox.No && v.Cause() != nil && !e.box.Main().Path(sandbox.Read, name).Grants() {
			return []Answer{e.blame(Likely, "It hides "+name+"; the line does not tell the path.", v.Cause())}
		}
	}
	return nil
}

// ofFilter is for a signal of a filter where the line does not tell the call, or
// where systemd's own process got it before it became the program.
func (e explanation) ofFilter() []Answer {
	if e.attempt.Error != "SIGSYS" || e.attempt.Argument != "" && !e.attempt.isSetup() {
		return nil
	}
	if f := e.box.SyscallFilter(); f.Set && f.Action == "SIGSYS" {
		return []Answer{e.blame(Likely, "The filter kills; which system call it was stands in the audit log, or in the core dump.", newest(f.Because))}
	}
	if list := e.set("SystemCallArchitectures"); len(list) > 0 {
		return []Answer{e.blame(Possible, "It kills for system calls of other architectures.", list[len(list)-1])}
	}
	return []Answer{e.answer(OwnFilter, "No setting of the unit kills for a system call: the program has a filter of its own.")}
}

// newest is the last line of a drop-in, or the first of all where none is of one.
func newest(lines []*unit.Assignment) *unit.Assignment {
	by := lines[0]
	for _, a := range lines {
		if a.DropIn {
			by = a
		}
	}
	return by
}

// isSetup tells that a record is about a process of systemd that has not become the
// program yet: its name is in brackets.
func (a *Attempt) isSetup() bool {
	return strings.HasPrefix(a.Line.Record["comm"], "(") && strings.HasPrefix(path.Base(a.Line.Record["exe"]), "systemd")
}

// suspects are the settings that may answer with an error, likeliest first, for
// lines that do not tell what was refused.
var suspects = map[string][]string{
	"EPERM": {
		"SystemCallFilter", "CapabilityBoundingSet", "NoNewPrivileges", "PrivateUsers", "RestrictNamespaces", "MemoryDenyWriteExecute",
		"RestrictSUIDSGID", "ProtectClock", "ProtectKernelModules", "ProtectKernelLogs", "ProtectHostname", "LockPersonality", "RestrictRealtime",
		"PrivateDevices", "DevicePolicy", "DeviceAllow", "IPAddressDeny", "User", "DynamicUser",
	},
	"EACCES": {
		"InaccessiblePaths", "ProtectHome", "NoExecPaths", "CapabilityBoundingSet", "PrivateUsers", "DynamicUser", "User",
		"ProtectKernelTunables", "ProtectKernelLogs", "TemporaryFileSystem", "MemoryDenyWriteExecute",
	},
	"ENOMEM":      {"MemoryDenyWriteExecute", "LimitAS", "LimitMEMLOCK", "LimitDATA", "MemoryMax"},
	"EAGAIN":      {"TasksMax", "LimitNPROC"},
	"EMFILE":      {"LimitNOFILE"},
	"ENOSYS":      {"SystemCallFilter", "RestrictNamespaces"},
	"ENETUNREACH": {"PrivateNetwork", "IPAddressDeny"},
	"oom-kill":    {"MemoryMax", "MemoryHigh", "MemorySwapMax"},
}

// openSuspects are those of EPERM for files whose name does not tell that they are
// devices: it may be a link to one.
var openSuspects = []string{
	"SystemCallFilter", "PrivateDevices", "ProtectClock", "DevicePolicy", "DeviceAllow", "CapabilityBoundingSet", "PrivateUsers", "RestrictSUIDSGID",
	"ProtectKernelLogs",
}

// opening are words for the open of a file that is not named.
var opening = regexp.MustCompile(`(?i)\bopen(?:at|ing|ed)?\b`)

// suspects are the settings that may answer with the error that was seen.
func (e explanation) suspects() []string {
	if a := e.attempt; a.Error == "EPERM" && (a.Kind == need.Read || a.Kind == need.Write || a.Kind == "" && opening.MatchString(a.Line.Text)) {
		return openSuspects
	}
	return suspects[e.attempt.Error]
}

// candidates are the settings of the unit that may have refused.
func (e explanation) candidates() []Answer {
	a := e.attempt
	if a.Kind == need.Bind || a.Kind == need.Network && a.Argument != "" || isPath(a) && a.Error != "EPERM" {
		return nil
	}
	var answers []Answer
	for _, name := range e.suspects() {
		list := e.set(name)
		if len(list) == 0 || list[len(list)-1].Value == "no" || name == "SystemCallFilter" && !e.filterAnswers() || a.isBeyond(name) {
			continue
		}
		answers = append(answers, e.blame(Possible, "It may answer so; the line does not tell enough.", list[len(list)-1]))
	}
	return answers
}

// deviceCalls are the calls that the list of devices is asked about.
var deviceCalls = []string{"open", "openat", "openat2", "mknod", "mknodat", "ioctl", "mount", "access"}

// refusedCalls are the calls that settings refuse, of those that refuse a few only
// (systemd.exec(5), and src/shared/seccomp-util.c of systemd).
var refusedCalls = sync.OnceValue(func() map[string][]string {
	return map[string][]string{
		"RestrictNamespaces":     namespaceCalls,
		"MemoryDenyWriteExecute": {"mmap", "mmap2", "mprotect", "pkey_mprotect", "shmat", "prctl"},
		"RestrictSUIDSGID": {
			"chmod", "fchmod", "fchmodat", "fchmodat2", "mkdir", "mkdirat", "mknod", "mknodat", "open", "openat", "openat2", "creat",
		},
		"ProtectClock":         append([]string{"clock_settime", "clock_adjtime", "adjtimex", "settimeofday"}, deviceCalls...),
		"ProtectKernelModules": {"init_module", "finit_module", "delete_module"},
		"ProtectKernelLogs":    {"syslog", "open", "openat"},
		"ProtectHostname":      {"sethostname", "setdomainname"},
		"LockPersonality":      {"personality"},
		"RestrictRealtime":     {"sched_setscheduler", "sched_setattr"},
		"PrivateDevices":       append([]string{"iopl", "ioperm"}, deviceCalls...),
		"DevicePolicy":         deviceCalls,
		"DeviceAllow":          deviceCalls,
		"IPAddressDeny":        {"connect", "sendto", "sendmsg", "sendmmsg", "send", "write", "writev"},
	}
})

// isBeyond tells that a setting does not refuse the call that the line names.
func (a *Attempt) isBeyond(setting string) bool {
	calls, some := refusedCalls()[setting]
	return some && a.Call != "" && !isPath(a) && !slices.Contains(calls, a.Call)
}

// filterAnswers tells whether the unit's filter answers with the error that was
// seen.
func (e explanation) filterAnswers() bool {
	f := e.box.SyscallFilter()
	return f.Set && f.Action == e.attempt.Error
}
