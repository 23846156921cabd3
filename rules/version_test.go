package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/linttest"
)

// TestFamilyFixtures lints the fixtures of every rule of these families with
// that rule alone.
func TestFamilyFixtures(t *testing.T) {
	for name, family := range map[string][]*lint.Rule{
		"version": versionRules(), "consistency": consistencyRules(), "reference": referenceRules(),
	} {
		for _, rule := range family {
			t.Run(name+"/"+rule.ID, func(t *testing.T) {
				linttest.Run(t, "../testdata/rules/"+rule.ID, rule)
			})
		}
	}
}
