package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// OrderingCycle flags units that wait for each other.
var OrderingCycle = rule(lint.Rule{
	ID:       "ordering-cycle",
	Summary:  "Units that wait for each other",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `Where After= and Before= go round in a ring, systemd cannot start the units
together. It breaks the ring by leaving one of them out, another one at each
boot perhaps, or gives up when all are required.

The usual case: a service that is Before=local-fs.target or another early target
and keeps its default dependencies, which make it wait for sysinit.target, and
so for the early target itself.`,
		Symptom: "The journal has \"Found ordering cycle on …\" and \"Job … deleted to break ordering cycle\"; a service is missing after some boots.",
		Bad: `-- etc/systemd/system/example.service --
[Unit]
Before=local-fs.target
[Service]
Type=oneshot
ExecStart=/usr/bin/example
`,
		Good: `-- etc/systemd/system/example.service --
[Unit]
DefaultDependencies=no
Before=local-fs.target
[Service]
Type=oneshot
ExecStart=/usr/bin/example
`,
		Fix:        "Remove one of the dependencies; for early units set DefaultDependencies=no.",
		References: []string{"systemd.unit(5)", "bootup(7)"},
	},
	Check: checkOrderingCycle,
})

// earlyTargets are reached before sysinit.target, for which units with default
// dependencies wait (bootup(7)).
var earlyTargets = []string{
	"sysinit.target", "local-fs.target", "local-fs-pre.target", "swap.target", "cryptsetup.target",
	"cryptsetup-pre.target", "veritysetup.target", "integritysetup.target",
}

// waitsForSysinit are the types of system units that wait for sysinit.target by
// default.
var waitsForSysinit = []string{"service", "socket", "timer", "path"}

func checkOrderingCycle(p *lint.Pass) {
	if !p.Unit.JudgedAsWhole() {
		return
	}
	if reportEarly(p) || reportLate(p) {
		return
	}
	said := map[*unit.Assignment]bool{}
	for _, cycle := range p.System.Cycles(p.Unit) {
		if line := cycle[0].Line; !said[line] {
			said[line] = true
			reportCycle(p, cycle)
		}
	}
}

// reportEarly flags a unit that is to come before an early target and waits for
// it by its default dependencies, whatever else the tree holds.
func reportEarly(p *lint.Pass) bool {
	u := p.Unit
	if u.Scope != locate.System || !slices.Contains(waitsForSysinit, string(u.Type)) || !u.Truth("Unit", "DefaultDependencies", true) {
		return false
	}
	found := false
	for _, a := range u.All("Unit", "Before") {
		for _, word := range u.UnitNames(a) {
			if !slices.Contains(earlyTargets, word.Text) {
				continue
			}
			found = true
			p.Report(finding.Finding{
				Directive: a.Key, Range: a.Span(word.Start, word.End),
				Message: fmt.Sprintf("'Before=%s' makes a ring: the unit waits for it by its default dependencies.", word.Text),
				Symptom: "The journal has \"Found ordering cycle\" at boot, and systemd leaves a unit out.",
				Advice:  "Set DefaultDependencies=no, and name what the unit really needs.",
			})
		}
	}
	return found
}

// reportLate flags a unit that multi-user.target wants, and so waits for, and that waits
// for graphical.target, which comes after it (systemd.target(5), "Default
// Dependencies"; systemd.special(7)), where the tree does not hold the targets.
func reportLate(p *lint.Pass) bool {
	u := p.Unit
	const late, wanting = "graphical.target", "multi-user.target"
	if u.Scope != locate.System || !u.Truth("Unit", "DefaultDependencies", true) || p.System.Beside(u, late) != nil {
		return false
	}
	if !installedFor(u, wanting) {
		return false
	}
	for _, a := range u.All("Unit", "After") {
		names := u.UnitNames(a)
		at := slices.IndexFunc(names, func(name value.Word) bool { return name.Text == late })
		if at < 0 {
			continue
		}
		p.Report(finding.Finding{
			Directive: a.Key, Range: a.Span(names[at].Start, names[at].End),
			Message: fmt.Sprintf("'After=%s' makes a ring: %s waits for what it wants, and %s for %s.", late, wanting, late, wanting),
			Symptom: "Where the system starts graphical.target, the journal has \"Found ordering cycle\" at boot, and systemd leaves a unit out.",
			Advice:  "Set 'WantedBy=graphical.target', or wait for what the unit really needs.",
		})
		return true
	}
	return false
}

// installedFor tells that a unit, when it is enabled, is started with another one.
func installedFor(u *unit.Unit, other string) bool {
	return slices.ContainsFunc([]string{"WantedBy", "RequiredBy"}, func(list string) bool {
		return slices.ContainsFunc(u.All("Install", list), func(a *unit.Assignment) bool {
			return slices.Contains(strings.Fields(a.Value), other)
		})
	})
}

// Of a long ring the first and the last units are named.
const (
	mostOfRing = 12
	endsOfRing = 5
)

func reportCycle(p *lint.Pass, cycle system.Cycle) {
	first := cycle[0]
	f := finding.Finding{
		Directive: first.Line.Key, Range: first.Line.Span(first.Start, first.End),
		Symptom: "The journal has \"Found ordering cycle\" when they are started together, and systemd leaves one of them out.",
	}
	begin, left, end := cycle, 0, system.Cycle(nil)
	if len(cycle) > mostOfRing {
		begin, end = cycle[:endsOfRing], cycle[len(cycle)-endsOfRing:]
		left = len(cycle) - len(begin) - len(end)
	}
	var ring []string
	name := func(waits system.Cycle) {
		for _, w := range waits {
			ring = append(ring, w.Unit.Name)
			if w.Line != nil && w.Line != first.Line {
				f.Related = append(f.Related, finding.Related{
					Range:   w.Line.Span(w.Start, w.End),
					Message: fmt.Sprintf("%s waits for %s", w.Unit.Name, w.For.Name),
				})
			}
		}
	}
	name(begin)
	if left > 0 {
		ring = append(ring, fmt.Sprintf("%d more units", left))
	}
	name(end)
	ring = append(ring, first.Unit.Name)
	f.Message = fmt.Sprintf("The units wait for each other: %s.", strings.Join(ring, " after "))
	p.Report(f)
}
