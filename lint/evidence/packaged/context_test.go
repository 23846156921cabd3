package packaged

import "testing"

// TestWeightOf holds that a pattern counts as often as it is repeated.
func TestWeightOf(t *testing.T) {
	for pattern, want := range map[string]int{
		"/usr/sbin/x":   11,
		"/a{2,3}":       21,
		"(a{10}){10}":   1100,
		"a{1000}{1000}": 13_000_000,
		`\pL`:           3 + 1<<10,
		"/{":            2,
	} {
		if got := weightOf(pattern); got != want {
			t.Errorf("%s has %d, want %d", pattern, got, want)
		}
	}
}
