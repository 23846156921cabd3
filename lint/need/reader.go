package need

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// reader gathers the needs of one unit.
type reader struct {
	unit      *unit.Unit
	main      unit.Line
	variables map[string]unit.Variable
	// commandVariables are variables with those of environment files.
	commandVariables map[string]unit.Variable
	// replacedBytes counts the bytes that variables were replaced by.
	replacedBytes int
	// invocations are the programs that the exec lines run.
	invocations []*invocation
	// pending are programs that options and variables name.
	pending []*invocation
	library *Library
	// profiles are those in use; the first ones belong to the main line.
	profiles []*Profile
	mains    int
	needs    []Need
}

// mostNeeds bounds how many needs of a unit are looked at. Real units have some
// dozens; what goes beyond is no description of a service.
const mostNeeds = 512

// mostInvocations bounds how many programs of a unit are looked at.
const mostInvocations = 256

// mostArguments bounds how many arguments of a command line are looked at.
const mostArguments = 4096

// deepestWrapping bounds how many wrappers around a program are looked through.
const deepestWrapping = 8

// readInvocations looks through every exec line for the programs that it runs.
func (r *reader) readInvocations() {
	for _, line := range r.unit.Lines() {
		if line.Command.PathUndecidable {
			continue
		}
		r.invoke(r.invocationOf(line), 0)
	}
}

// invoke records an invocation and those inside of it.
func (r *reader) invoke(i *invocation, depth int) {
	if len(r.invocations) >= mostInvocations {
		return
	}
	r.invocations = append(r.invocations, i)
	if depth >= deepestWrapping {
		return
	}
	if text, isScript := scriptOf(i); isScript {
		commands, redirections := script(i, text)
		for _, inner := range commands {
			r.invoke(inner, depth+1)
		}
		for _, one := range redirections {
			r.redirected(i, one)
		}
		r.forks(i, commands)
		return
	}
	if inner := unwrapped(i); inner != nil {
		r.invoke(inner, depth+1)
	}
}

func (r *reader) invocationOf(line unit.Line) *invocation {
	command := line.Command
	i := &invocation{
		line: line, assignment: line.Assignment,
		program: word{
			text: command.PathExpanded.Text, known: true,
			place: line.Assignment.Span(command.Path.Start, command.Path.End),
		},
		tolerated: command.IgnoreFailure,
	}
	arguments := command.Arguments
	if command.ArgvZero && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	if len(arguments) > mostArguments {
		arguments, i.open = arguments[:mostArguments], true
	}
	i.arguments = make([]word, 0, len(arguments))
	for _, argument := range arguments {
		if len(i.arguments) >= mostArguments { // a variable may hold any number of words
			i.open = true
			break
		}
		w := word{
			text: argument.Expanded.Text, known: argument.Expanded.Known,
			place: line.Assignment.Span(argument.Start, argument.End),
		}
		if command.NoEnvironment {
			i.arguments = append(i.arguments, w)
			continue
		}
		words, open := r.substituted(w)
		i.arguments = append(i.arguments, words[:min(len(words), mostArguments)]...)
		i.open = i.open || open
	}
	return i
}

// forks records that a shell needs a process beside its own: it replaces itself
// by the last command at best.
func (r *reader) forks(shell *invocation, commands []*invocation) {
	programs := 0
	for _, c := range commands {
		if (strings.HasPrefix(c.program.text, "/") || c.program.text == "exec") && !c.conditional {
			programs++
		}
	}
	if programs < 2 {
		return
	}
	for _, limit := range []string{"TasksMax=2", "LimitNPROC=2"} {
		r.add(shell, Need{Kind: Limit, Any: []string{limit}, Certainty: Certain, Consequence: StartFails,
			Why: fmt.Sprintf("runs a script that starts %d programs", programs)})
	}
}

// redirected records what a script's redirection needs.
func (r *reader) redirected(shell *invocation, one redirection) {
	kind, why := Read, "runs a script that reads "+one.target.text
	if one.write {
		kind, why = Write, "runs a script that writes "+one.target.text
	}
	r.fromWord(shell, kind, one.target, why)
	if one.write {
		r.shares(shell, one.target, Possible)
	}
}

// fromWord records a need that one word of an exec line shows.
func (r *reader) fromWord(i *invocation, kind Kind, w word, why string) {
	if !w.known || w.text == "" {
		return
	}
	r.add(i, Need{
		Kind: kind, Any: []string{w.text}, Certainty: Certain, Consequence: StartFails, Why: why,
		Evidence: Evidence{Assignment: i.assignment, Range: w.place},
	})
}

// add records a need of an invocation. What a line's author expects to fail is
// no outage; what may not even run is possible only.
func (r *reader) add(i *invocation, n Need) {
	n.Line = i.line
	if len(r.needs) >= mostNeeds {
		return
	}
	if i.tolerated {
		if n.FromText() {
			return
		}
		if i.line.Phase != unit.Start {
			n.Consequence = Missing // the service goes on without it
		}
	}
	if i.conditional && n.Certainty == Certain {
		n.Certainty = Likely
	}
	if n.Evidence.Assignment == nil {
		n.Evidence.Assignment, n.Evidence.Range = i.assignment, i.program.place
	}
	r.needs = append(r.needs, n)
}
