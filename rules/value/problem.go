package value

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/comment"
	"github.com/unitlint/unitlint/rules/confinement"
	"github.com/unitlint/unitlint/rules/fault"
)

// codeRules are the codes that a rule of their own speaks of; invalid-value
// takes all others.
var codeRules = map[string]string{
	value.CodeNotAbsolute:       "path-not-absolute",
	value.CodeAbsolute:          "path-not-absolute",
	value.CodeNotNormalised:     "path-not-absolute",
	value.CodeBadCommand:        "bad-command-line",
	value.CodeBadSpecifier:      "bad-specifier",
	value.CodeEmpty:             "empty-value-ignored",
	value.CodeLegacyPath:        "value-with-notice",
	value.CodeObsolete:          "value-with-notice",
	value.CodeUnsafe:            "value-with-notice",
	value.CodeSharedUser:        "user-nobody",
	value.CodeUnknownCapability: "unknown-capability",
	value.CodeUnknownFamily:     "unknown-address-family",
	value.CodeUnknownCall:       "unknown-system-call",
	value.CodeUnknownGroup:      "unknown-system-call",
	value.CodeErrnoOnAllow:      "unknown-system-call",
	value.CodeQuoted:            "quotes-in-value",
	// Rules about versions and about the type of the unit speak of these.
	value.CodeUnsupported: "setting-for-other-type",
	value.CodeDeprecated:  "deprecated-directive",
}

// eachProblem calls a function with the faults in values that are the rule's
// business: those that no release would accept.
func eachProblem(p *lint.Pass, rule string, report func(a *unit.Assignment, problem value.Problem)) {
	of, _ := p.Keep(faultsKey{}, func() any { return faultsOf(p) }).(*faults)
	if of == nil {
		return // as most units
	}
	for _, a := range of.assignments {
		for _, problem := range a.Verdict.Problems {
			owner := codeRules[problem.Code]
			if owner == "" {
				owner = InvalidValueID
			}
			if owner != rule || of.releases.Of(p.Unit, a, problem) != 0 || p.Omit(a.Range(), problemSeverity(a, problem)) {
				continue
			}
			report(a, problem)
		}
	}
}

// faults are the assignments of a unit in whose values something is wrong, and since which
// release it is not.
type faults struct {
	assignments []*unit.Assignment
	releases    fault.FirstReleases
}

// faultsKey is that of the faults in a pass: several rules share them.
type faultsKey struct{}

// faultsOf returns the faults of a unit, or nil where nothing is wrong.
func faultsOf(p *lint.Pass) *faults {
	var of *faults
	for _, a := range p.Unit.Assignments {
		if a.Directive == nil || a.Reach == unit.Unread || len(a.Verdict.Problems) == 0 {
			continue
		}
		if _, comment := comment.Behind(p, a); comment {
			continue
		}
		if of == nil {
			of = &faults{releases: fault.FirstReleases{}}
		}
		of.assignments = append(of.assignments, a)
	}
	return of
}

// problemFinding says what is wrong with a value and what systemd makes of it.
func problemFinding(a *unit.Assignment, problem value.Problem) finding.Finding {
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.Span(problem.Start, problem.End),
		Message:   valueConsequence(a, problem) + lowered(problem.Message),
		Severity:  problemSeverity(a, problem),
	}
	if problem.Start >= problem.End {
		f.Range = a.Range()
	}
	if !problem.Silent && f.Range.StartPosition().Line != a.Line {
		f.Related = []finding.Related{{Range: f.Range, Message: "this part of the value"}}
		f.Range = a.File.Logged(a.Range(), a.Line)
	}
	if problem.Outcome > value.Noticed {
		f.Symptom = symptomOfLoss(a, problem)
	}
	if problem.Start >= problem.End {
		return f
	}
	if meant := problem.Suggestion(); meant != "" {
		f.Fix = &finding.Fix{
			Title: fmt.Sprintf("Write '%s'", meant),
			Safe:  problem.Code == value.CodeLegacyPath,
			Edits: []finding.Edit{{Range: a.Span(problem.Start, problem.End), NewText: meant}},
		}
		if problem.Outcome > value.Noticed {
			f.Advice = fmt.Sprintf("'%s' was probably meant.", meant)
		}
	}
	return f
}

// valueConsequence begins a message with what becomes of the assignment.
func valueConsequence(a *unit.Assignment, problem value.Problem) string {
	if problem.Outcome <= value.Noticed {
		return "'" + a.Key + "=': "
	}
	return fault.Consequence(a, problem.Outcome) + ": "
}

// lowered lowers the first letter of a sentence that follows a colon.
func lowered(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToLower(first)) + sentence[size:]
}

// problemSeverity grades a fault by what follows: a unit that cannot start and
// a protection that is not active are errors.
func problemSeverity(a *unit.Assignment, problem value.Problem) finding.Severity {
	switch {
	case problem.Outcome >= value.FileEnds:
		return finding.Error
	case problem.Outcome <= value.Noticed && !problem.Silent:
		return finding.Note
	case problem.Outcome > value.Noticed && confinement.By(a.Section.Name, a.Directive.Name):
		return finding.Error
	}
	return finding.Warning
}

func symptomOfLoss(a *unit.Assignment, problem value.Problem) string {
	if loss := fault.Loss(a.Directive.Name); loss != "" && problem.Outcome == value.Ignored {
		return loss
	}
	if problem.Silent && problem.Outcome < value.FileEnds {
		return "systemd says nothing about it."
	}
	return fault.Symptom(a, problem)
}
