package need

import (
	"fmt"
	"path"
	"strings"
)

// operandUse says what a command does with its operands.
type operandUse uint8

const (
	noOperands    operandUse = iota
	allCreated               // every operand is made (mkdir, touch, mkfifo)
	allWritten               // every operand is changed (chmod, truncate, tee)
	allRemoved               // every operand goes from its directory (rm, rmdir)
	lastCreated              // the last operand is made or replaced (cp, mv, ln, install)
	afterFirst               // the first operand is an owner or mode, the others are changed (chown)
	variableWrite            // NAME=VALUE operands are kernel variables (sysctl)
)

// command is what a plain tool needs, from its manual page.
type command struct {
	operands operandUse
	// valued are the short options that take a value.
	valued string
	verb   string
}

// commands are the tools that exec lines run to prepare a service.
var commands = map[string]command{
	"mkdir":    {operands: allCreated, valued: "m", verb: "makes"},
	"touch":    {operands: allCreated, valued: "drt", verb: "makes"},
	"mkfifo":   {operands: allCreated, valued: "m", verb: "makes"},
	"truncate": {operands: allWritten, valued: "rs", verb: "writes"},
	"tee":      {operands: allWritten, verb: "writes"},
	"chmod":    {operands: afterFirst, verb: "changes the mode of"},
	"chown":    {operands: afterFirst, verb: "changes the owner of"},
	"chgrp":    {operands: afterFirst, verb: "changes the group of"},
	"rm":       {operands: allRemoved, verb: "removes"},
	"rmdir":    {operands: allRemoved, verb: "removes"},
	"cp":       {operands: lastCreated, valued: "tS", verb: "writes"},
	"mv":       {operands: lastCreated, valued: "tS", verb: "writes"},
	"ln":       {operands: lastCreated, valued: "tS", verb: "makes"},
	"install":  {operands: lastCreated, valued: "gmotS", verb: "makes"},
	"sysctl":   {operands: variableWrite, valued: "pr", verb: "sets"},
}

// commandNeeds records what a plain tool needs for its operands.
func (r *reader) commandNeeds(i *invocation) {
	c, known := commands[i.name()]
	if !known {
		return
	}
	operands := i.operands(c.valued)
	switch c.operands {
	case allCreated:
		r.touches(i, Create, c.verb, operands)
	case allWritten:
		r.touches(i, Write, c.verb, operands)
	case allRemoved:
		if !i.has([]string{"-f", "-rf", "-fr", "--force"}) {
			r.touches(i, Create, c.verb, operands)
		}
	case lastCreated:
		r.installs(i, c, operands)
	case afterFirst:
		r.changesOwner(i, c, operands)
	case variableWrite:
		r.setsVariables(i, operands)
	}
}

// touches records one need for each absolute operand.
func (r *reader) touches(i *invocation, kind Kind, verb string, operands []word) {
	for _, w := range operands {
		if !strings.HasPrefix(w.text, "/") || strings.HasPrefix(w.text, "/dev/") {
			continue
		}
		w.text = path.Clean(w.text)
		r.fromWord(i, kind, w, fmt.Sprintf("runs %s, which %s %s", i.name(), verb, w.text))
	}
}

func (r *reader) installs(i *invocation, c command, operands []word) {
	directories := i.name() == "install" && i.has([]string{"-d", "--directory"})
	switch {
	case directories:
		r.touches(i, Create, c.verb, operands)
	case len(operands) > 1:
		r.touches(i, Create, c.verb, operands[len(operands)-1:])
	}
	if i.name() == "install" && i.has([]string{"-o", "--owner"}) {
		r.ownership(i)
	}
}

func (r *reader) changesOwner(i *invocation, c command, operands []word) {
	if len(operands) < 2 || i.has([]string{"--reference"}) {
		return
	}
	r.touches(i, Write, c.verb, operands[1:])
	if owner, _, _ := strings.Cut(operands[0].text, ":"); i.name() == "chown" && owner != "root" && owner != "0" {
		r.ownership(i)
	}
}

// ownership records that giving a file away takes CAP_CHOWN (capabilities(7)).
func (r *reader) ownership(i *invocation) {
	r.add(i, Need{Kind: Capability, Any: []string{"CAP_CHOWN"}, Certainty: Likely, Consequence: StartFails,
		Why: "runs " + i.name() + ", which gives files to another user", Evidence: Evidence{Assignment: i.assignment, Range: i.program.place}})
}

// setsVariables records kernel variables as sysctl(8) writes them: dots or
// slashes separate the parts of a name.
func (r *reader) setsVariables(i *invocation, operands []word) {
	for _, w := range operands {
		name, _, assigned := strings.Cut(w.text, "=")
		if !assigned || !w.known || strings.ContainsAny(name, " \t") {
			continue
		}
		if !strings.Contains(name, "/") {
			name = strings.ReplaceAll(name, ".", "/")
		}
		file := path.Join("/proc/sys", path.Clean("/"+name))
		r.add(i, Need{Kind: KernelInterfaces, Any: []string{file}, Certainty: Certain, Consequence: StartFails,
			Why: "runs sysctl, which sets " + file, Evidence: Evidence{Assignment: i.assignment, Range: w.place}})
	}
}
