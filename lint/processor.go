package lint

import (
	"fmt"
	"iter"
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
	// Result is what the run says beside its findings: summaries of the units in
	// the order of Units, notices and errors.
	Result *Result
}

// Notice adds a sentence about the run as a whole.
func (s *State) Notice(format string, arguments ...any) {
	s.Result.Notices = append(s.Result.Notices, fmt.Sprintf(format, arguments...))
}

// Hide counts findings that a setting keeps out of the report.
func (s *State) Hide(n int) { s.Result.Hidden += n }

// Files yields every file of the units, in their order: one that several of them have
// more than once.
func (s *State) Files() iter.Seq[*unitfile.File] {
	return func(yield func(*unitfile.File) bool) {
		for _, u := range s.Units {
			for _, f := range u.Files() {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// UnitOf returns the first unit that a file belongs to, or nil.
func (s *State) UnitOf(path string) *unit.Unit {
	for _, u := range s.Units {
		for _, f := range u.Files() {
			if f.Source.Path == path {
				return u
			}
		}
	}
	return nil
}

// Runs tells whether the rule of a name was run.
func (s *State) Runs(id string) bool {
	return slices.ContainsFunc(s.Rules, func(r *Rule) bool { return r.ID == id })
}
