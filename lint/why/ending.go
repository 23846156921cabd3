package why

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Endings that systemd or the kernel tell of, in the place of an error.
const (
	endedByWatchdog = "watchdog"
	endedByTimeout  = "start-timeout"
	endedByPIDFile  = "pid-file"
	endedByProtocol = "protocol"
	endedMute       = "exit-code"
	endedByHost     = "host-out-of-memory"
	endedByMemory   = "memory-limit"
)

// outcome is how a service ends, or is given up, by what systemd watches over rather
// than by what it refuses.
type outcome struct {
	words *regexp.Regexp
	name  string
	// directives are the settings that make systemd or the kernel end it so; the first
	// that the unit sets is blamed.
	directives []string
	reason     string
	// otherwise is said where the unit sets none of them, nothing where the line is of
	// no consequence then.
	otherwise string
}

// outcomes are the texts in the program of systemd 252 (src/core/service.c), those of
// older releases beside them, and what the kernel writes (mm/oom_kill.c).
var outcomes = []outcome{
	{
		regexp.MustCompile(`Watchdog timeout \(limit|Failed with result 'watchdog'`), endedByWatchdog, []string{"WatchdogSec"},
		"It ends a service that does not say in time that it is alive: one that hangs, and one that never says so.",
		"The service asked for a watchdog itself, and did not say in time that it is alive.",
	},
	{
		regexp.MustCompile(`but reception (?:only permitted for|is disabled)`), "notification", []string{"NotifyAccess", "Type"},
		"It says who may tell systemd that the service is ready, and another process did.", "",
	},
	{
		regexp.MustCompile(`reached runtime time limit`), "runtime-limit", []string{"RuntimeMaxSec"},
		"It ends the service after this time.", "",
	},
	{regexp.MustCompile(`status=(?:25/)?XFSZ`), "file-size", []string{"LimitFSIZE"}, "The process has written more into a file than this limit allows.", ""},
	{regexp.MustCompile(`status=(?:24/)?XCPU`), "processor-time", []string{"LimitCPU", "LimitRTTIME"}, "The process has met this limit.", ""},
	{
		regexp.MustCompile(`Can't open PID file|PID file \S+ not (?:readable|owned)|New main PID \d+ does not|` +
			`Failed to (?:parse|read) PID from file|PID \d+ read from file`), endedByPIDFile, []string{"PIDFile"},
		"systemd waits for the file that it names, with the number of the main process: the program writes it elsewhere, not in time, not at all, or with " +
			"another number.", "",
	},
	{
		regexp.MustCompile(`(?i)\bstart operation timed out|^Job for \S+\.\w+ failed because a timeout was exceeded`), endedByTimeout, nil, "",
		"The service did not tell in time that it is ready.",
	},
	{groupOfMemory, endedByMemory, []string{"MemoryMax", "MemoryLimit", "MemorySwapMax"}, "The control group of the service has met this limit.", ""},
	{
		regexp.MustCompile(`Failed with result 'protocol'|did not take the steps required by its unit configuration`), endedByProtocol, nil, "",
		"The service did not start as its unit says that it does.",
	},
	{regexp.MustCompile(`\bglobal_oom\b|(?:^|: )Out of memory: Kill`), endedByHost, nil, "", "The memory of the host ran out, not what a setting allows."},
	{
		regexp.MustCompile(`code=exited,? status=\d+(?:/(?:FAILURE|n/a)|$|\))|status=(?:6/)?ABRT|Failed with result 'exit-code'|` +
			`^Job for \S+\.\w+ failed because the (?:control|service) process exited with error code`), endedMute, nil, "",
		"The service ended without saying why. Its own log may tell, or an audit log where a filter of system calls refused something.",
	},
}

// Kernel messages that name a control group.
var (
	forkRejected  = regexp.MustCompile(`fork rejected by pids controller in (\S+)`)
	victimOfHost  = regexp.MustCompile(`global_oom\S*task_memcg=([^,\s]+)`)
	groupOfMemory = regexp.MustCompile(`constraint=CONSTRAINT_MEMCG\S*oom_memcg=([^,\s]+)`)
)

// attemptOfEnding reads how a service ended.
func attemptOfEnding(line *Line, text string) (Attempt, bool) {
	if m := forkRejected.FindStringSubmatch(text); m != nil {
		line.Unit = unitOfGroup(m[1], line.Unit)
		return Attempt{Kind: need.Limit, Call: "clone", Error: "EAGAIN"}, true
	}
	if m := groupOfMemory.FindStringSubmatch(text); m != nil {
		name := unitOfGroup(m[1], "")
		if name == "" {
			return Attempt{Error: "oom-kill"}, true
		}
		line.Unit = name
		return Attempt{Error: endedByMemory}, true
	}
	if m := victimOfHost.FindStringSubmatch(text); m != nil {
		line.Unit = unitOfGroup(m[1], line.Unit)
	}
	for i := range outcomes {
		if outcomes[i].words.MatchString(text) {
			return Attempt{Error: outcomes[i].name}, true
		}
	}
	return Attempt{}, false
}

// unitOfGroup is the unit that a control group belongs to, where it is of no slice:
// limits of slices hold for many units.
func unitOfGroup(group, otherwise string) string {
	if name := path.Base(group); locate.ValidName(name) && path.Ext(name) != ".slice" {
		return name
	}
	return otherwise
}

// isMute tells that the attempt says that the service ended, and nothing of why.
func (a *Attempt) isMute() bool {
	return a.Error == endedMute || a.Error == endedByTimeout || a.Error == endedByProtocol
}

// withoutEndings leaves out endings of no consequence: a PID file that was there before
// the time was up, and such as another line of the log tells more of. spoken tells that
// the log has lines of the unit's program: what it says, then, is why.
func withoutEndings(attempts []Attempt, spoken func(unit string) bool) []Attempt {
	has := func(a *Attempt, is func(b *Attempt) bool) bool {
		for i := range attempts {
			if b := &attempts[i]; is(b) && sameUnit(a.Line, b.Line) {
				return true
			}
		}
		return false
	}
	timedOut := func(b *Attempt) bool { return b.Error == endedByTimeout || b.Error == endedByProtocol }
	killed := func(b *Attempt) bool { return b.Error == "oom-kill" }
	telling := func(b *Attempt) bool { return !b.isMute() && !b.Faint }
	var kept []Attempt
	for i := range attempts {
		a := &attempts[i]
		switch {
		case a.Error == endedByHost && a.Line.Unit == "" && !has(a, killed): // of another unit, for all that is told
		case a.Error == endedByPIDFile && !has(a, timedOut):
		case a.Error == endedMute && (spoken(a.Line.Unit) || has(a, telling) || has(a, timedOut)):
		case timedOut(a) && has(a, telling):
		case a.Error == "oom-kill" && has(a, func(b *Attempt) bool { return b.Error == endedByHost || b.Error == endedByMemory }):
		default:
			kept = append(kept, *a)
		}
	}
	return kept
}

// ofEnding is for services that systemd or the kernel ended.
func (e explanation) ofEnding() []Answer {
	for i := range outcomes {
		end := &outcomes[i]
		if end.name != e.attempt.Error {
			continue
		}
		for _, name := range end.directives {
			if list := e.active(name); len(list) > 0 {
				return []Answer{e.blame(Likely, end.reason, list[len(list)-1])}
			}
		}
		if found := e.ofMute(); len(found) > 0 {
			return found
		}
		if end.otherwise != "" {
			return []Answer{e.answer(UnknownCause, end.otherwise)}
		}
	}
	return nil
}

// ofMute are the settings that may be why a service ended that does not say why.
func (e explanation) ofMute() []Answer {
	switch e.attempt.Error {
	case endedMute:
		return e.fewOf(muteSuspects, "The service ended without saying why; this setting may have a part in it.")
	case endedByTimeout, endedByProtocol:
		if v := e.box.Main().AddressFamily("AF_UNIX"); e.waits("notify", "notify-reload", "dbus") && v.Denies() && v.Cause() != nil {
			return []Answer{e.blame(Likely, "It leaves out AF_UNIX, without which no message that the service is ready reaches systemd.", v.Cause())}
		}
		return e.fewOf(readinessSettings, "systemd waits, as this setting says, for the service to be ready; it may be, and not say so.")
	}
	return nil
}

// waits tells whether the service has one of these types.
func (e explanation) waits(types ...string) bool {
	list := e.active("Type")
	if len(list) == 0 {
		return false
	}
	for _, name := range types {
		if list[len(list)-1].Value == name {
			return true
		}
	}
	return false
}

// readinessSettings say for what, and how long, systemd waits at the start of a
// service (systemd.service(5)).
var readinessSettings = []string{"PIDFile", "Type", "BusName", "NotifyAccess", "TimeoutStartSec", "TimeoutSec"}

// muteSuspects are the settings after which programs have been seen to end without a
// word, those first that stop them earliest.
var muteSuspects = []string{
	"SystemCallFilter", "CapabilityBoundingSet", "MemoryDenyWriteExecute", "ProtectSystem", "ProtectHome", "RestrictAddressFamilies", "PrivateDevices",
	"PrivateUsers", "NoNewPrivileges", "TemporaryFileSystem", "InaccessiblePaths", "ReadOnlyPaths", "NoExecPaths", "RootDirectory", "DynamicUser",
	"RestrictNamespaces", "PrivateNetwork", "ProcSubset", "ProtectKernelTunables", "RestrictSUIDSGID", "PrivateTmp",
}

// few is how many candidates are worth to be named where nothing tells them apart.
const few = 6

// fewOf names settings as possible, those of drop-ins alone where there are any: the
// service worked with the others. It names none where they are too many to tell
// anything.
func (e explanation) fewOf(names []string, reason string) []Answer {
	var all, added []Answer
	for _, name := range names {
		list := e.active(name)
		if len(list) == 0 {
			continue
		}
		a := e.blame(Possible, reason, list[len(list)-1])
		a.Fix = nil // nothing tells which it is
		all = append(all, a)
		if list[len(list)-1].DropIn {
			added = append(added, a)
		}
	}
	if len(added) > 0 {
		all = added
	}
	if len(all) > few {
		return nil
	}
	return all
}

// active are the assignments of a setting that is not switched off.
func (e explanation) active(name string) []*unit.Assignment {
	list := e.set(name)
	if len(list) == 0 {
		return nil
	}
	last := strings.TrimSpace(list[len(list)-1].Value)
	if on, ok := value.Boolean(last); ok && !on || last == "infinity" {
		return nil
	}
	return list
}

// ofEnvironment is for files of variables that systemd could not read.
func (e explanation) ofEnvironment() []Answer {
	if e.attempt.Error != "environment" {
		return nil
	}
	required := slices.DeleteFunc(e.set("EnvironmentFile"), func(a *unit.Assignment) bool { return strings.HasPrefix(a.Value, "-") })
	if len(required) == 1 {
		return []Answer{e.blame(Certain, "It names a file that has to be there, and systemd could not read it.", required[0])}
	}
	answers := make([]Answer, 0, len(required))
	for _, a := range required {
		answers = append(answers, e.blame(Possible, "It names a file that has to be there; systemd could not read it, or another.", a))
	}
	return answers
}
