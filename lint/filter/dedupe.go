package filter

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Dedupe keeps one finding where a drop-in that several units share, such as
// one of a unit type, has a fault in its own text: the fault is in the file,
// not in each of the units.
func Dedupe(_ *lint.State, findings []finding.Finding) []finding.Finding {
	type place struct {
		rule, path, message string
		start, end          int
	}
	seen := map[place]bool{}
	return without(findings, func(f *finding.Finding) bool {
		if !aboutText(f.Category) {
			return false
		}
		at := place{f.Rule, f.Path(), f.Message, f.Range.Start, f.Range.End}
		if seen[at] {
			return true
		}
		seen[at] = true
		return false
	})
}

// aboutText tells whether a category's findings are about a file's own text,
// whatever unit it is read for.
func aboutText(c finding.Category) bool {
	return c == finding.Syntax || c == finding.Value || c == finding.Version
}
