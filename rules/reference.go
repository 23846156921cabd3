package rules

import "github.com/unitlint/unitlint/lint"

func referenceRules() []*lint.Rule {
	return []*lint.Rule{}
}
