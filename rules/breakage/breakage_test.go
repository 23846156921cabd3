package breakage

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

// TestRules lints the fixtures of every rule of this category with that rule
// alone.
func TestRules(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			linttest.Run(t, "../../testdata/rules/"+rule.ID, rule)
		})
	}
}
