package version

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/fault"
)

// DirectiveNewerThanTarget flags keys that the target's systemd does not know,
// although another release does.
var DirectiveNewerThanTarget = rule(lint.Rule{
	ID:       "directive-newer-than-target",
	Summary:  "Directive that the target's systemd does not know",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `systemd drops keys that it does not know with a line in the journal and
starts the unit all the same. A unit that was hardened on a newer system then
runs without the protection, and nothing fails.

The rule knows for every key the first release that has it, the trees of RHEL 8
and 9 with their back-ports included, and says what is missing without it.`,
		Symptom: `The journal has "Unknown key name 'ProtectProc' in section 'Service', ignoring." (or "Unknown lvalue"), and the service runs unprotected.`,
		Bad:     "[Service]\nExecStart=/usr/bin/example\nProtectProc=invisible\n",
		Good:    "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\n",
		Target:  "systemd-245",
		Fix:     "Remove the directive, or keep it for newer systems and accept that it does nothing on this one.",
		Versions: `Since is the first upstream release; RHEL 8 (239) and RHEL 9 (252) are judged with the directives
that their trees carry in addition.`,
		References: []string{"systemd.directives(7)", "systemd.exec(5)"},
	},
	Check: checkDirectiveNewerThanTarget,
})

func checkDirectiveNewerThanTarget(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if a.Reach != unit.UnknownDirective || a.Directive == nil {
			continue
		}
		p.Report(finding.Finding{
			Directive: a.Key,
			Range:     a.KeyRange,
			Message:   fmt.Sprintf("'%s=' is ignored: %s.", a.Key, whoKnows(a.Directive, p.Unit.Release)),
			Symptom:   symptomWithout(a.Directive),
			Advice:    "Keep it only where newer systems use the same file, and do not count on it here.",
		})
	}
}

// whoKnows says which releases know a directive that this one does not.
func whoKnows(d *catalog.Directive, r catalog.Release) string {
	if d.GoneSince != 0 && r.Version >= d.GoneSince {
		if d.Replacement != "" {
			return fmt.Sprintf("systemd %d dropped it for '%s='", d.GoneSince, d.Replacement)
		}
		return fmt.Sprintf("systemd %d dropped it", d.GoneSince)
	}
	return fmt.Sprintf("systemd %d is the first that knows it", d.Since)
}

// symptomWithout says what an operator sees where a directive has no effect.
func symptomWithout(d *catalog.Directive) string {
	if loss := fault.Loss(d.Name); loss != "" {
		return loss
	}
	return fmt.Sprintf("The journal says that the key '%s' is unknown in section [%s]; the unit starts without it.", d.Name, d.Section)
}

// DirectiveRemoved flags keys that the target's systemd still parses but does
// not act on any more.
var DirectiveRemoved = rule(lint.Rule{
	ID:       "directive-removed",
	Summary:  "Directive without effect in the target's systemd",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("Older releases honour the line, or do not know the new name."),
	Doc: lint.Doc{
		Text: `Some keys were dropped from systemd but are still recognised: the unit loads,
a line in the journal says that support was removed, and nothing else happens.
Limits of memory, CPU and block devices that rely on such keys are not enforced.`,
		Symptom:    `The journal has "Support for option MemoryLimit= has been removed and it is ignored".`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nMemoryLimit=512M\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nMemoryMax=512M\n",
		Fix:        "Use the key that took its place.",
		Versions:   "The keys of the first control group version lost their effect with 258, DefaultMemoryLow= and its kin with 260; others had lost it before 239.",
		References: []string{"systemd.resource-control(5)"},
	},
	Check: checkDirectiveRemoved,
})

// harmlessWhenRemoved are removed keys whose loss changes nothing: what they
// asked for is always so, or concerned things that no longer exist.
var harmlessWhenRemoved = map[string]bool{
	"CPUAccounting": true, "BlockIOAccounting": true, "SysVStartPriority": true,
	"IgnoreOnSnapshot": true, "BusPolicy": true, "NetClass": true,
}

func checkDirectiveRemoved(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		d := a.Directive
		if a.Reach != unit.WithoutEffect || d.Support(p.Unit.Release) != catalog.NoEffect {
			continue
		}
		f := finding.Finding{
			Directive: a.Key,
			Range:     a.KeyRange,
			Message:   fmt.Sprintf("'%s=' has no effect any more.", a.Key),
			Symptom:   fmt.Sprintf("The journal says that support for the option %s= has been removed.", a.Key),
		}
		if harmlessWhenRemoved[a.Key] {
			f.Severity = finding.Note
			f.Fix = &finding.Fix{Title: "Remove the line", Edits: []finding.Edit{removeLine(a)}}
		}
		switch {
		case d.Replacement != "":
			f.Message = fmt.Sprintf("'%s=' has no effect any more; use %s instead.", a.Key, settingName(d.Replacement))
			f.Advice = "Use " + settingName(d.Replacement) + "."
			f.Fix = renaming(a, p.Unit.Release)
		case d.Note != "":
			f.Message = fmt.Sprintf("'%s=' has no effect any more: %s.", a.Key, d.Note)
		}
		p.Report(f)
	}
}

// settingName puts a replacement that is a plain directive into quotes.
func settingName(replacement string) string {
	if strings.ContainsAny(replacement, " +=") {
		return replacement
	}
	return "'" + replacement + "='"
}

// removeLine is the edit that takes a whole assignment away, its line break
// included.
func removeLine(a *unit.Assignment) finding.Edit {
	whole := a.Range()
	end := whole.End
	text := whole.File.Text
	if end < len(text) && text[end] == '\r' {
		end++
	}
	if end < len(text) && text[end] == '\n' {
		end++
	}
	return finding.Edit{Range: whole.File.Range(whole.Start, end)}
}

// DeprecatedDirective flags old spellings and keys that will go away.
var DeprecatedDirective = rule(lint.Rule{
	ID:       "deprecated-directive",
	Summary:  "Old spelling of a directive, or one that will go away",
	Severity: finding.Note,
	Fixes: finding.SomeSafeFixes("An old name and its new one are the same setting. The fix is safe where every release since 239 knows the new name; " +
		"else older releases than the targets would ignore the line."),
	Doc: lint.Doc{
		Text: `systemd keeps old names of directives working, some with a warning in the
journal, some in silence. They are no longer documented, so that readers of the
unit cannot look them up, and a few were dropped in the end.`,
		Symptom:    "The journal may name the new spelling.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nReadWriteDirectories=/srv/example\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nReadWritePaths=/srv/example\n",
		Fix:        "Use the new name, where every target knows it.",
		References: []string{"systemd.exec(5)", "systemd.unit(5)"},
	},
	Check: checkDeprecatedDirective,
})

func checkDeprecatedDirective(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if a.Directive == nil || a.Directive.Support(p.Unit.Release) != catalog.Honoured || !deprecatedAt(a.Directive, p.Unit.Release) {
			continue
		}
		d := a.Directive
		f := finding.Finding{
			Directive: a.Key,
			Range:     a.KeyRange,
			Message:   fmt.Sprintf("'%s=' is deprecated; use %s instead.", a.Key, settingName(d.Replacement)),
		}
		f.Fix = renaming(a, p.Unit.Release)
		if f.Fix != nil {
			twin := twinOf(d)
			f.Fix.Safe = twin != nil && twin.Since <= catalog.Oldest
		}
		if f.Fix == nil {
			f.Advice = "Use " + settingName(d.Replacement) + "."
		}
		p.Report(f)
	}
}

// renaming is the fix that gives an assignment its new name, where the new
// directive takes the same values; nil otherwise.
func renaming(a *unit.Assignment, r catalog.Release) *finding.Fix {
	old := a.Directive
	successor := catalog.Lookup(old.Section, old.Replacement)
	if successor == nil || successor.Support(r) != catalog.Honoured {
		return nil
	}
	if twin := twinOf(old); twin == nil && (successor.Kind != old.Kind || successor.Param != old.Param) {
		return nil
	}
	return &finding.Fix{
		Title: fmt.Sprintf("Rename to '%s='", successor.Name),
		Edits: []finding.Edit{{Range: a.KeyRange, NewText: successor.Name}},
	}
}

// deprecatedAt tells whether a release has something better: an old spelling is
// deprecated wherever its twin is known.
func deprecatedAt(d *catalog.Directive, r catalog.Release) bool {
	if d.DeprecatedSince != 0 {
		return r.Version >= d.DeprecatedSince
	}
	return twinOf(d) != nil || strings.HasSuffix(d.Replacement, "in [Unit]")
}

// twinOf returns the directive that an old spelling stands for: it takes the
// same values and writes the same store.
func twinOf(d *catalog.Directive) *catalog.Directive {
	if d.Replacement == "" {
		return nil
	}
	twin := catalog.Lookup(d.Section, d.Replacement)
	sameValues := twin != nil && twin.Kind == d.Kind && (twin.Param == d.Param || d.Param == "obsolete")
	if !sameValues || twin.List != d.List {
		return nil
	}
	return twin
}
