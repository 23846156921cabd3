package filter

import (
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// OnlyFiles keeps the findings that stand in, or are related to, a wanted file: a
// hook passes the changed files, and their units are read whole.
func OnlyFiles(wanted func(path string) bool) lint.Processor {
	return func(_ *lint.State, findings []finding.Finding) []finding.Finding {
		var file *source.File // that the finding before stands in, as most do
		isWanted := true
		return without(findings, func(f *finding.Finding) bool {
			if f.Range.File != file {
				file = f.Range.File
				isWanted = file == nil || wanted(file.Path)
			}
			return !isWanted && !slices.ContainsFunc(f.Related, func(r finding.Related) bool {
				return r.Range.File != nil && wanted(r.Range.File.Path)
			})
		})
	}
}

// MinSeverity keeps the findings of at least a severity, and counts the others
// as hidden.
func MinSeverity(least finding.Severity) lint.Processor {
	return func(s *lint.State, findings []finding.Finding) []finding.Finding {
		return hide(s, findings, func(f *finding.Finding) bool { return f.Severity < least })
	}
}

// MinConfidence keeps the findings of at least a confidence, and counts the
// others as hidden.
func MinConfidence(least finding.Confidence) lint.Processor {
	return func(s *lint.State, findings []finding.Finding) []finding.Finding {
		return hide(s, findings, func(f *finding.Finding) bool { return f.Confidence < least })
	}
}

func hide(s *lint.State, findings []finding.Finding, unwanted func(*finding.Finding) bool) []finding.Finding {
	before := len(findings)
	findings = without(findings, unwanted)
	s.Hide(before - len(findings))
	return findings
}

// without leaves findings out, in place: they are too large to be handed around
// by value.
func without(findings []finding.Finding, unwanted func(*finding.Finding) bool) []finding.Finding {
	kept := 0
	for i := range findings {
		if unwanted(&findings[i]) {
			continue
		}
		if kept != i {
			findings[kept] = findings[i]
		}
		kept++
	}
	clear(findings[kept:])
	return findings[:kept]
}
