// Command unitlint is a static, offline linter for systemd unit files.
package main

import (
	"os"
	"runtime/debug"
)

// growth is how much the heap grows, in percent of what is in use, before garbage
// is collected: the program reads its input once, prints and ends.
const growth = 200

func main() {
	debug.SetGCPercent(growth)
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	os.Exit(run(os.Args[1:], program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, dir: dir}))
}
