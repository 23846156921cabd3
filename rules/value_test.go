package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

// TestValueRules lints the fixtures of every rule about values with that rule
// alone.
func TestValueRules(t *testing.T) {
	for _, rule := range valueRules() {
		t.Run(rule.ID, func(t *testing.T) {
			linttest.Run(t, "../testdata/rules/"+rule.ID, rule)
		})
	}
}
