package rules

import "github.com/unitlint/unitlint/lint"

func consistencyRules() []*lint.Rule {
	return []*lint.Rule{}
}
