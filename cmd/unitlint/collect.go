package main

import (
	"runtime/debug"

	"github.com/unitlint/unitlint/lint"
)

// How much the heap grows, in percent of what is in use, before garbage is
// collected. A usual run reads its input once, prints and ends: collecting would
// cost a tenth of its time. One over thousands of units keeps close to what it
// needs (BenchmarkScale has both).
const (
	usualGrowth  = 400
	closerGrowth = 70
)

// collect sets the collector up for a run over so many units.
func collect(units int) {
	growth := usualGrowth
	if units > lint.ManyUnits {
		growth = closerGrowth
	}
	debug.SetGCPercent(growth)
}
