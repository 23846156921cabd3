package lint

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Processor is one step between the rules and the report: it drops, changes or
// adds findings.
type Processor func(*State, []finding.Finding) []finding.Finding

// State is what processors know of the run beside its findings.
type State struct {
	// Rules were run; Known are all that have a name.
	Rules, Known []*Rule
	// Units were looked at, as the newest target merges them.
	Units []*unit.Unit

	result *Result
}

// Notice adds a sentence about the run as a whole.
func (s *State) Notice(format string, arguments ...any) {
	s.result.Notices = append(s.result.Notices, fmt.Sprintf(format, arguments...))
}

// Hide counts findings that a setting keeps out of the report.
func (s *State) Hide(n int) { s.result.Hidden += n }

// fail adds the errors that are none yet: every target meets the same
// unreadable file.
func (s *State) fail(errs ...error) {
	for _, err := range errs {
		if err == nil {
			continue
		}
		known := slices.ContainsFunc(s.result.Errors, func(e error) bool { return e.Error() == err.Error() })
		if !known {
			s.result.Errors = append(s.result.Errors, err)
		}
	}
}

// Files returns every file of the units, each path once, in the order of the
// units.
func (s *State) Files() []*unitfile.File {
	var files []*unitfile.File
	seen := map[string]bool{}
	for _, u := range s.Units {
		for _, f := range u.Files() {
			if !seen[f.Source.Path] {
				seen[f.Source.Path] = true
				files = append(files, f)
			}
		}
	}
	return files
}

// unitOf returns the first unit that a file belongs to.
func (s *State) unitOf(path string) *unit.Unit {
	for _, u := range s.Units {
		for _, f := range u.Files() {
			if f.Source.Path == path {
				return u
			}
		}
	}
	return nil
}

// OnlyFiles keeps the findings that stand in, or are related to, a wanted file: a
// hook passes the changed files, and their units are read whole.
func OnlyFiles(wanted func(path string) bool) Processor {
	return func(_ *State, findings []finding.Finding) []finding.Finding {
		return without(findings, func(f *finding.Finding) bool {
			return f.Range.File != nil && !wanted(f.Range.File.Path) && !slices.ContainsFunc(f.Related, func(r finding.Related) bool {
				return r.Range.File != nil && wanted(r.Range.File.Path)
			})
		})
	}
}

// MinSeverity keeps the findings of at least a severity, and counts the others
// as hidden.
func MinSeverity(least finding.Severity) Processor {
	return func(s *State, findings []finding.Finding) []finding.Finding {
		return hide(s, findings, func(f *finding.Finding) bool { return f.Severity < least })
	}
}

// MinConfidence keeps the findings of at least a confidence, and counts the
// others as hidden.
func MinConfidence(least finding.Confidence) Processor {
	return func(s *State, findings []finding.Finding) []finding.Finding {
		return hide(s, findings, func(f *finding.Finding) bool { return f.Confidence < least })
	}
}

func hide(s *State, findings []finding.Finding, unwanted func(*finding.Finding) bool) []finding.Finding {
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
