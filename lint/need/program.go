package need

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
	// Tool tells that it is one of the tools whose needs its arguments show.
	Tool bool
}

// programs returns the programs of the lines that are part of starting the unit.
func (r *reader) programs() []Program {
	var found []Program
	for _, i := range r.invocations {
		if !starts(i.line) || !i.program.known {
			continue
		}
		_, plain := commands[i.name()]
		p := Program{Line: i.line, Assignment: i.assignment, Place: i.program.place, Path: i.program.text, Tool: plain || shells[i.name()] && len(i.arguments) == 0}
		for _, argument := range i.arguments {
			if argument.known {
				p.Arguments = append(p.Arguments, argument.text)
			}
		}
		found = append(found, p)
	}
	return found
}
