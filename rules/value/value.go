// Package value finds values that systemd refuses, drops in part or takes for
// something else than was meant.
package value

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		InvalidValue,
		PathNotAbsolute,
		SeveralPathsInOne,
		BadCommandLine,
		BadSpecifier,
		EmptyValueIgnored,
		ValueWithNotice,
		UnknownCapability,
		UnknownAddressFamily,
		UnknownSystemCall,
		SystemCallFilterTooNarrow,
		QuotesInValue,
		VariableNotExpanded,
		PercentNotEscaped,
		VariableNotEscaped,
		VariableNameInvalid,
		ShellSyntaxInCommand,
		VariableStays,
		InstanceSpecifierInPlainUnit,
		ManagerSpecifier,
		DirectiveInEnvironment,
		CommaBetweenAssignments,
	}
}

// rule completes a rule of this category: without a check it reports the faults in
// values that are its business.
func rule(r lint.Rule) *lint.Rule {
	if r.Check == nil {
		r.Check = func(p *lint.Pass) {
			eachProblem(p, r.ID, func(a *unit.Assignment, problem value.Problem) { p.Report(problemFinding(a, problem)) })
		}
	}
	return r.Or(lint.Rule{Category: finding.Value})
}
