package rules

import "github.com/unitlint/unitlint/lint"

func syntaxRules() []*lint.Rule {
	return []*lint.Rule{}
}
