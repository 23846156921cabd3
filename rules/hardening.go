package rules

import "github.com/unitlint/unitlint/lint"

func hardeningRules() []*lint.Rule {
	return []*lint.Rule{}
}
