package invocation

import (
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// finder gathers the invocations of one unit.
type finder struct {
	// variables are those that stand in the unit's command lines.
	variables map[string]unit.Variable
	// replacedBytes counts the bytes that variables were replaced by.
	replacedBytes int
	found         []*Invocation
}

// mostInvocations bounds how many programs of a unit are looked at.
const mostInvocations = 256

// mostArguments bounds how many arguments of a command line are looked at.
const mostArguments = 4096

// deepestWrapping bounds how many wrappers around a program are looked through.
const deepestWrapping = 8

// Of returns the programs that the exec lines of a unit run, in the order of the
// lines. The variables are those of [Environment].
func Of(u *unit.Unit, variables map[string]unit.Variable) []*Invocation {
	lines := u.Lines()
	f := &finder{variables: variables, found: make([]*Invocation, 0, len(lines))}
	for _, line := range lines {
		if line.Command.PathUndecidable {
			continue
		}
		f.invoke(f.invocationOf(line), 0)
	}
	return f.found
}

// invoke records an invocation and those inside of it.
func (f *finder) invoke(i *Invocation, depth int) {
	if len(f.found) >= mostInvocations {
		return
	}
	i.settle()
	f.found = append(f.found, i)
	if depth >= deepestWrapping {
		return
	}
	if text, isScript := scriptOf(i); isScript {
		i.Commands, i.Redirections = script(i, text)
		for _, inner := range i.Commands {
			f.invoke(inner, depth+1)
		}
		return
	}
	if inner := unwrapped(i); inner != nil {
		f.invoke(inner, depth+1)
	}
}

func (f *finder) invocationOf(line unit.Line) *Invocation {
	command := line.Command
	i := &Invocation{
		Line: line, Assignment: line.Assignment,
		Program: Word{
			Text: command.PathExpanded.Text, Known: true,
			Place: line.Assignment.Span(command.Path.Start, command.Path.End),
		},
		Tolerated: command.IgnoreFailure,
	}
	arguments := command.Arguments
	if command.ArgvZero && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	if len(arguments) > mostArguments {
		arguments, i.Open = arguments[:mostArguments], true
	}
	i.Arguments = make([]Word, 0, len(arguments))
	for _, argument := range arguments {
		if len(i.Arguments) >= mostArguments { // a variable may hold any number of words
			i.Open = true
			break
		}
		w := Word{
			Text: argument.Expanded.Text, Known: argument.Expanded.Known, Written: argument.Text,
			Place: line.Assignment.Span(argument.Start, argument.End),
		}
		if command.NoEnvironment || !strings.Contains(w.Text, "$") {
			i.Arguments = append(i.Arguments, w)
			continue
		}
		words, open := f.substituted(w)
		i.Arguments = append(i.Arguments, words[:min(len(words), mostArguments)]...)
		i.Open = i.Open || open
	}
	return i
}
