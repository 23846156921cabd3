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

// TestLabelsAreBounded holds that what is compared is bounded for all programs together,
// and that the patterns of a system and of its modules have one bound.
func TestLabelsAreBounded(t *testing.T) {
	const name, same = "/usr/sbin/exampled", ".*/exampled u:r:x_exec_t:s0\n"
	for title, c := range map[string]struct {
		effort effort
		labels int
	}{
		"enough":         {effort{mostWeight, mostCompared}, 4},
		"three of them":  {effort{mostWeight, 3*len(".*/exampled")*len(name) + 1}, 3},
		"one to compile": {effort{len(".*/exampled"), mostCompared}, 2},
	} {
		system, own := newContexts(&c.effort), newContexts(&c.effort)
		system.read(same)
		own.read(same)
		labels := 0
		for _, of := range []*contexts{system, own, system, own} {
			if of.label(name) != "" {
				labels++
			}
		}
		if labels != c.labels {
			t.Errorf("%s: %d labels, want %d", title, labels, c.labels)
		}
	}
}
