package invocation

import (
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Program is a program that an exec line of a unit runs, be it behind a shell or
// a wrapper.
type Program struct {
	// Line is the exec line that runs it.
	Line unit.Line
	// Assignment and Place are where the unit names it.
	Assignment *unit.Assignment
	Place      source.Range
	// Path is what is executed, Arguments what it is called with as far as the
	// text tells.
	Path      string
	Arguments []string
	// Words are all of its arguments, Open tells that others may stand among them.
	Words []Word
	Open  bool
	// Scripts are the names of the script or module that it interprets, none where it is no
	// interpreter.
	Scripts []string
	// Tool tells that it is one of the tools whose needs its arguments show.
	Tool bool
}

// Programs returns the programs of the invocations that are part of starting the
// unit.
func Programs(invocations []*Invocation) []Program {
	found := make([]Program, 0, len(invocations))
	for _, i := range invocations {
		if !i.Starts() || !i.Program.Known {
			continue
		}
		p := Program{
			Line: i.Line, Assignment: i.Assignment, Place: i.Program.Place, Path: i.Program.Text,
			Arguments: make([]string, 0, len(i.Arguments)), Words: i.Arguments, Open: i.Open, Scripts: i.Scripts(),
			Tool: i.IsTool() || i.IsShell() && len(i.Arguments) == 0,
		}
		for _, argument := range i.Arguments {
			if argument.Known {
				p.Arguments = append(p.Arguments, argument.Text)
			}
		}
		found = append(found, p)
	}
	return found
}
