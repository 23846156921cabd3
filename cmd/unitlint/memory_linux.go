package main

import (
	"runtime/debug"
	"unsafe"

	"golang.org/x/sys/unix"
)

// manyArguments is from how many on a run asks for huge pages: a shorter one would
// lose more than it gains.
const manyArguments = 24

// shortHeap is more than what a run over a hundred units allocates: a power of two.
const shortHeap = 32 << 20

// perArgument is what a run allocates for each unit, at least.
const perArgument = 88 << 10

// useHugePages lets the kernel back the heap of a check of many arguments with huge
// pages where it gives them to who asks. Such a run lasts some tens of milliseconds,
// and would spend a tenth of its processor time on the page faults of a heap that it
// fills once (BenchmarkProcess; for 94 units 1,600 of 4,600 are left).
//
// What the kernel is told holds for memory that the heap has taken already, and left
// to itself it takes 4 MiB at a time. A stack is part of the heap, and the only part
// that is given back without a collection, which would last a millisecond: so the heap
// is made to grow by a stack that nobody writes to. Other commands set no growth of
// their own (see [collect]): they keep Go's.
//
// What is taken for sure is asked for side by side with the reading of flags and files. Else
// the workers come to each new page together, and each of them has it cleared: a run over 94
// units would clear six pages in place of four, more than a quarter of a millisecond each.
//
// Nobody waits for any of that; what is returned is closed when the kernel was told.
func useHugePages(arguments []string) (told <-chan struct{}) {
	done := make(chan struct{})
	if len(arguments) < manyArguments || arguments[1] != "check" {
		close(done)
		return done
	}
	debug.SetGCPercent(shortGrowth) // or what was given back is given back to the kernel, too
	stack := make(chan uintptr, 1)
	go func() { stack <- askForHugePages(nil) }()
	length := min(uintptr(len(arguments))*perArgument, shortHeap) &^ (hugePage - 1)
	go func() {
		start := <-stack
		close(done)
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, start, length, unix.MADV_POPULATE_WRITE)
	}()
	return done
}

// askForHugePages tells the kernel of the stack that it runs on. This has to have room
// for what the function returns that is never called; stacks are doubled until there is
// room, so that it is as large as shortHeap. The variable is at its upper end: what lies
// beyond the stack up to the next huge page is told of in place of as much at the lower
// end, where what is told of begins. It is advice, which changes nothing about what the
// memory holds, whosever it is.
//
// The frame ends in the middle of the stack. To make the call touches a page there, and
// around a page that was touched before there is no huge one any more: a run over a
// hundred units does not come as far as that.
//
//go:noinline
func askForHugePages(never func() [shortHeap / 2]byte) (start uintptr) {
	if never != nil {
		never()
	}
	var here byte
	start = (uintptr(unsafe.Pointer(&here)) | (hugePage - 1)) + 1 - shortHeap
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, start, shortHeap, unix.MADV_HUGEPAGE) // where the kernel has none, pages are small
	return start
}

// hugePage is what a huge page has on most machines, and a multiple of the size of
// pages on all. Where they are larger, fewer of them fit into the stack, or none.
const hugePage = 2 << 20
