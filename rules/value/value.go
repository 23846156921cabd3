// Package value finds values that systemd refuses, drops in part or takes for
// something else than was meant.
package value

import "github.com/unitlint/unitlint/lint"

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
