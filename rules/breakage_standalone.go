package rules

import "github.com/unitlint/unitlint/lint"

// standaloneBreakageRules are those that compare two settings of the unit with
// each other rather than a need with a grant.
func standaloneBreakageRules() []*lint.Rule {
	return []*lint.Rule{}
}
