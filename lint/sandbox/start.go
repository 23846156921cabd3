package sandbox

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
)

// Start tells whether systemd would get as far as running the unit's main
// program: "226/NAMESPACE", "203/EXEC" and the like where it would not, Unknown
// where only the host can tell.
func (s *Sandbox) Start() Verdict { return s.Main().Start() }

// Start tells whether systemd would get as far as running the line's program
// (systemd.exec(5), "Process Exit Codes"): Setup, then Program.
func (p *Process) Start() Verdict {
	v := p.Setup()
	if v.Answer == No {
		return v
	}
	if program := p.Program(); program.Answer != Yes {
		return program
	}
	return v
}

// Setup tells whether systemd can set up what the program is to run in.
func (p *Process) Setup() Verdict {
	result := allow("Nothing keeps the program from being run.")
	for _, step := range setupSteps {
		switch v := step(p); {
		case v.Answer == No:
			return v
		case v.Answer == Unknown && result.Answer == Yes:
			result = v
		}
	}
	return result
}

// setupSteps are asked in turn by Setup.
var setupSteps = []func(*Process) Verdict{
	(*Process).startAccounts, (*Process).startUser, (*Process).startDirectories, (*Process).startStreams, (*Process).startNamespace,
	(*Process).startCapabilities, (*Process).startDirectory,
}

// startStreams is for the standard streams that systemd connects to /dev/null,
// which the device list may not allow.
func (p *Process) startStreams() Verdict {
	set := p.sandbox.settings
	for _, stream := range []struct {
		setting choice
		null    bool // what the default is
		op      Op
		status  string
	}{
		{set.standardInput, true, Read, "208/STDIN"},
		{set.standardOutput, false, Write, "209/STDOUT"},
		{set.standardError, false, Write, "222/STDERR"},
	} {
		if !stream.setting.is("null") && (stream.setting.word != "" || !stream.null) {
			continue
		}
		if v := p.sandbox.deviceList("/dev/null", stream.op); v.Answer == No {
			v.Error, v.Reason = stream.status, "A standard stream is /dev/null, which the device list does not allow."
			return v
		}
	}
	return allow("")
}

func (p *Process) startNamespace() Verdict {
	mounts := p.sandbox.mounts(p.FullyPrivileged())
	switch {
	case mounts.failure != nil:
		return *mounts.failure
	case mounts.doubt != nil:
		return *mounts.doubt
	}
	return allow("")
}

// startAccounts is for users and groups that a whole system does not have: systemd looks them up
// before it runs the program (systemd.exec(5), "User=").
func (p *Process) startAccounts() Verdict {
	set := p.sandbox.settings
	if p.sandbox.unit.Scope == locate.User || p.keepsUser() {
		return allow("")
	}
	h := p.sandbox.host
	if name := set.user; !set.dynamicUser.on && set.userKnown && h.NoUser(name.word) {
		return deny(BySetup, "217/USER", "This system has no user "+name.word+".", name.by)
	}
	groups := set.supplementaryGroups
	if !set.dynamicUser.on && set.groupKnown {
		groups = append([]choice{set.group}, groups...)
	}
	for _, group := range groups {
		if h.NoGroup(group.word) {
			return deny(BySetup, "216/GROUP", "This system has no group "+group.word+".", group.by)
		}
	}
	return allow("")
}

// startUser is for DynamicUser=: systemd allocates no user by a name that only
// a group has (systemd.exec(5); "User or group with specified name already
// exists").
func (p *Process) startUser() Verdict {
	set := p.sandbox.settings
	if !set.dynamicUser.on || !set.userKnown {
		return allow("")
	}
	name := set.user.word
	if name == "" {
		name = unitPrefix(p.sandbox.unit.Name)
	}
	if !p.sandbox.host.GroupAlone(name) {
		return allow("")
	}
	return deny(BySetup, "217/USER", "A group of the name "+name+" exists without a user of that name, so that no dynamic user can have it.",
		set.dynamicUser.by, set.user.by, set.group.by)
}

// unitPrefix is the part of a unit's name before "@" and the suffix, from which
// a dynamic user has its name where User= gives none.
func unitPrefix(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	prefix, _, _ := strings.Cut(name, "@")
	return prefix
}

// nestedDirectories is the first version that makes a directory and another one
// in it for a dynamic user: before, the link for the inner one met the outer
// directory.
const nestedDirectories = 252

// directoryStatus are the exit statuses of setting the directories up.
var directoryStatus = map[string]string{
	"RuntimeDirectory": "233/RUNTIME_DIRECTORY", "StateDirectory": "238/STATE_DIRECTORY",
	"CacheDirectory": "239/CACHE_DIRECTORY", "LogsDirectory": "240/LOGS_DIRECTORY",
}

// startDirectories is for directories within each other that DynamicUser= moves
// below "private".
func (p *Process) startDirectories() Verdict {
	if p.sandbox.release.Version >= nestedDirectories {
		return allow("")
	}
	set := p.sandbox.settings
	for _, outer := range set.directories {
		for _, inner := range set.directories {
			if inner.known && outer.known && inner.kind.Directive == outer.kind.Directive && set.isPrivate(inner) &&
				strings.HasPrefix(inner.path(), outer.path()+"/") {
				return deny(BySetup, directoryStatus[inner.kind.Directive], inner.path()+" lies in "+outer.path()+
					", which is a link for a dynamic user; systemd before version 252 cannot make both.", inner.by, set.dynamicUser.by)
			}
		}
	}
	return allow("")
}

// wakeAlarm is the capability that a user's manager may have from its session
// (pam_systemd(8)).
const wakeAlarm = "CAP_WAKE_ALARM"

// startCapabilities is for a user's manager, which cannot give or take
// capabilities.
func (p *Process) startCapabilities() Verdict {
	if p.sandbox.unit.Scope != locate.User || p.FullyPrivileged() || p.sandbox.settings.privateUsers.enabled() {
		return allow("")
	}
	if c := p.sandbox.BoundingSet(); c.Set != everyCapability() {
		return deny(BySetup, "218/CAPABILITIES", "A user's manager cannot drop capabilities.", reversed(c.Because)...)
	}
	if c := p.sandbox.AmbientSet(); c.Set&^capabilitySet(wakeAlarm) != 0 {
		return deny(BySetup, "218/CAPABILITIES", "A user's manager has no capabilities to give.", reversed(c.Because)...)
	}
	return allow("")
}

// startDirectory is for WorkingDirectory=.
func (p *Process) startDirectory() Verdict {
	dir, known := p.sandbox.settings.reader.text("WorkingDirectory")
	if dir.word == "" || !known || strings.HasPrefix(dir.word, "-") || !path.IsAbs(dir.word) {
		return allow("")
	}
	mounts := p.sandbox.mounts(p.FullyPrivileged())
	name := mounts.resolve(dir.word)
	if c := mounts.content(name); c != nil && c.mode == inaccessible && (name != c.path || !p.overridesPermissions()) {
		return deny(BySetup, "200/CHDIR", name+" is made inaccessible.", append(c.because(), dir.by)...)
	}
	at := mounts.presence(name)
	if at.Presence == host.Missing {
		v := deny(BySetup, "200/CHDIR", name+" does not exist for the process.", dir.by)
		if c := mounts.content(name); c != nil {
			v.Because = append(v.Because, present(c.because())...)
		}
		return v
	}
	if at.Presence == host.Maybe {
		return unknown("If "+name+" does not exist, the start fails with 200/CHDIR.", dir.by)
	}
	return allow("")
}

// Program tells whether the line's program can be executed where it is run. What
// an exec line names is taken to exist unless something says that it does not.
func (p *Process) Program() Verdict {
	program := p.Executable()
	if !path.IsAbs(program) {
		return allow("Nothing keeps the program from being executed.")
	}
	v := p.Path(Execute, program)
	if v.Answer == Yes {
		v = p.Syscall("execve")
	}
	if v.Answer == No && !p.Command.IgnoreFailure {
		v.Error, v.Reason = "203/EXEC", program+" cannot be executed: "+v.Error+". "+v.Reason
		return v
	}
	return allow("Nothing keeps the program from being executed.")
}

// systemPrograms are the directories whose programs belong to the system.
var systemPrograms = []string{"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec"}

// ProgramKnown tells that the line's program is known to exist: the host says
// so, or it lies in one of the system's own directories.
func (p *Process) ProgramKnown() bool {
	program := p.sandbox.host.Resolve(p.Executable())
	return belowAny(program, systemPrograms) || p.sandbox.host.Lookup(program).Presence == host.Exists
}
