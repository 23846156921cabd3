package rules

import "github.com/unitlint/unitlint/lint"

func breakageRules() []*lint.Rule {
	return []*lint.Rule{}
}
