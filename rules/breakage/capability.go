package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// AmbientOutsideBoundingSet flags ambient capabilities that the bounding set leaves out.
var AmbientOutsideBoundingSet = rule(lint.Rule{
	ID: "ambient-outside-bounding-set", Summary: "The bounding set takes away what AmbientCapabilities= gives",
	Category: finding.Weakness, Severity: finding.Warning,
	Fixes: finding.UnsafeFixes("It gives the service a capability that the bounding set takes away, perhaps on purpose."),
	Doc: lint.Doc{
		Text: `A process can only have capabilities that are in its bounding set. A capability that AmbientCapabilities= names
and CapabilityBoundingSet= lacks is never raised, without any message.`,
		Symptom:    "'Operation not permitted' for what the capability was given for.",
		Bad:        "[Service]\nUser=daemon\nExecStart=/usr/sbin/example\nAmbientCapabilities=CAP_CHOWN\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n",
		Good:       "[Service]\nUser=daemon\nExecStart=/usr/sbin/example\nAmbientCapabilities=CAP_CHOWN\nCapabilityBoundingSet=CAP_CHOWN\n",
		Fix:        "Adds the capabilities to the bounding set.",
		References: []string{"systemd.exec(5)", "capabilities(7)"},
	},
	Check: checkAmbient,
})

func checkAmbient(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	bounding, ambient := p.Sandbox().BoundingSet(), p.Sandbox().AmbientSet()
	lost := ambient.Set &^ bounding.Set
	if lost == 0 || bounding.Undecided || ambient.Undecided || len(bounding.Because) == 0 || len(ambient.Because) == 0 {
		return
	}
	given := ambient.Because[len(ambient.Because)-1]
	for _, loss := range bounding.Losses(lost) {
		reportAmbient(p, loss, given, bounding.Because)
	}
}

func reportAmbient(p *lint.Pass, loss sandbox.Loss, given *unit.Assignment, because []*unit.Assignment) {
	names, by := strings.Join(loss.Set.Names(), " "), loss.By
	// A drop-in that narrows the set of a packaged unit may well take away what
	// the program can live without.
	severity, confidence := finding.Error, finding.Certain
	if by.File != given.File && by.File != p.Unit.Fragment {
		severity, confidence = finding.Note, finding.Possible
	}
	related := []finding.Related{{Range: given.Range(), Message: "raises " + names}}
	related = append(related, decidedWith(others(because, by))...)
	advice := "Name the capability in CapabilityBoundingSet= too."
	if by.Key != "CapabilityBoundingSet" {
		advice = fmt.Sprintf("Leave %s= out, or do not raise the capability.", by.Key)
	}
	p.Report(finding.Finding{
		Severity: severity, Confidence: confidence, Directive: by.Key, Range: by.Range(),
		Message: fmt.Sprintf("%s leaves %s out, which 'AmbientCapabilities=' is to raise: the service never has it.", wording.Setting(by), names),
		Symptom: "The service runs, and what needs the capability fails (EPERM).",
		Related: related,
		Fix:     boundingFix(by, names),
		Advice:  advice,
	})
}

// others are the lines of the same list beside one.
func others(because []*unit.Assignment, one *unit.Assignment) []*unit.Assignment {
	var list []*unit.Assignment
	for _, a := range because {
		if a != one && a.Key == one.Key {
			list = append(list, a)
		}
	}
	return list
}

// boundingFix adds capabilities to the bounding set where a list decides.
func boundingFix(by *unit.Assignment, names string) *finding.Fix {
	if by.Key != "CapabilityBoundingSet" {
		return nil
	}
	line := "CapabilityBoundingSet=" + names
	return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineAfter(by, line)}}
}

// BoundingSetGrantsNothing flags capabilities that nobody of the service ever has.
var BoundingSetGrantsNothing = rule(lint.Rule{
	ID: "bounding-set-grants-nothing", Summary: "A service with User= is left capabilities that it never gets",
	Severity: finding.Warning, Confidence: finding.Likely,
	Fixes: finding.UnsafeFixes("A program with file capabilities, or one that is set-user-ID, loses them."),
	Doc: lint.Doc{
		Text: `CapabilityBoundingSet= limits, it does not give: a service with User= starts without any capability, whatever
the set names. Who writes both in one file may mean the service to have them, which AmbientCapabilities= would raise, or may
have forgotten the set. Only a file capability of the program, or a program that
is set-user-ID, could make use of the set, and not under no_new_privs.`,
		Symptom:    "'Operation not permitted' for what the capability was meant for.",
		Bad:        "[Service]\nUser=daemon\nExecStart=/usr/sbin/example\nCapabilityBoundingSet=CAP_NET_RAW\n",
		Good:       "[Service]\nUser=daemon\nExecStart=/usr/sbin/example\nCapabilityBoundingSet=\n",
		Fix:        "Empties the set, which keeps the service as it runs. Where it needs one of the capabilities, raise that one with AmbientCapabilities=.",
		References: []string{"systemd.exec(5)", "capabilities(7)"},
	},
	Check: checkBoundingSet,
})

func checkBoundingSet(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	bounding, ambient := p.Sandbox().BoundingSet(), p.Sandbox().AmbientSet()
	by := namedBy(p.Unit.All(p.Unit.ExecSection(), "CapabilityBoundingSet"))
	id := p.Sandbox().Main().Identity()
	user := id.Cause()
	if by == nil || bounding.Undecided || ambient.Undecided || ambient.Set != 0 || bounding.Set == 0 ||
		id.Root != sandbox.No || user == nil || user.File != by.File || usesPrivilegedLines(p) || gainsPrivileges(p) {
		return
	}
	names := strings.Join(bounding.Set.Names(), " ")
	fix := &finding.Fix{Title: "Empty the set", Edits: []finding.Edit{{Range: by.ValueRange()}}}
	if slices.ContainsFunc(p.Refusals(), asksForCapability) {
		fix = nil // what raises the capability goes with the set
	}
	f := finding.Finding{
		Directive: by.Key, Range: by.Range(),
		Message: fmt.Sprintf("%s grants nothing: the service runs with %s, and 'AmbientCapabilities=' raises "+
			"none of %s.", wording.Setting(by), wording.Setting(user), names),
		Symptom: "The service starts without the capabilities (EPERM or EACCES where it needs one).",
		Related: []finding.Related{{Range: user.Range(), Message: "a user who is not root starts without capabilities"}},
		Fix:     fix,
		Advice: "Empty the set; what the service really needs is raised by AmbientCapabilities=. It does not hold where the program carries file " +
			"capabilities and no_new_privs is not set.",
	}
	if needsNoCapability(p) {
		f.Severity = finding.Note
		f.Symptom = "None: the program is known, and to need none of them. The set only looks as if it granted something."
		f.Advice = "Empty the set. It does not hold where the program runs others that are set-user-ID, and no_new_privs is not set."
	}
	p.Report(f)
}

// needsNoCapability tells whether the main program is known, not for single
// facts alone, and no need of it is refused that a capability meets: such a set is left over, and
// nothing is missed.
func needsNoCapability(p *lint.Pass) bool {
	main := p.Needs().Main
	return main != nil && !main.Partial && !slices.ContainsFunc(p.Refusals(), asksForCapability)
}

// asksForCapability tells whether a refused need is one that a capability meets.
func asksForCapability(r match.Refusal) bool {
	return slices.Contains([]need.Kind{need.Capability, need.Bind, need.Serve, need.LockedMemory}, r.Need.Kind)
}

// namedBy returns the last line that names capabilities to keep, or nil where
// the set is one of what is taken away.
func namedBy(assignments []*unit.Assignment) *unit.Assignment {
	var by *unit.Assignment
	for _, a := range assignments {
		if strings.HasPrefix(a.Value, "~") {
			return nil
		}
		if a.Value != "" {
			by = a
		}
	}
	return by
}

// usesPrivilegedLines tells whether a line of the unit runs as root after all.
func usesPrivilegedLines(p *lint.Pass) bool {
	for _, process := range p.Sandbox().Lines() {
		if process.Identity().Root == sandbox.Yes && !process.FullyPrivileged() {
			return true
		}
	}
	return false
}

// gainsPrivileges tells whether a program is known to get capabilities from
// files that it runs.
func gainsPrivileges(p *lint.Pass) bool {
	needs := p.Needs().Needs
	for i := range needs {
		if needs[i].Kind == need.GainPrivileges && match.Arises(p.Sandbox(), &needs[i]) {
			return true
		}
	}
	return false
}
