package invocation

import "slices"

// tools are the plain programs that exec lines run to prepare a service: their
// operands alone show what they need (coreutils(1), sed(1), sysctl(8)).
var tools = []string{
	"chgrp", "chmod", "chown", "cp", "install", "ln", "mkdir", "mkfifo", "mv", "rm", "rmdir", "sed", "sysctl", "tee", "touch", "truncate",
}

// Tools returns the names of the plain tools.
func Tools() []string { return slices.Clone(tools) }

// IsTool tells whether the program is a plain tool.
func (i *Invocation) IsTool() bool { return slices.Contains(tools, i.Name()) }
