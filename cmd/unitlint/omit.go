package main

import (
	"strings"

	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/report"
)

// omits returns what tells of findings that a run need not keep: hardening notes,
// where no report shows them and nothing else looks at them. Of a tree with
// thousands of units they are nearly all that is found. It is nil where all
// findings are wanted.
func (f *checkFlags) omits(made *plan) func(*finding.Finding) bool {
	switch {
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
	return filter.ButAddressed(report.IsAdvice)
}
