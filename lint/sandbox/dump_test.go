package sandbox

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// dumpedNames are the settings that both systemd's dump and effective tell.
var dumpedNames = []string{
	"CapabilityBoundingSet", "AmbientCapabilities", "SystemCallFilter", "RestrictNamespaces",
	"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "BindPaths", "BindReadOnlyPaths",
	"PrivateTmp", "PrivateDevices", "ProtectSystem", "ProtectHome", "RestrictSUIDSGID", "ProtectHostname",
}

// dumpDefaults are what an empty service has; the recorded dumps leave them out.
var dumpDefaults = map[string]string{
	"CapabilityBoundingSet": "all", "RestrictNamespaces": "all",
	"PrivateTmp": "no", "PrivateDevices": "no", "ProtectSystem": "no", "ProtectHome": "no",
	"RestrictSUIDSGID": "no", "ProtectHostname": "no",
}

// dumped brings the values of systemd's dump into the form of effective.
func dumped(values func(name string) []string) map[string]string {
	found := map[string]string{}
	for _, name := range dumpedNames {
		lines := values(name)
		text := strings.Join(lines, " ")
		switch {
		case len(lines) == 0:
			text = dumpDefaults[name]
		case name == "SystemCallFilter":
			text = sortedWords(text)
		case name == "CapabilityBoundingSet" && strings.Count(text, " ")+1 == len(everyCapability().Names()):
			text = "all"
		case name == "RestrictNamespaces" && strings.Count(text, " ")+1 == len(namespaceOrder):
			text = "all"
		case strings.HasSuffix(name, "Paths"):
			text = sortedWords(strings.TrimSpace(text))
		}
		found[name] = text
	}
	return found
}

// sortedWords sorts the words behind a "~".
func sortedWords(text string) string {
	rest, inverted := strings.CutPrefix(text, "~")
	words := strings.Fields(rest)
	slices.Sort(words)
	if inverted {
		return "~" + strings.Join(words, " ")
	}
	return strings.Join(words, " ")
}

// namespaceOrder is how systemd 252 prints namespaces.
var namespaceOrder = []string{"cgroup", "ipc", "net", "mnt", "pid", "user", "uts"}

// effective is what the model made of the settings, in the form of the dump.
func effective(s *Sandbox) map[string]string {
	set := s.settings
	found := map[string]string{
		"CapabilityBoundingSet": capabilityText(s.BoundingSet().Set, true),
		"AmbientCapabilities":   capabilityText(s.AmbientSet().Set, false),
		"SystemCallFilter":      filterText(s.SyscallFilter()),
		"RestrictNamespaces":    namespaceText(s.RestrictNamespaces()),
		"ReadWritePaths":        accessText(set.readWrite),
		"ReadOnlyPaths":         accessText(set.readOnly),
		"InaccessiblePaths":     accessText(set.inaccessible),
		"BindPaths":             bindText(set.binds, false),
		"BindReadOnlyPaths":     bindText(set.binds, true),
		"PrivateTmp":            word(set.privateTmp),
		"PrivateDevices":        boolText(set.privateDevices.on),
		"ProtectSystem":         word(set.protectSystem),
		"ProtectHome":           word(set.protectHome),
		"RestrictSUIDSGID":      boolText(set.suidSGID.on),
		"ProtectHostname":       word(set.hostname),
	}
	return found
}

func word(c choice) string {
	if c.word == "" {
		return "no"
	}
	return c.word
}

func boolText(on bool) string {
	return map[bool]string{true: "yes", false: "no"}[on]
}

func capabilityText(set CapabilitySet, bounding bool) string {
	if bounding && set == everyCapability() {
		return "all"
	}
	return strings.ToLower(strings.Join(set.Names(), " "))
}

// unprinted is a call whose name libseccomp resolves, but not its number back
// to the name, so that the dump leaves it out.
const unprinted = "sys_debug_setcontext"

func filterText(f SyscallFilter) string {
	if !f.Set {
		return ""
	}
	var words []string
	for i := range f.calls {
		call, name := f.at(catalog.Syscall(i)), catalog.Syscall(i).Name()
		if !call.listed || name == unprinted {
			continue
		}
		if call.errno != "" {
			name += ":" + strings.Replace(call.errno, "SIGSYS", "kill", 1)
		}
		words = append(words, name)
	}
	if f.AllowList {
		return sortedWords(strings.Join(words, " "))
	}
	return sortedWords("~" + strings.Join(words, " "))
}

func namespaceText(n NamespaceFlags) string {
	if !n.Set {
		return "all"
	}
	var words []string
	for _, name := range namespaceOrder {
		if n.Allowed[name] {
			words = append(words, name)
		}
	}
	if len(words) == 0 {
		return "n/a"
	}
	return strings.Join(words, " ")
}

func accessText(paths []accessPath) string {
	var words []string
	for _, p := range paths {
		text := p.Path.Path
		if p.RootRelative {
			text = "+" + text
		}
		if p.IgnoreMissing {
			text = "-" + text
		}
		words = append(words, text)
	}
	return sortedWords(strings.Join(words, " "))
}

func bindText(binds []bind, readOnly bool) string {
	var words []string
	for _, b := range binds {
		if b.readOnly != readOnly {
			continue
		}
		text := b.Source + ":" + b.Destination + ":" + map[bool]string{true: "rbind", false: "norbind"}[b.Recursive]
		if b.IgnoreMissing {
			text = "-" + text
		}
		words = append(words, text)
	}
	return sortedWords(strings.Join(words, " "))
}
