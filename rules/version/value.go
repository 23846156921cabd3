package version

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/fault"
	"github.com/unitlint/unitlint/rules/percent"
)

// ValueNewerThanTarget flags values, or parts of them, that a newer systemd
// takes and the target's does not.
var ValueNewerThanTarget = rule(lint.Rule{
	ID:       "value-newer-than-target",
	Summary:  "Value that the target's systemd does not know",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The older word is near in meaning, not the same."),
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
})

func checkValueNewerThanTarget(p *lint.Pass) {
	known := fault.FirstReleases{}
	for _, a := range p.Unit.Assignments {
		for _, problem := range a.Verdict.Problems {
			since := known.Of(p.Unit, a, problem)
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
		Message:   fmt.Sprintf("%s: systemd %d is the first that takes '%s' here.", fault.Consequence(a, problem.Outcome), since, part),
		Symptom:   fault.Symptom(a, problem),
	}
	if problem.Outcome >= value.FileEnds {
		f.Severity = finding.Error
	}
	if emptiesFilter(p.Unit, a, p.Unit.Release) {
		f.Severity, f.Symptom = finding.Error, emptyFilterSymptom
	}
	if problem.Code == value.CodeBadSpecifier && percent.Foreign(a) {
		f.Advice = "Double the percent signs: they are meant for the program, on no release for systemd."
	}
	if older, ok := nearestValues[a.Directive.Param+"="+part]; ok && problem.Outcome < value.FileEnds {
		f.Fix = &finding.Fix{
			Title: fmt.Sprintf("Use '%s'", older),
			Edits: []finding.Edit{{Range: a.Span(problem.Start, problem.End), NewText: older}},
		}
	}
	p.Report(f)
}

// emptyFilterSymptom is what an allow list does that names nothing which the
// release knows (systemd.exec(5): the calls of @default stay allowed).
const emptyFilterSymptom = "The allow list is empty but for @default: the service is killed with SIGSYS, or gets the error of SystemCallErrorNumber=, " +
	"at its first other system call."

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
