package rules

import "github.com/unitlint/unitlint/lint"

func versionRules() []*lint.Rule {
	return []*lint.Rule{
		DirectiveNewerThanTarget,
		DirectiveRemoved,
		DeprecatedDirective,
		ValueNewerThanTarget,
		CapabilityNewerThanKernel,
		OlderSystemsIgnore,
	}
}
