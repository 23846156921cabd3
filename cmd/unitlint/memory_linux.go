package main

import (
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// manyArguments is from how many on a run asks for huge pages: a shorter one would
// lose more by the collection than it gains.
const manyArguments = 24

// shortHeap is more than what a run over a hundred units allocates.
const shortHeap = 24 << 20

// useHugePages lets the kernel back the heap of a check of many arguments with huge
// pages where it gives them to who asks. Such a run lasts some tens of milliseconds,
// and would spend a tenth of them on 4,800 page faults of a heap that it fills once
// (BenchmarkProcess: 37 ms of processor time for 94 units in place of 42). The heap is
// asked for in one piece, which the collector takes back at once for all that is
// allocated later. Nobody writes to the piece before, so that it takes no memory. Other
// commands set no growth of their own (see [collect]): they keep Go's.
func useHugePages(arguments []string) {
	if len(arguments) < manyArguments || arguments[1] != "check" {
		return
	}
	debug.SetGCPercent(shortGrowth) // or what was taken back is given back to the kernel
	heap := make([]byte, shortHeap)
	_ = unix.Madvise(heap, unix.MADV_HUGEPAGE) // where the kernel has none, pages are small
	runtime.GC()
}
