package why

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// addition is a list that is mended by one more line, with the words that may be
// added for an attempt.
type addition struct {
	list  string
	words func(a *Attempt) []string
}

// additions are the settings that another line opens: lists add up, and the paths
// of one make exceptions of another.
var additions = map[string]addition{
	"SystemCallFilter":        {"SystemCallFilter", callsFor},
	"RestrictAddressFamilies": {"RestrictAddressFamilies", func(a *Attempt) []string { return []string{a.Argument} }},
	"CapabilityBoundingSet":   {"CapabilityBoundingSet", capabilitiesFor},
	"AmbientCapabilities":     {"AmbientCapabilities", capabilitiesFor},
	"ProtectSystem":           {"ReadWritePaths", writablePath},
	"ReadOnlyPaths":           {"ReadWritePaths", writablePath},
	"DynamicUser":             {"ReadWritePaths", writablePath},
	"IPAddressDeny":           {"IPAddressAllow", func(a *Attempt) []string { return []string{a.Argument} }},
	"NoExecPaths":             {"ExecPaths", func(a *Attempt) []string { return pathWords(a.Argument) }},
}

// callsFor are the system call, and the group of its kind where a program may use
// any of them.
func callsFor(a *Attempt) []string {
	switch a.Argument {
	case "CAP_CHOWN":
		return []string{a.Call, "@chown"}
	case "CAP_SETUID", "CAP_SETGID":
		return []string{a.Call, "@setuid"}
	}
	return []string{a.Call}
}

// capabilitiesFor are the capabilities that what was refused may take, the usual
// one first (capabilities(7)).
func capabilitiesFor(a *Attempt) []string {
	switch {
	case a.Kind == need.Capability:
		return []string{a.Argument}
	case a.Kind == need.Bind:
		return []string{"CAP_NET_BIND_SERVICE"}
	case isPath(a):
		return []string{"CAP_DAC_OVERRIDE"}
	}
	return nil
}

// writablePath is the directory that has to be writable, which need not exist.
func writablePath(a *Attempt) []string {
	if !isPath(a) || a.Error != "EROFS" {
		return nil
	}
	directory := path.Dir(a.Argument)
	if directory == "/" || directory == "/run" || directory == "/var/run" {
		return nil
	}
	return pathWords("-" + directory)
}

// pathWords is a path as a list of them has it.
func pathWords(name string) []string {
	if word, ok := value.Quoted(name); ok {
		return []string{word}
	}
	return nil
}

// values are what settings are changed to where all that they do was refused.
var values = map[string]string{
	"MemoryDenyWriteExecute": "no", "PrivateUsers": "no", "PrivateDevices": "no", "PrivateNetwork": "no", "PrivateTmp": "no",
	"NoNewPrivileges": "no", "RestrictSUIDSGID": "no", "RestrictRealtime": "no", "LockPersonality": "no", "RestrictNamespaces": "no",
	"ProtectKernelTunables": "no", "ProtectKernelModules": "no", "ProtectKernelLogs": "no", "ProtectControlGroups": "no",
	"ProtectClock": "no", "ProtectHostname": "no", "ProtectHome": "read-only", "ProcSubset": "all", "ProtectProc": "default",
}

// mend returns the edit at a blamed line that allows just what was refused, or nil.
// It is tried in the model first: what does not allow it is not proposed.
func (e explanation) mend(by *unit.Assignment) *finding.Fix {
	if fix := e.mayBeMissing(by); fix != nil {
		return fix
	}
	if more, known := additions[by.Key]; known {
		for _, word := range more.words(e.attempt) {
			if line := more.list + "=" + word; word != "" && e.allowedBy(line) {
				end := by.Range().End
				return &finding.Fix{Title: "add '" + line + "'", Edits: []finding.Edit{
					{Range: source.Range{File: by.Range().File, Start: end, End: end}, NewText: "\n" + line},
				}}
			}
		}
	}
	if open, known := values[by.Key]; known && by.Value != open && e.allowedBy(by.Key+"="+open) {
		return &finding.Fix{Title: "set '" + by.Key + "=" + open + "'", Edits: []finding.Edit{{Range: by.ValueRange(), NewText: open}}}
	}
	return nil
}

// allowedBy tells whether the attempt would not be refused with one more line.
func (e explanation) allowedBy(line string) bool {
	main := sandbox.New(e.box.Unit().With(line), e.host).Main()
	verdicts := ask(main, e.attempt)
	if len(verdicts) == 0 {
		return false
	}
	return !slices.ContainsFunc(verdicts, func(v sandbox.Verdict) bool { return explains(v, e.attempt.Error) })
}

// mayBeMissing lets the start go on where a path of a list does not exist.
func (e explanation) mayBeMissing(by *unit.Assignment) *finding.Fix {
	name := e.attempt.Argument
	if e.attempt.Error != "226/NAMESPACE" || name == "" || strings.Count(by.Value, name) != 1 || !slices.Contains(mountSettings, by.Key) {
		return nil
	}
	at := by.ValueRange()
	text := string(at.File.Text[at.Start:at.End])
	offset := strings.Index(text, name)
	if offset < 0 || offset > 0 && !strings.ContainsAny(text[offset-1:offset], " \t\"'") {
		return nil
	}
	place := source.Range{File: at.File, Start: at.Start + offset, End: at.Start + offset}
	return &finding.Fix{Title: "write '-" + name + "', if it may be missing", Edits: []finding.Edit{{Range: place, NewText: "-"}}}
}
