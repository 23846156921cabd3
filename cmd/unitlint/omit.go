package main

import (
	"strings"

	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/report"
)

// omits returns what tells of findings that a run need not keep: hardening notes,
// where no report shows them as a whole and nothing else looks at them. Of a tree
// with thousands of units they are nearly all that is found. It is nil where all
// findings are wanted: where a configuration may make more of a note than a note,
// where targets differ in what they find, and outside of the files that are asked
// for.
func (f *checkFlags) omits(made *plan, targets int, reported func(path string) bool) func(*finding.Finding) bool {
	switch {
	case len(made.config.Rules) > 0, len(made.config.Overrides) > 0, targets > 1, made.confidence > 0:
		return nil
	case f.allHardening, f.stats, f.fix, f.diff, f.writeBaseline, f.newFrom != "", made.baseline.path != "":
		return nil
	case made.failOn == finding.Note, !report.OmitsAdvice(f.format):
		return nil
	}
	for _, further := range f.reports {
		if format, _, _ := strings.Cut(further, "="); !report.OmitsAdvice(format) {
			return nil
		}
	}
	return filter.ButAddressed(func(found *finding.Finding) bool { return report.IsAdvice(found) && reported(found.Path()) })
}
