package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// RequirementNotOrdered flags requirements on services that are not waited for.
var RequirementNotOrdered = rule(lint.Rule{
	ID:         "requirement-not-ordered",
	Summary:    "Unit that requires a service and does not wait for it",
	Severity:   finding.Note,
	Confidence: finding.Possible,
	Doc: lint.Doc{
		Text: `Requires= and BindsTo= start the other unit at the same time. Without After= the two race: the unit starts before the other is there, and it
goes on where the other fails later. Of a job that runs once and prepares something that is hardly ever meant, and with
Requisite=, which fails where the other is not yet
running, it decides by chance at boot. A unit that only its timer starts is not judged for Requisite=.`,
		Symptom: "The service starts by hand and fails at some boots: what it needs is not there yet.",
		Bad: "-- etc/systemd/system/example.service --\n[Unit]\nRequires=setup.service\n[Service]\nExecStart=/usr/bin/example\n-- " +
			"etc/systemd/system/setup.service --\n[Service]\nType=oneshot\nExecStart=/usr/bin/setup\n",
		Good: "-- etc/systemd/system/example.service --\n[Unit]\nRequires=setup.service\nAfter=setup.service\n[Service]\nExecStart=/usr/bin/example\n" +
			"-- etc/systemd/system/setup.service --\n[Service]\nType=oneshot\nExecStart=/usr/bin/setup\n",
		Fix:        "Add After= with the same unit.",
		References: []string{"systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		if !p.Unit.JudgedAsWhole() || p.Unit.Type == "target" {
			return
		}
		eachName(p.Unit, "Unit", []string{"Requires", "Requisite", "BindsTo"}, func(a *unit.Assignment, word value.Word) {
			checkRequirementOrder(p, a, word)
		})
	},
})

// ordering are the lists that put one unit before the other.
var ordering = []string{"After", "Before"}

func checkRequirementOrder(p *lint.Pass, a *unit.Assignment, word value.Word) {
	other := p.System.Beside(p.Unit, word.Text)
	if locate.TypeOf(word.Text) != "service" || word.Text == p.Unit.Name || !firstNaming(p.Unit, ordering, word.Text).IsZero() {
		return
	}
	prepares := false
	if other != nil {
		for _, name := range append([]string{p.Unit.Name}, p.Unit.Names...) {
			if !firstNaming(other, ordering, name).IsZero() {
				return
			}
		}
		for _, name := range other.Names {
			if !firstNaming(p.Unit, ordering, name).IsZero() {
				return
			}
		}
		prepares = other.Value("Service", "Type") == "oneshot"
	}
	f := finding.Finding{
		Directive: a.Key, Range: a.Span(word.Start, word.End),
		Message: fmt.Sprintf("'%s=' does not wait for '%s': both start at the same time without 'After='.", a.Key, word.Text),
		Symptom: "At boot the unit may start before the other is ready.",
		Advice:  fmt.Sprintf("Add 'After=%s'.", word.Text),
	}
	switch {
	case a.Directive.List == "Requisite" && startedByTimer(p):
		return
	case a.Directive.List == "Requisite":
		f.Severity, f.Confidence = finding.Warning, finding.Likely
		f.Message = fmt.Sprintf("'%s=' fails where '%s' is not running yet, and without 'After=' it does not wait for it.", a.Key, word.Text)
	case prepares:
		f.Severity, f.Confidence = finding.Warning, finding.Likely
		f.Message = fmt.Sprintf("'%s=' does not wait for the job '%s' to end: both start at the same time without 'After='.", a.Key, word.Text)
		f.Related = []finding.Related{{Range: other.Last("Service", "Type").Range(), Message: "it runs once and ends"}}
	}
	p.Report(f)
}

// startedByTimer tells whether the unit is a timer's, and boot does not start it:
// long after boot it is no chance whether another service runs.
func startedByTimer(p *lint.Pass) bool {
	u := p.Unit
	if u.Type != "service" || u.Value("Install", "WantedBy") != "" || u.Value("Install", "RequiredBy") != "" {
		return false
	}
	return slices.ContainsFunc(p.System.Units(), func(timer *unit.Unit) bool {
		return timer.Type == "timer" && triggers(timer) == u.Name && p.System.Beside(u, timer.Name) == timer
	})
}

// BoundUnitConditional notes units that are bound to one whose conditions may not
// hold.
var BoundUnitConditional = rule(lint.Rule{
	ID:         "bound-unit-conditional",
	Summary:    "Unit bound to one that a condition may keep from starting",
	Severity:   finding.Note,
	Confidence: finding.Possible,
	Doc: lint.Doc{
		Text: `A condition that does not hold is no failure: the unit is skipped, and what requires it starts all the same. With BindsTo= and After= on it, or
with Requisite=, that is not so: the unit has to be active, and a skipped one is not. The unit that is bound to it does not
start, without any failure to be seen.`,
		Symptom: `"Bound to unit other.service, but unit isn't active", or "Dependency failed for …".`,
		Bad: "-- etc/systemd/system/example.service --\n[Unit]\nBindsTo=other.service\nAfter=other.service\n[Service]\nExecStart=/usr/bin/example\n-- " +
			"etc/systemd/system/other.service --\n[Unit]\nConditionPathExists=/etc/other\n[Service]\nExecStart=/usr/bin/other\n",
		Good: "-- etc/systemd/system/example.service --\n[Unit]\nRequires=other.service\nAfter=other.service\n[Service]\nExecStart=/usr/bin/example\n" +
			"-- etc/systemd/system/other.service --\n[Unit]\nConditionPathExists=/etc/other\n[Service]\nExecStart=/usr/bin/other\n",
		Fix:        "Give both the same condition, or use Requires=.",
		References: []string{"systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		if !p.Unit.JudgedAsWhole() {
			return
		}
		eachName(p.Unit, "Unit", []string{"BindsTo", "Requisite"}, func(a *unit.Assignment, word value.Word) {
			other := p.System.Beside(p.Unit, word.Text)
			if other == nil || other == p.Unit || a.Directive.List == "BindsTo" && firstNaming(p.Unit, []string{"After"}, word.Text).IsZero() {
				return
			}
			if condition := ownCondition(p.Unit, other); condition != nil {
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Span(word.Start, word.End),
					Message: fmt.Sprintf("'%s=%s' keeps the unit from running where the condition '%s=%s' of the other does "+
						"not hold.", a.Key, word.Text, condition.Key, condition.Value),
					Symptom: "The unit does not start, and no unit has failed.",
					Related: []finding.Related{{Range: condition.Range(), Message: "the condition"}},
				})
			}
		})
	},
})

// ownCondition returns a condition of another unit that the unit does not share, or
// nil.
func ownCondition(u, other *unit.Unit) *unit.Assignment {
	shared := map[string]bool{}
	for _, a := range u.Assignments {
		shared[a.Key+"="+a.Value] = true
	}
	for _, a := range other.Assignments {
		if a.Reach == unit.Counts && a.Directive != nil && a.Section.Name == "Unit" && a.Value != "" && isCondition(a.Key) && !shared[a.Key+"="+a.Value] {
			return a
		}
	}
	return nil
}

// isCondition tells the settings that skip a unit where they do not hold
// (systemd.unit(5), "CONDITIONS AND ASSERTS").
func isCondition(key string) bool { return strings.HasPrefix(key, "Condition") }
