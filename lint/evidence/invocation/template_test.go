package invocation

import "testing"

// TestScriptsOfTemplates holds that of a script in which the instance is not known
// the commands are that stand there without it.
func TestScriptsOfTemplates(t *testing.T) {
	shell := &Invocation{Program: Word{Text: "/bin/sh", Known: true}}
	commands, _ := script(shell, Word{Text: "DEVICE=%i; /sbin/driver start; /usr/lib/%i/helper"})
	if len(commands) != 1 || commands[0].Program.Text != "/sbin/driver" {
		t.Errorf("the commands are %v, want /sbin/driver alone", commands)
	}
}
