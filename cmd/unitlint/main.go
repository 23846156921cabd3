// Command unitlint is a static, offline linter for systemd unit files.
package main

import (
	"os"
	"runtime/debug"
)

// The program reads its input once, prints and ends, so that collecting garbage
// rarely pays; where the input is large, the limit keeps memory bounded.
const (
	garbagePercent = 1000
	memoryLimit    = 512 << 20
)

func main() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(memoryLimit)
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	os.Exit(run(os.Args[1:], program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, dir: dir}))
}
