package main

import (
	"runtime/debug"
	"testing"

	"github.com/unitlint/unitlint/lint/locate"
)

// TestCollect holds that memory is bounded for short runs which read programs, and for
// no longer than these last.
func TestCollect(t *testing.T) {
	growth := debug.SetGCPercent(-1)
	before := debug.SetMemoryLimit(-1)
	defer debug.SetGCPercent(growth)
	for _, c := range []struct {
		units    int
		programs bool
		want     int64
	}{{1, true, shortLimit}, {1, false, before}, {fewUnits + 1, true, before}} {
		done := collect(make([]locate.Identity, c.units), c.programs)
		if got := debug.SetMemoryLimit(-1); got != c.want {
			t.Errorf("%d units: %d bytes, want %d", c.units, got, c.want)
		}
		done()
		if got := debug.SetMemoryLimit(-1); got != before {
			t.Errorf("%d units: %d bytes stay", c.units, got)
		}
	}
}
