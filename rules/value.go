package rules

import "github.com/unitlint/unitlint/lint"

func valueRules() []*lint.Rule {
	return []*lint.Rule{
		InvalidValue,
		PathNotAbsolute,
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
		InstanceSpecifierInPlainUnit,
		DirectiveInEnvironment,
		CommaBetweenAssignments,
	}
}
