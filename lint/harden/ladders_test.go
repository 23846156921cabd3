package harden

import (
	"slices"
	"testing"
)

// TestStepsHaveNoSpecifiers: what is read of the lines of a step counts for all units.
func TestStepsHaveNoSpecifiers(t *testing.T) {
	for _, l := range append(everyLadder(), givenAway()...) {
		for _, step := range l.Steps {
			if slices.ContainsFunc(step.Lines, hasSpecifier) {
				t.Errorf("%s: %q", l.Name, step.Lines)
			}
		}
	}
}
