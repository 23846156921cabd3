package main

import (
	"runtime/debug"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
)

// How much the heap grows, in percent of what is in use, before garbage is
// collected. A usual run reads its input once, prints and ends: collecting would
// cost a tenth of its time. One over thousands of units keeps close to what it
// needs (BenchmarkScale has both).
const (
	// shortGrowth lets a short run end before it collects anything: a hundred units
	// make some 15 MiB of garbage, which is less than what is waited for.
	shortGrowth  = 1000
	usualGrowth  = 400
	closerGrowth = 70
	// closestGrowth costs a quarter more time, and keeps a run over as many units as
	// no system has below 300 MiB.
	closestGrowth = 40
)

// shortLimit bounds what a short run over a tree with programs takes: reading the
// programs of a hundred units for the first time makes garbage of ten times what is kept
// of them (170 MiB in place of 107 for 94 services of Debian, at no cost in time).
const shortLimit = 96 << 20

// Up to which units and bytes a run is short, and from how many units on memory is
// what it ends for.
const (
	fewUnits      = 200
	fewBytes      = 1 << 20
	veryManyUnits = 15_000
)

// collect sets the collector up for a run over these units, which may read programs, too.
// The function returned takes the bound of memory away.
func collect(units []locate.Identity, programs bool) (done func()) {
	growth := usualGrowth
	switch {
	case len(units) <= fewUnits && bytesOf(units) <= fewBytes:
		growth = shortGrowth
	case len(units) > veryManyUnits:
		growth = closestGrowth
	case len(units) > lint.ManyUnits:
		growth = closerGrowth
	}
	debug.SetGCPercent(growth)
	if growth != shortGrowth || !programs {
		return func() {}
	}
	before := debug.SetMemoryLimit(shortLimit)
	return func() { debug.SetMemoryLimit(before) }
}

// bytesOf is how long the files of units are together.
func bytesOf(units []locate.Identity) (total int64) {
	for _, id := range units {
		if id.Tree == nil {
			continue
		}
		for _, name := range append([]string{id.Fragment}, id.DropIns...) {
			if info, err := id.Tree.Stat(name); name != "" && err == nil {
				total += info.Size()
			}
		}
	}
	return total
}
