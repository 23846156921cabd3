// Command unitlint is a static, offline linter for systemd unit files.
package main

import (
	"os"

	"github.com/unitlint/unitlint/lint/evidence/profile"
)

func main() {
	useHugePages(os.Args)
	go func() { profile.Builtin().Prepare() }() // nothing else needs a second processor until files are read
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	os.Exit(run(os.Args[1:], program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, dir: dir}))
}
