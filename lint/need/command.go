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
	editedInPlace            // with an option, the operands after the script are replaced (sed)
)

// inPlace are the options of sed(1) that make it edit files.
var inPlace = []string{"-i", "-i*", "--in-place", "--in-place=*", "-Ei", "-ri", "-ni"}

// command is what a plain tool needs, from its manual page.
type command struct {
	operands operandUse
	// valued are the short options that take a value.
	valued string
	verb   string
	// call is a system call that it makes, always or with one of the options;
	// copes tells that it goes on where the call returns an error. Measured with
	// strace(1) and the packages of Debian 12.
	call    string
	options []string
	copes   bool
}

// commands are the tools that exec lines run to prepare a service.
var commands = map[string]command{
	"mkdir":    {operands: allCreated, valued: "m", verb: "makes"},
	"touch":    {operands: allCreated, valued: "drt", verb: "makes"},
	"mkfifo":   {operands: allCreated, valued: "m", verb: "makes"},
	"truncate": {operands: allWritten, valued: "rs", verb: "writes"},
	"tee":      {operands: allWritten, verb: "writes"},
	"chmod":    {operands: afterFirst, verb: "changes the mode of"},
	"chown":    {operands: afterFirst, verb: "changes the owner of", call: "fchownat"},
	"chgrp":    {operands: afterFirst, verb: "changes the group of", call: "fchownat"},
	"rm":       {operands: allRemoved, verb: "removes"},
	"rmdir":    {operands: allRemoved, verb: "removes"},
	"cp":       {operands: lastCreated, valued: "tS", verb: "writes"},
	"mv":       {operands: lastCreated, valued: "tS", verb: "writes"},
	"ln":       {operands: lastCreated, valued: "tS", verb: "makes"},
	"install":  {operands: lastCreated, valued: "gmotS", verb: "makes", call: "fchownat", options: []string{"-o", "-g", "--owner", "--group"}},
	"sed":      {operands: editedInPlace, valued: "efl", verb: "replaces", call: "fchown", options: inPlace, copes: true},
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
		if i.name() == "mkdir" && i.has([]string{"-p", "--parents"}) {
			operands = r.notMadeBefore(operands)
		}
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
	case editedInPlace:
		r.edits(i, c, operands)
	}
	switch {
	case givesAway(i, operands):
		r.ownership(i)
	case c.call != "" && (len(c.options) == 0 || mentions(i, c.options)):
		r.add(i, Need{Kind: Syscall, Any: []string{c.call}, Copes: c.copes, Certainty: Certain, Consequence: StartFails,
			Why: "runs " + i.name() + ", which calls " + c.call, Evidence: Evidence{Assignment: i.assignment, Range: i.program.place}})
	}
}

// edits records the directories in which sed -i replaces files: it writes a new
// file beside the old one and renames it. The first operand is the script, unless an
// option holds it.
func (r *reader) edits(i *invocation, c command, operands []word) {
	if !mentions(i, inPlace) {
		return
	}
	if len(operands) > 0 && !mentions(i, []string{"-e", "-f", "--expression", "--file"}) {
		operands = operands[1:]
	}
	for _, w := range operands {
		if !w.known || !strings.HasPrefix(w.text, "/") || strings.HasPrefix(w.text, "/dev/") {
			continue
		}
		file := path.Clean(w.text)
		r.add(i, Need{
			Kind: Write, Below: true, Any: []string{path.Dir(file)}, Certainty: Certain, Consequence: StartFails,
			Why:      fmt.Sprintf("runs %s, which %s %s by a new file beside it", i.name(), c.verb, file),
			Evidence: Evidence{Assignment: i.assignment, Range: w.place},
		})
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
		r.touches(i, Create, c.verb, r.notMadeBefore(operands))
	case len(operands) > 1:
		r.touches(i, Create, c.verb, operands[len(operands)-1:])
	}
}

// notMadeBefore leaves out directories that systemd makes for the unit before any
// of its lines runs: a tool that is content with what is there makes nothing.
func (r *reader) notMadeBefore(operands []word) []word {
	var missing []word
	for _, w := range operands {
		if !r.unit.Leads(path.Clean(w.text)) {
			missing = append(missing, w)
		}
	}
	return missing
}

func (r *reader) changesOwner(i *invocation, c command, operands []word) {
	if len(operands) < 2 || i.has([]string{"--reference"}) {
		return
	}
	r.touches(i, Write, c.verb, operands[1:])
}

// givesAway tells whether a tool gives files to a user other than root. What
// that takes is asked for along with the capability.
func givesAway(i *invocation, operands []word) bool {
	switch i.name() {
	case "install":
		return len(operands) > 0 && i.has([]string{"-o", "--owner"})
	case "chown":
		if len(operands) < 2 || i.has([]string{"--reference"}) {
			return false
		}
		owner, _, _ := strings.Cut(operands[0].text, ":")
		return owner != "root" && owner != "0"
	}
	return false
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
