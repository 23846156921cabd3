package version

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/fault"
	"github.com/unitlint/unitlint/rules/percent"
	"github.com/unitlint/unitlint/rules/wording"
)

// OlderSystemsIgnore tells, where nobody named a target, what of a unit older
// systems would ignore: one finding a unit.
var OlderSystemsIgnore = rule(lint.Rule{
	ID:       "older-systems-ignore",
	Summary:  "Settings that older supported systems would ignore",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `Without a target the unit is judged for the newest systemd. Most units meet
older ones as well: this note gathers what they would ignore, so that nobody
counts on it there. It is a warning where an older systemd refuses the unit, or
where nothing of its allow list of system calls is left.

Name the systems that the unit is made for with --target or in the
configuration: each loss is then reported at its line.`,
		Symptom:    "On older systems the journal names unknown keys and values, and the unit starts without them.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nPrivatePIDs=yes\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=yes\n",
		Target:     "default",
		Fix:        "Name the targets of the unit, and decide for each loss.",
		References: []string{"systemd.directives(7)"},
	},
	Check: checkOlderSystemsIgnore,
})

// mostLosses is how many losses of a unit are gathered.
const mostLosses = 100

// loss is an assignment that older systems ignore, in whole or in part.
type loss struct {
	assignment *unit.Assignment
	what       string // "PrivatePIDs=" or "Type=notify-reload"
	systems    []string
	// symptom is what breaks there, or empty.
	symptom string
}

func checkOlderSystemsIgnore(p *lint.Pass) {
	older := p.Target.Older()
	if len(older) == 0 {
		return
	}
	var losses []*loss
	for _, a := range p.Unit.Assignments {
		if len(losses) == mostLosses {
			break
		}
		if l := lossOf(p.Unit, a, older); l != nil {
			losses = append(losses, l)
		}
	}
	if len(losses) == 0 {
		return
	}
	reportLosses(p, losses)
}

// lossOf says what older systems would not honour of an assignment that counts
// here, or nil.
func lossOf(u *unit.Unit, a *unit.Assignment, older []target.Target) *loss {
	if a.Reach != unit.Counts || a.Directive == nil || len(a.Verdict.Problems) > fault.MostProblems {
		return nil
	}
	l := &loss{assignment: a, what: "'" + a.Key + "='"}
	for _, system := range older {
		if a.Directive.Support(system.Release) != catalog.Honoured {
			l.systems = append(l.systems, system.Name)
		}
	}
	if l.systems != nil {
		return l
	}
	if steadyKinds[a.Directive.Kind] && !strings.Contains(a.Value, "%") {
		return nil
	}
	// Values only gain over time: where the oldest system takes it, all do.
	for _, system := range older {
		problem, found := newProblem(a.Verdict, fault.Judged(u, a, system.Release))
		if !found || percent.Foreign(a) {
			break // of a format that is not meant for systemd another rule speaks
		}
		l.what = wording.Setting(a)
		if part := a.Value[problem.Start:problem.End]; strings.TrimSpace(part) != strings.TrimSpace(a.Value) {
			l.what = fmt.Sprintf("'%s' in '%s='", part, a.Key)
			if len(part) > longestQuoted {
				l.what = fmt.Sprintf("a part of '%s='", a.Key)
			}
		}
		l.systems = append(l.systems, system.Name)
		switch {
		case problem.Outcome >= value.FileEnds && !a.DropIn:
			l.symptom = "the unit is refused with \"bad-setting\" and cannot be started."
		case l.symptom == "" && emptiesFilter(u, a, system.Release):
			l.symptom = "the allow list of system calls is empty but for @default, and the service is killed."
		}
	}
	if l.systems == nil {
		return nil
	}
	return l
}

// steadyKinds are the grammars that no release changed since the oldest, but for
// their specifiers.
var steadyKinds = map[catalog.Kind]bool{
	catalog.KindBoolean: true, catalog.KindTimespan: true, catalog.KindPath: true, catalog.KindPathList: true,
	catalog.KindUnitList: true, catalog.KindURLList: true, catalog.KindString: true, catalog.KindMode: true,
	catalog.KindUnsigned: true, catalog.KindInteger: true, catalog.KindConditionPath: true,
	catalog.KindCapabilitySet: true, catalog.KindAddressFamilies: true, catalog.KindEnvironment: true,
	catalog.KindDeviceAllow: true, catalog.KindDBusName: true, catalog.KindResourceLimit: true,
}

// newProblem returns a problem of an older verdict that the newer one has not.
func newProblem(newer, older value.Result) (value.Problem, bool) {
	for _, problem := range older.Problems {
		if problem.Outcome > value.Noticed && !fault.HasProblem(newer, problem) {
			return problem, true
		}
	}
	return value.Problem{}, false
}

// longestQuoted is how long a part of a value may be that the message quotes.
const longestQuoted = 40

// namedLosses is how many losses the message names.
const namedLosses = 4

func reportLosses(p *lint.Pass, losses []*loss) {
	f := finding.Finding{Range: losses[0].assignment.KeyRange}
	var names []string
	for _, l := range losses {
		if l.symptom != "" {
			f.Severity = finding.Warning
			f.Symptom = fmt.Sprintf("On %s %s", strings.Join(l.systems, ", "), l.symptom)
		}
		if !slices.Contains(names, l.what) {
			names = append(names, l.what)
		}
		f.Related = append(f.Related, finding.Related{
			Range:   l.assignment.KeyRange,
			Message: fmt.Sprintf("ignored on %s", strings.Join(l.systems, ", ")),
		})
	}
	if len(losses) == 1 {
		f.Directive = losses[0].assignment.Key
	}
	f.Message = fmt.Sprintf("Older systems ignore %s.", listed(names, namedLosses))
	f.Advice = "Name the systems that the unit is made for with --target to see each loss at its line."
	p.Report(f)
}

// listed joins names, at most limit of them, and counts the rest.
func listed(names []string, limit int) string {
	if len(names) <= limit {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:limit], ", "), len(names)-limit)
}
