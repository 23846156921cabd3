package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

func TestMergeRules(t *testing.T) {
	for _, rule := range mergeRules() {
		t.Run(rule.ID, func(t *testing.T) {
			linttest.Run(t, "../testdata/rules/"+rule.ID, rule)
		})
	}
}
