package main

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/rules"
)

// The table of controls names rules that there are, and every hardening rule.
func TestControlsNameRules(t *testing.T) {
	controlled := report.ControlledRules()
	for _, id := range controlled {
		if _, err := lint.Find(rules.All(), id); err != nil {
			t.Errorf("controls are named for a rule that is not there: %v", err)
		}
	}
	for _, r := range rules.All() {
		if r.Category == finding.Hardening && !slices.Contains(controlled, r.ID) {
			t.Errorf("the hardening rule %s has no controls", r.ID)
		}
	}
}
