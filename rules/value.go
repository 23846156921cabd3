package rules

import "github.com/unitlint/unitlint/lint"

func valueRules() []*lint.Rule {
	return []*lint.Rule{}
}
