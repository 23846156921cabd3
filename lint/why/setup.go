package why

import "github.com/unitlint/unitlint/internal/late/regexp"

// failure is how systemd says which part of a step failed, on the line before
// the one that names the step.
type failure struct {
	words *regexp.Regexp
	// step is the step's name.
	step string
	// directives are the settings that this part carries out, none for all of the
	// step's.
	directives []string
}

// droppedCapabilities are the settings that take capabilities out of the bounding
// set (systemd.exec(5)).
var droppedCapabilities = []string{"CapabilityBoundingSet", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock", "PrivateDevices"}

// failures are the texts in the program of systemd 252, and what later releases
// write in their place.
var failures = []failure{
	{regexp.MustCompile(`Failed to apply ambient capabilities`), "CAPABILITIES", []string{"AmbientCapabilities"}},
	{regexp.MustCompile(`Failed to drop capabilit`), "CAPABILITIES", droppedCapabilities},
	{regexp.MustCompile(`Failed to set (?:process )?secure ?bits`), "SECUREBITS", []string{"SecureBits"}},
	{regexp.MustCompile(`Failed to adjust resource limit (?:RLIMIT_|Limit)([A-Z]+)`), "LIMITS", []string{"Limit$1"}},
	{regexp.MustCompile(`Failed to set up CPU scheduling`), "SETSCHEDULER", []string{"CPUSchedulingPolicy"}},
	{regexp.MustCompile(`Failed to set up CPU affinity`), "CPUAFFINITY", nil},
	{regexp.MustCompile(`Failed to set up IO scheduling priority`), "IOPRIO", nil},
	{regexp.MustCompile(`Failed to adjust OOM setting`), "OOM_ADJUST", nil},
	{regexp.MustCompile(`Failed to set up timer slack`), "TIMERSLACK", nil},
	{regexp.MustCompile(`Failed to set up (?:process )?scheduling priority \(nice level\)`), "NICE", nil},
	{regexp.MustCompile(`Failed to determine (?:user|group) credentials`), "USER", nil},
	{regexp.MustCompile(`Failed to update dynamic user credentials`), "USER", []string{"DynamicUser"}},
	{regexp.MustCompile(`Failed to determine supplementary groups`), "GROUP", []string{"SupplementaryGroups"}},
	{regexp.MustCompile(`Failed to set up user namespacing`), "USER", []string{"PrivateUsers"}},
	{regexp.MustCompile(`Failed to set up network namespacing`), "NETWORK", nil},
	{regexp.MustCompile(`Failed to set up UTS namespacing`), "NAMESPACE", []string{"ProtectHostname"}},
	{regexp.MustCompile(`Failed to set up IPC namespacing`), "NAMESPACE", []string{"PrivateIPC"}},
	{regexp.MustCompile(`Failed to set up credentials|Failed to determine local credential key`), "CREDENTIALS", nil},
	{regexp.MustCompile(`Failed to set up kernel keyring`), "KEYRING", nil},
	{regexp.MustCompile(`Failed to set up PAM session`), "PAM", nil},
	{regexp.MustCompile(`Failed to set up standard input`), "STDIN", nil},
	{regexp.MustCompile(`Failed to set up standard output`), "STDOUT", nil},
	{regexp.MustCompile(`Failed to set up standard error output`), "STDERR", nil},
	{regexp.MustCompile(`Failed to prepare AppArmor profile change`), "APPARMOR", nil},
	{regexp.MustCompile(`Failed to change SELinux context`), "SELINUX_CONTEXT", nil},
	{regexp.MustCompile(`Failed to apply system call filters`), "SECCOMP", []string{"SystemCallFilter"}},
	{regexp.MustCompile(`Failed to apply syscall architecture restrictions`), "SECCOMP", []string{"SystemCallArchitectures"}},
	{regexp.MustCompile(`Failed to apply namespace restrictions`), "SECCOMP", []string{"RestrictNamespaces"}},
	{regexp.MustCompile(`Failed to restrict address families`), "ADDRESS_FAMILIES", nil},
	{regexp.MustCompile(`Failed to disable new privileges`), "NO_NEW_PRIVILEGES", nil},
}

// attemptOfFailure reads how systemd says which part of a step failed.
func attemptOfFailure(text string) (Attempt, bool) {
	for _, f := range failures {
		at := f.words.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		a := Attempt{Error: steps()[f.step].status, Errno: errnoIn(text[at[1]:])}
		for _, name := range f.directives {
			a.Directives = append(a.Directives, string(f.words.ExpandString(nil, name, text, at)))
		}
		return a, true
	}
	return Attempt{}, false
}

// errnoIn is the name of the first error in a text, empty where there is none.
func errnoIn(text string) string {
	if found := errorsOf(text); len(found) > 0 {
		return found[0].name
	}
	return ""
}
