package rules

import "github.com/unitlint/unitlint/lint"

func weaknessRules() []*lint.Rule {
	return []*lint.Rule{}
}
