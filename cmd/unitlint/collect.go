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
	// closestGrowth costs a quarter more time, and keeps a run over as many units as
	// no system has below 300 MiB.
	closestGrowth = 40
)

// veryManyUnits is from how many units on memory is what a run ends for.
const veryManyUnits = 15_000

// collect sets the collector up for a run over so many units.
func collect(units int) {
	growth := usualGrowth
	switch {
	case units > veryManyUnits:
		growth = closestGrowth
	case units > lint.ManyUnits:
		growth = closerGrowth
	}
	debug.SetGCPercent(growth)
}
