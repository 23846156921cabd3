package why

import (
	"strings"
	"sync"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// step is a step of setting a process up at which systemd gives up with an exit
// status of its own (systemd.exec(5), "Process Exit Codes").
type step struct {
	status string
	// directives are the settings that the step carries out, the one that leads
	// first.
	directives []string
	// together tells that one call carries them all out: where the first is set,
	// the others only go with it.
	together bool
}

// steps are all of them, by name.
var steps = sync.OnceValue(func() map[string]step {
	return map[string]step{
		"CHDIR":                   {"200/CHDIR", []string{"WorkingDirectory"}, false},
		"NICE":                    {"201/NICE", []string{"Nice"}, false},
		"EXEC":                    {"203/EXEC", nil, false},
		"MEMORY":                  {"204/MEMORY", nil, false},
		"LIMITS":                  {"205/LIMITS", limits, false},
		"OOM_ADJUST":              {"206/OOM_ADJUST", []string{"OOMScoreAdjust"}, false},
		"SIGNAL_MASK":             {"207/SIGNAL_MASK", nil, false},
		"STDIN":                   {"208/STDIN", []string{"StandardInput", "TTYPath"}, false},
		"STDOUT":                  {"209/STDOUT", []string{"StandardOutput", "TTYPath"}, false},
		"CHROOT":                  {"210/CHROOT", []string{"RootDirectory", "RootImage"}, false},
		"IOPRIO":                  {"211/IOPRIO", []string{"IOSchedulingClass", "IOSchedulingPriority"}, true},
		"TIMERSLACK":              {"212/TIMERSLACK", []string{"TimerSlackNSec"}, false},
		"SECUREBITS":              {"213/SECUREBITS", []string{"SecureBits"}, false},
		"SETSCHEDULER":            {"214/SETSCHEDULER", []string{"CPUSchedulingPolicy", "CPUSchedulingPriority"}, true},
		"CPUAFFINITY":             {"215/CPUAFFINITY", []string{"CPUAffinity"}, false},
		"GROUP":                   {"216/GROUP", []string{"Group", "SupplementaryGroups", "User", "DynamicUser"}, false},
		"USER":                    {"217/USER", []string{"User", "DynamicUser"}, false},
		"CAPABILITIES":            {"218/CAPABILITIES", []string{"AmbientCapabilities", "CapabilityBoundingSet", "SecureBits"}, false},
		"CGROUP":                  {"219/CGROUP", []string{"Slice"}, false},
		"SETSID":                  {"220/SETSID", nil, false},
		"CONFIRM":                 {"221/CONFIRM", nil, false},
		"STDERR":                  {"222/STDERR", []string{"StandardError", "TTYPath"}, false},
		"PAM":                     {"224/PAM", []string{"PAMName"}, false},
		"NETWORK":                 {"225/NETWORK", []string{"PrivateNetwork", "NetworkNamespacePath"}, false},
		"NAMESPACE":               {"226/NAMESPACE", nil, false},
		"NO_NEW_PRIVILEGES":       {"227/NO_NEW_PRIVILEGES", []string{"NoNewPrivileges"}, false},
		"SECCOMP":                 {"228/SECCOMP", []string{"SystemCallFilter", "SystemCallArchitectures", "RestrictNamespaces", "RestrictAddressFamilies"}, false},
		"SELINUX_CONTEXT":         {"229/SELINUX_CONTEXT", []string{"SELinuxContext"}, false},
		"PERSONALITY":             {"230/PERSONALITY", []string{"Personality"}, false},
		"APPARMOR":                {"231/APPARMOR", []string{"AppArmorProfile"}, false},
		"ADDRESS_FAMILIES":        {"232/ADDRESS_FAMILIES", []string{"RestrictAddressFamilies"}, false},
		"RUNTIME_DIRECTORY":       {"233/RUNTIME_DIRECTORY", []string{"RuntimeDirectory"}, false},
		"CHOWN":                   {"235/CHOWN", nil, false},
		"SMACK_PROCESS_LABEL":     {"236/SMACK_PROCESS_LABEL", []string{"SmackProcessLabel"}, false},
		"KEYRING":                 {"237/KEYRING", []string{"KeyringMode"}, false},
		"STATE_DIRECTORY":         {"238/STATE_DIRECTORY", []string{"StateDirectory"}, false},
		"CACHE_DIRECTORY":         {"239/CACHE_DIRECTORY", []string{"CacheDirectory"}, false},
		"LOGS_DIRECTORY":          {"240/LOGS_DIRECTORY", []string{"LogsDirectory"}, false},
		"CONFIGURATION_DIRECTORY": {"241/CONFIGURATION_DIRECTORY", []string{"ConfigurationDirectory"}, false},
		"NUMA_POLICY":             {"242/NUMA_POLICY", []string{"NUMAPolicy", "NUMAMask"}, true},
		"CREDENTIALS": {"243/CREDENTIALS", []string{
			"LoadCredential", "LoadCredentialEncrypted", "SetCredential", "SetCredentialEncrypted", "ImportCredential",
		}, false},
		"BPF": {"245/BPF", []string{"RestrictFileSystems", "IPAddressDeny", "IPAddressAllow"}, false},
	}
})

var limits = []string{
	"LimitNOFILE", "LimitNPROC", "LimitMEMLOCK", "LimitCORE", "LimitAS", "LimitDATA", "LimitSTACK", "LimitRSS", "LimitFSIZE",
	"LimitCPU", "LimitLOCKS", "LimitSIGPENDING", "LimitMSGQUEUE", "LimitNICE", "LimitRTPRIO", "LimitRTTIME",
}

// stepOfStatus returns the step of an exit status as systemd prints it, such as
// "226/NAMESPACE".
func stepOfStatus(status string) (step, bool) {
	_, name, _ := strings.Cut(status, "/")
	s, ok := steps()[name]
	return s, ok && s.status == status
}

// Messages of systemd about starting a process.
var (
	failedStep   = regexp.MustCompile(`Failed at step ([A-Z_]+) spawning (\S+): (.*)$`)
	statusText   = regexp.MustCompile(`status=(\d{1,3}/[A-Z_]+)`)
	mountFailed  = regexp.MustCompile(`Failed to set up mount namespacing: (?:(/.*?): )?(.*)$`)
	outOfMemory  = regexp.MustCompile(`Failed with result 'oom-kill'|killed by the OOM killer`)
	crashed      = regexp.MustCompile(`code=(?:killed|dumped), (?:status|signal)=(?:4/ILL|5/TRAP|11/SEGV|ILL|TRAP|SEGV)\b`)
	executableOf = regexp.MustCompile(`(?:Failed to locate executable|Unable to locate executable|Failed to execute|` +
		`Executable) ('/[^']+'|\S+?)(?: missing, skipping)?: (.*)$`)
	// environmentGone is about files of EnvironmentFile=.
	environmentGone = regexp.MustCompile(`Failed to load environment files: (.*)$`)
	directoryGone   = regexp.MustCompile(`Changing to the requested working directory failed: (.*)$`)
	terminated      = regexp.MustCompile(`code=(?:killed|dumped), (?:status|signal)=(?:31/)?SYS\b`)
)

// inconsequential are messages of systemd about files that it does not need
// itself.
var inconsequential = regexp.MustCompile(`Can't open PID file|\(yet\?\)|PID file .* not (?:readable|owned)|Failed with result|Unit .* not found`)

// jobFailed is how systemd ends a job. Programs begin messages so too, which then
// tell an error.
var jobFailed = regexp.MustCompile(`^Failed to (?:start|stop|reload)`)

// rootOfMounts is where systemd puts a unit's file systems together, which newer
// releases show in messages.
var rootOfMounts = regexp.MustCompile(`^/run/systemd/(?:mount-root|unit-root|inaccessible)`)

// attemptsOfManager reads what systemd says of a unit; known is false for what is
// no message of it.
func attemptsOfManager(line Line) (attempts []Attempt, known bool) {
	text := line.Text
	if line.Event != "" {
		text = line.Event
	}
	one := func(a Attempt) ([]Attempt, bool) {
		a.Line = line
		return []Attempt{a}, true
	}
	if m := mountFailed.FindStringSubmatch(text); m != nil {
		return one(Attempt{Error: "226/NAMESPACE", Errno: errnoIn(m[2]), Argument: rootOfMounts.ReplaceAllString(m[1], ""), Kind: kindOfMount(m[1])})
	}
	if m := directoryGone.FindStringSubmatch(text); m != nil {
		return one(Attempt{Error: "200/CHDIR", Errno: errnoIn(text)})
	}
	if a, ok := attemptOfFailure(text); ok && line.Manager {
		return one(a)
	}
	if m := failedStep.FindStringSubmatch(text); m != nil {
		if m[1] == "EXEC" {
			return one(programAttempt(m[2], m[3]))
		}
		if s, ok := steps()[m[1]]; ok {
			return one(Attempt{Error: s.status, Errno: errnoIn(m[3])})
		}
	}
	if m := executableOf.FindStringSubmatch(text); m != nil {
		a := programAttempt(strings.Trim(m[1], "'"), m[2])
		a.Faint = strings.Contains(text, "skipping") || a.Error == "ENOENT"
		return one(a)
	}
	if terminated.MatchString(text) {
		return one(Attempt{Kind: need.Syscall, Error: "SIGSYS"})
	}
	if outOfMemory.MatchString(text) {
		return one(Attempt{Error: "oom-kill"})
	}
	if environmentGone.MatchString(text) {
		return one(Attempt{Error: "environment", Errno: errnoIn(text)})
	}
	if crashed.MatchString(text) { // where memory that was to be run is not executable
		return one(Attempt{Kind: need.WriteExecute, Faint: true, Guess: true})
	}
	if m := statusText.FindStringSubmatch(text); m != nil {
		if s, ok := stepOfStatus(m[1]); ok {
			return one(Attempt{Error: s.status})
		}
	}
	if line.hints&hintsEnding != 0 || line.Event != "" {
		if a, ok := attemptOfEnding(&line, text); ok {
			return one(a)
		}
	}
	if statusText.MatchString(text) {
		return nil, true
	}
	return nil, inconsequential.MatchString(text) || jobFailed.MatchString(text) && (line.Manager || errnoIn(text) == "")
}

func kindOfMount(name string) need.Kind {
	if name == "" {
		return ""
	}
	return need.Read
}

// programAttempt is the execution of a program that failed for a reason.
func programAttempt(program, reason string) Attempt {
	a := Attempt{Kind: need.Execute, Argument: program, Operations: []sandbox.Op{sandbox.Execute}, Error: "203/EXEC", Errno: errnoIn(reason)}
	if a.Errno != "" {
		a.Error = a.Errno
	}
	return a
}
