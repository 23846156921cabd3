package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

// TestBreakageRules lints the fixtures of every breakage rule with that rule
// alone.
func TestBreakageRules(t *testing.T) {
	for _, rule := range breakageRules() {
		t.Run(rule.ID, func(t *testing.T) {
			linttest.Run(t, "../testdata/rules/"+rule.ID, rule)
		})
	}
}
