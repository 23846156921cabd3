package rules

import (
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

func TestWeaknesses(t *testing.T) {
	for _, rule := range weaknessRules() {
		t.Run(rule.ID, func(t *testing.T) {
			linttest.Run(t, filepath.Join("..", "testdata", "rules", rule.ID), rule)
		})
	}
}
