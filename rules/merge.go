package rules

import "github.com/unitlint/unitlint/lint"

func mergeRules() []*lint.Rule {
	return []*lint.Rule{}
}
