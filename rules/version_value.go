package rules

import (
	"fmt"
	"sort"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// ValueNewerThanTarget flags values, or parts of them, that a newer systemd
// takes and the target's does not.
var ValueNewerThanTarget = &lint.Rule{
	ID:         "value-newer-than-target",
	Summary:    "Value that the target's systemd does not know",
	Category:   finding.Version,
	Severity:   finding.Warning,
	Confidence: finding.Certain,
	Since:      "0.1.0",
	Fixes:      finding.UnsafeFixes("The older word is near in meaning, not the same."),
	Doc: lint.Doc{
		Text: `A directive can be old and its value new: words, specifiers, prefixes of
commands and system call groups came with later releases. An older systemd says
so in the journal and drops the value, a part of it, or refuses the unit.`,
		Symptom:    `The journal has "Failed to parse service type, ignoring: notify-reload", and the service counts as started at once.`,
		Bad:        "[Service]\nType=notify-reload\nExecStart=/usr/bin/example\n",
		Good:       "[Service]\nType=notify\nExecStart=/usr/bin/example\n",
		Target:     "systemd-252",
		Fix:        "Use the nearest value that every target knows, or keep the new one for newer systems in a file of its own.",
		References: []string{"systemd.exec(5)", "systemd.service(5)", "systemd.unit(5)"},
	},
	Check: checkValueNewerThanTarget,
}

func checkValueNewerThanTarget(p *lint.Pass) {
	known := firstReleases{}
	for _, a := range p.Unit.Assignments {
		for _, problem := range a.Verdict.Problems {
			since := known.of(p.Unit, a, problem)
			if since == 0 {
				continue
			}
			reportNewerValue(p, a, problem, since)
		}
	}
}

func reportNewerValue(p *lint.Pass, a *unit.Assignment, problem value.Problem, since int) {
	part := a.Value[problem.Start:problem.End]
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.Span(problem.Start, problem.End),
		Message:   fmt.Sprintf("%s: systemd %d is the first that takes '%s' here.", consequence(a, problem.Outcome), since, part),
		Symptom:   symptomOfValue(a, problem),
	}
	if problem.Outcome >= value.FileEnds {
		f.Severity = finding.Error
	}
	if emptiesFilter(p.Unit, a, p.Unit.Release) {
		f.Severity, f.Symptom = finding.Error, emptyFilterSymptom
	}
	if older, ok := nearestValues[a.Directive.Param+"="+part]; ok && problem.Outcome < value.FileEnds {
		f.Fix = &finding.Fix{
			Title: fmt.Sprintf("Use '%s'", older),
			Edits: []finding.Edit{{Range: a.Span(problem.Start, problem.End), NewText: older}},
		}
	}
	p.Report(f)
}

// mostProblems is how many faults a value may have before it is taken to be
// wrong everywhere: no release added that many words at once.
const mostProblems = 32

// takenSince returns the first release newer than the unit's that does not have
// a problem with the value, 0 where all have it: then the value is wrong
// everywhere and the rules about values speak of it.
func takenSince(u *unit.Unit, a *unit.Assignment, problem value.Problem) int {
	if a.Directive == nil || u.Release.Version >= catalog.Newest || problem.Outcome == value.Noticed ||
		len(a.Verdict.Problems) > mostProblems || hasProblem(judgedAt(u, a, catalog.Newest), problem) {
		return 0
	}
	first := u.Release.Version + 1
	return first + sort.Search(catalog.Newest-first, func(i int) bool {
		return !hasProblem(judgedAt(u, a, first+i), problem)
	})
}

// firstReleases remembers the answers of takenSince for one unit: a file may
// repeat a line many thousand times.
type firstReleases map[faultyValue]int

type faultyValue struct {
	directive  *catalog.Directive
	value      string
	start, end int
}

func (f firstReleases) of(u *unit.Unit, a *unit.Assignment, problem value.Problem) int {
	key := faultyValue{a.Directive, a.Value, problem.Start, problem.End}
	since, known := f[key]
	if !known {
		since = takenSince(u, a, problem)
		f[key] = since
	}
	return since
}

// judgedAt is the verdict on an assignment at an upstream release.
func judgedAt(u *unit.Unit, a *unit.Assignment, version int) value.Result {
	return judged(u, a, catalog.Release{Version: version})
}

func judged(u *unit.Unit, a *unit.Assignment, r catalog.Release) value.Result {
	context := u.Context(a)
	context.Release = r
	return value.Check(a.Directive, a.Value, context)
}

// hasProblem tells whether a verdict holds a problem at the same place, or one
// that keeps the place from being read at all.
func hasProblem(r value.Result, problem value.Problem) bool {
	for _, other := range r.Problems {
		if other.Outcome > value.Noticed && other.Start <= problem.Start && problem.Start <= other.End {
			return true
		}
	}
	return false
}

// consequence says what systemd does with the assignment or the part of it.
func consequence(a *unit.Assignment, outcome value.Outcome) string {
	switch {
	case outcome == value.PartDropped:
		return fmt.Sprintf("A part of '%s=' is ignored", a.Key)
	case outcome <= value.Ignored:
		return fmt.Sprintf("'%s=' is ignored", a.Key)
	case a.DropIn:
		return fmt.Sprintf("'%s=' ends the drop-in, and what follows it is not read", a.Key)
	}
	return fmt.Sprintf("'%s=' keeps the unit from loading", a.Key)
}

func symptomOfValue(a *unit.Assignment, problem value.Problem) string {
	if problem.Outcome >= value.FileEnds && !a.DropIn {
		return "The unit is refused with \"bad-setting\" and cannot be started."
	}
	if loss, ok := valueLosses[a.Directive.Param]; ok && problem.Outcome == value.Ignored {
		return loss
	}
	if loss, ok := losses[a.Key]; ok && problem.Outcome == value.Ignored {
		return loss
	}
	return "The journal names the value that was not understood; the unit starts without it."
}

// emptyFilterSymptom is what an allow list does that names nothing which the
// release knows (systemd.exec(5): the calls of @default stay allowed).
const emptyFilterSymptom = "The allow list is empty but for @default: the service is killed with SIGSYS, or gets the error of SystemCallErrorNumber=, at its first other system call."

// emptiesFilter tells whether an allow list of system calls consists of groups
// that the release does not know: all other calls are then forbidden.
func emptiesFilter(u *unit.Unit, a *unit.Assignment, r catalog.Release) bool {
	if a.Directive.Kind != catalog.KindSyscallFilter || a.Directive.Param != "" {
		return false
	}
	lines := u.All(a.Directive.ListSection, a.Directive.List)
	if len(lines) == 0 || strings.HasPrefix(lines[0].Value, "~") {
		return false
	}
	for _, line := range lines {
		context := u.Context(line)
		context.Release = r
		filter, _ := value.SyscallFilter(line.Value, context)
		for _, call := range filter.Calls {
			if call.Known && !filter.Inverted {
				return false
			}
		}
	}
	return true
}

// nearestValues maps new words of an enum to the older ones that come nearest.
// From the manual pages' words on each value.
var nearestValues = map[string]string{
	"ServiceType=exec":             "simple",
	"ServiceType=notify-reload":    "notify",
	"PrivateTmp=connected":         "yes",
	"PrivateTmp=disconnected":      "yes",
	"PrivateUsers=self":            "yes",
	"ProtectHostname=private":      "yes",
	"ProtectControlGroups=private": "yes",
	"ProtectControlGroups=strict":  "yes",
	"RestartMode=debug":            "normal",
	"PreserveMode=on-success":      "yes",
	"JobMode=triggering":           "replace",
}

// valueLosses says, by enum, what follows where the value is ignored and the
// default applies.
var valueLosses = map[string]string{
	"ServiceType":          "The type is derived from the other settings, simple where there is nothing else: the service counts as started at once.",
	"PrivateTmp":           "The service shares /tmp and /var/tmp with the host.",
	"PrivateUsers":         "The service runs in the user namespace of the host.",
	"ProtectHostname":      "The service may change the host name as far as its capabilities allow.",
	"ProtectControlGroups": "The service may write below /sys/fs/cgroup as far as its permissions allow.",
	"StandardOutput":       "The output goes where the manager's default sends it, the journal as a rule.",
}
