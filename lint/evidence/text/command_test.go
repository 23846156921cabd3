package text

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestEveryToolIsDescribed holds the table of what tools need to the list of tools.
func TestEveryToolIsDescribed(t *testing.T) {
	if diff := cmp.Diff(invocation.Tools(), slices.Sorted(maps.Keys(commands))); diff != "" {
		t.Errorf("tools (-listed +described):\n%s", diff)
	}
}
