package invocation

import (
	"strings"
	"testing"
)

// TestInterpreters holds who reads a script, by its first line.
func TestInterpreters(t *testing.T) {
	for line, want := range map[string]string{
		"/bin/sh -e": "sh", "/usr/bin/python3.11": "python", "/usr/bin/env bash": "bash", "/usr/bin/env -S A=b ash -e": "ash", "/usr/bin/env": "env",
		"/usr/bin/env -S": "env",
	} {
		words := strings.Fields(line)
		if got := Interpreter(words[0], words[1:]); got != want {
			t.Errorf("%s: %q, expected %q", line, got, want)
		}
	}
}
