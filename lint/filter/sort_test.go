package filter

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
)

func TestSortOrdersInPlace(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := range 40 {
		findings := make([]finding.Finding, size)
		for i := range findings {
			findings[i] = finding.Finding{Unit: string(rune('a' + random.IntN(4))), Rule: string(rune('a' + random.IntN(4))), Gain: float64(i)}
		}
		want := slices.Clone(findings)
		slices.SortStableFunc(want, func(a, b finding.Finding) int { return compare(&a, &b) })
		got := Sort(nil, findings)
		for i := range want {
			if got[i].Gain != want[i].Gain {
				t.Fatalf("of %d findings number %d is %v, expected %v", size, i, got[i], want[i])
			}
		}
	}
}
