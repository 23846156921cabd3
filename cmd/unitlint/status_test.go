package main

import (
	"errors"
	"os/exec"
	"strconv"
)

// exitStatus is the status of a program that failed, or what kept it from
// running.
func exitStatus(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return strconv.Itoa(exit.ExitCode())
	}
	return err.Error()
}
