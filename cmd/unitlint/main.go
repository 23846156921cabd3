// Command unitlint is a static, offline linter for systemd unit files.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// The program reads its input once, prints and ends, so that collecting garbage
// rarely pays: the first collection comes at forty megabytes, which small inputs
// do not reach. From then on the heap doubles between two collections, so that
// large inputs take twice the memory that is in use; near the limit it collects
// all the time.
const (
	growthAtFirst = 1000
	growth        = 100
	memoryLimit   = 512 << 20
)

// sentinel is a value that nobody holds: the first collection takes it away. It is
// too large to share its memory with other values, which would keep it.
type sentinel [64]byte

func main() {
	debug.SetGCPercent(growthAtFirst)
	debug.SetMemoryLimit(memoryLimit)
	runtime.AddCleanup(new(sentinel), func(percent int) { debug.SetGCPercent(percent) }, growth)
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	os.Exit(run(os.Args[1:], program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, dir: dir}))
}
