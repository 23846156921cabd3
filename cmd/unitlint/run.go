package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/unitlint/unitlint/lint/report"
)

// The exit statuses of the command.
const (
	exitClean    = 0 // nothing at or above --fail-on; can: allowed
	exitFindings = 1 // findings; can: not allowed
	exitFailed   = 2 // the run itself failed
	exitUnknown  = 3 // can: the files alone cannot tell
)

// program is what the command knows of the world around it.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	// dir is the working directory, which relative paths start from.
	dir string
	// base is the revision that configurations are read from, or nil.
	base *checkout
}

// statusError ends the run with a status and without a message.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// run executes one command line and returns its exit status.
func run(args []string, p program) int {
	root, line := p.resolve(args)
	err := root.Run(context.Background(), line)
	var status statusError
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &status):
		return int(status)
	default:
		p.tell(err)
		return exitFailed
	}
}

// tell prints an error, those that were joined on a line each.
func (p program) tell(err error) {
	joined, several := err.(interface{ Unwrap() []error })
	if several && err.Error() == errors.Join(joined.Unwrap()...).Error() {
		for _, one := range joined.Unwrap() {
			p.tell(one)
		}
		return
	}
	fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(err.Error()))
}

// open reads a file named on the command line: a path below the working
// directory, or "-" for the standard input.
func (p program) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), nil
	}
	return os.Open(p.path(name))
}
