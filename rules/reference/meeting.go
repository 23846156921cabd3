package reference

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// eachName calls do for every word of the lists of [Unit] or [Install] that does
// not hold a specifier.
func eachName(u *unit.Unit, section string, lists []string, do func(*unit.Assignment, value.Word)) {
	for _, list := range lists {
		for _, a := range u.All(section, list) {
			for _, word := range u.UnitNames(a) {
				if !strings.ContainsRune(a.Value[word.Start:word.End], '%') {
					do(a, word)
				}
			}
		}
	}
}

// meeting is a target that only helps who both wants it and is ordered against
// it (systemd.special(7)).
type meeting struct {
	target string
	// order is the list of [Unit] that lets it matter, when says before what a
	// unit without it starts.
	order, when string
}

// meetings are the targets of systemd.special(7) that nothing else starts.
var meetings = []meeting{
	{"network-online.target", "After", "before the network is configured"},
	{"network-pre.target", "Before", "while interfaces are already being configured"},
}

// starting are the dependencies that start another unit.
var starting = []string{"Wants", "Requires", "BindsTo", "Requisite", "Upholds"}

// TargetNotOrdered flags units that start a target to wait for and do not wait,
// or wait for one that nothing may start.
var TargetNotOrdered = rule(lint.Rule{
	ID:       "target-not-ordered",
	Summary:  "Target that is wanted and not waited for, or the reverse",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `Wants= starts another unit at the same time; After= lets this one wait for it. network-online.target is there to be waited for: a unit that
wants it without After= starts while the network is still being configured, as if the line were not there. After= alone waits only where something else wants
the target, which on a small system is nobody.

network-pre.target is the same the other way round: a packet filter has to come Before= it and to want it.`,
		Symptom:    `At boot, and only then: "Cannot assign requested address", "Network is unreachable", "Name or service not known".`,
		Bad:        "[Unit]\nWants=network-online.target\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nWants=network-online.target\nAfter=network-online.target\n\n[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Name the target in both lists.",
		References: []string{"systemd.special(7)", "systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		// A target waits for what it wants by default (systemd.target(5)).
		if !p.Unit.JudgedAsWhole() || p.Unit.Type == "target" {
			return
		}
		for _, m := range meetings {
			checkMeeting(p, m)
		}
	},
})

func checkMeeting(p *lint.Pass, m meeting) {
	ordered := firstNaming(p.Unit, []string{m.order}, m.target)
	wanted := firstNaming(p.Unit, starting, m.target)
	switch {
	case wanted.IsZero() == ordered.IsZero():
	case ordered.IsZero() && (orderedOtherwise(p.Unit, m.target) || waitsForIt(p.Unit, m)):
	case ordered.IsZero():
		p.Report(finding.Finding{
			Directive: "Wants", Range: wanted,
			Message: fmt.Sprintf("'%s' is started and not waited for: without '%s=' it starts at the same time.", m.target, m.order),
			Symptom: fmt.Sprintf("At boot the unit may start %s.", m.when),
			Advice:  fmt.Sprintf("Add '%s=%s'.", m.order, m.target),
		})
	default:
		p.Report(finding.Finding{
			Directive: m.order, Range: ordered, Severity: finding.Note, Confidence: finding.Possible,
			Message: fmt.Sprintf("'%s=%s' has no effect unless another unit starts the target: this one does not want it.", m.order, m.target),
			Symptom: fmt.Sprintf("Where nothing else wants the target, the unit may start %s.", m.when),
			Advice:  fmt.Sprintf("Add 'Wants=%s'.", m.target),
		})
	}
}

// orderedOtherwise tells whether a unit is ordered to a target at all: what comes
// after network-pre.target, or before network-online.target, makes no mistake
// about the other order.
func orderedOtherwise(u *unit.Unit, target string) bool {
	return !firstNaming(u, []string{"After", "Before"}, target).IsZero()
}

// waitsForIt tells whether a timer, socket or path unit wants a target for the unit
// that it starts, which waits for it itself, or which nobody has.
func waitsForIt(u *unit.Unit, m meeting) bool {
	if _, ok := triggeredBy[string(u.Type)]; !ok {
		return false
	}
	started := system.Neighbour(u, triggers(u))
	return started == nil || !firstNaming(started, []string{m.order}, m.target).IsZero()
}

// firstNaming is the place where one of the lists of [Unit] first names a unit;
// zero where none does.
func firstNaming(u *unit.Unit, lists []string, name string) source.Range {
	var place source.Range
	eachName(u, "Unit", lists, func(a *unit.Assignment, word value.Word) {
		if place.IsZero() && word.Text == name {
			place = a.Span(word.Start, word.End)
		}
	})
	return place
}
