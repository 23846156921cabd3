package filter

import (
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
)

// Dedupe keeps one finding where several units read the fault from one file. What a
// drop-in that they share, such as one of a unit type, has wrong in its own text is
// wrong in the file, not in each of the units; and what is said of a template holds
// for its instances, which read the same lines.
func Dedupe(_ *lint.State, findings []finding.Finding) []finding.Finding {
	templates := map[statement]bool{}
	for i := range findings {
		if f := &findings[i]; isInherited(f) && strings.Contains(f.Unit, "@.") {
			templates[statementOf(f, f.Unit)] = true
		}
	}
	seen := map[place]bool{}
	return without(findings, func(f *finding.Finding) bool {
		if len(templates) > 0 && isInherited(f) && saidOfTemplate(f, templates) {
			return true
		}
		if !aboutText(f.Category) {
			return false
		}
		at := placeOf(f)
		if seen[at] {
			return true
		}
		seen[at] = true
		return false
	})
}

// place is where what is said.
type place struct {
	rule, path, message string
	start, end          int
}

func placeOf(f *finding.Finding) place {
	return place{f.Rule, f.Path(), f.Message, f.Range.Start, f.Range.End}
}

// statement is all that a finding says of a unit by itself.
type statement struct {
	at                   place
	unit, scope, targets string
	severity             finding.Severity
	confidence           finding.Confidence
}

func statementOf(f *finding.Finding, unit string) statement {
	return statement{placeOf(f), unit, f.Scope, strings.Join(f.Targets, ","), f.Severity, f.Confidence}
}

// saidOfTemplate tells whether the finding is about an instance, and the same is said
// of its template.
func saidOfTemplate(f *finding.Finding, templates map[statement]bool) bool {
	if !strings.Contains(f.Unit, "@") {
		return false
	}
	name := locate.ParseName(f.Unit)
	return name.Form == locate.Instance && templates[statementOf(f, name.Template().String())]
}

// isInherited tells whether what a finding says of a template goes without saying for
// its instances: advice and exposure are told for each unit, which may set more.
func isInherited(f *finding.Finding) bool { return f.Category != finding.Hardening && f.Exposure == 0 }

// aboutText tells whether a category's findings are about a file's own text,
// whatever unit it is read for.
func aboutText(c finding.Category) bool {
	return c == finding.Syntax || c == finding.Value || c == finding.Version
}
