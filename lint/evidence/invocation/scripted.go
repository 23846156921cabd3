package invocation

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

const (
	// deepestScript bounds how many scripts are followed that start each other.
	deepestScript = 3
	// mostScripted bounds the programs that the scripts of a unit run.
	mostScripted = 64
	// scriptMark is how a script begins (execve(2)).
	scriptMark = "#!"
)

// Scripted returns the programs that shell scripts of the tree run whatever happens, of those
// scripts that the given invocations start: what stands in conditions, loops and functions is
// left out.
func Scripted(u *unit.Unit, invocations []*Invocation) []*Invocation {
	if u.Tree == nil {
		return nil
	}
	var found []*Invocation
	for _, i := range invocations {
		if !i.IsTool() && !i.Wraps() {
			found = scripted(u, i, found, 0)
		}
	}
	return found
}

// Commands returns the programs that a command of a shell runs whatever happens, which a program
// is told of by its configuration.
func Commands(of Program, command string) []*Invocation {
	shell := &Invocation{Line: of.Line, Assignment: of.Assignment, Program: Word{Text: "sh", Known: true, Place: of.Place}}
	commands, _ := script(shell, Word{Text: command, Known: true, Place: of.Place})
	var found []*Invocation
	for _, inner := range commands {
		for wrapping := 0; inner != nil && !inner.Conditional && wrapping < deepestWrapping && len(found) < mostScripted; wrapping++ {
			found = append(found, inner)
			inner = unwrapped(inner)
		}
	}
	return found
}

// scripted adds what the script runs that an invocation starts, if it does.
func scripted(u *unit.Unit, i *Invocation, found []*Invocation, depth int) []*Invocation {
	if depth >= deepestScript || i.Conditional {
		return found
	}
	for _, command := range commandsOf(u, i) {
		inner := i.running(command)
		for wrapping := 0; inner != nil && wrapping < deepestWrapping && len(found) < mostScripted; wrapping++ {
			if inner.Conditional {
				break
			}
			if inner.Program.Text != i.Program.Text {
				found = scripted(u, inner, append(found, inner), depth+1)
			}
			inner = unwrapped(inner)
		}
	}
	return found
}

// running is a command as the script runs it that an invocation starts.
func (i *Invocation) running(command *Invocation) *Invocation {
	inner := *command
	inner.Line, inner.Assignment, inner.Tolerated = i.Line, i.Assignment, i.Tolerated || command.Tolerated
	inner.Program.Place, inner.Arguments = i.Program.Place, slices.Clone(command.Arguments)
	for at := range inner.Arguments {
		inner.Arguments[at].Place = i.Program.Place
	}
	inner.Redirections = slices.Clone(command.Redirections)
	for at := range inner.Redirections {
		inner.Redirections[at].Target.Place = i.Program.Place
	}
	return &inner
}

// scriptAt is what it depends on what a script of a tree runs: its path, and whether a shell is
// asked to read it, whatever its first line says, and whether the unit sets no variables for it.
type scriptAt struct {
	name         string
	asked, alone bool
}

// commandsOf returns the commands that the shell script runs whatever happens which an
// invocation starts. Scripts are shared by units, and each is read and parsed once.
func commandsOf(u *unit.Unit, i *Invocation) []*Invocation {
	name := i.Program
	asked := i.IsShell()
	if asked {
		operands := i.Operands(interpreters["sh"])
		if _, given := scriptOf(i); given || len(operands) == 0 {
			return nil
		}
		name = operands[0]
	}
	if !name.Known || !path.IsAbs(name.Text) {
		return nil
	}
	at := scriptAt{name.Text, asked, !setsVariables(u)}
	commands, _ := u.Once(u.Release.Version, at, func() any { return at.read(u) }).([]*Invocation)
	return commands
}

func (s scriptAt) read(u *unit.Unit) []*Invocation {
	text := readScript(u, s.name)
	line, _, _ := strings.Cut(text, "\n")
	words := strings.Fields(strings.TrimPrefix(line, scriptMark))
	if text == "" || !s.asked && (len(words) == 0 || !IsShell(Interpreter(words[0], words[1:]))) {
		return nil
	}
	commands, redirections := scriptIn(&Invocation{}, Word{Text: text, Known: true}, s.alone)
	commands = slices.DeleteFunc(commands, func(c *Invocation) bool { return c.Conditional })
	if len(redirections) > 0 {
		commands = append(commands, &Invocation{Program: Word{Text: itself, Known: true}, Redirections: redirections})
	}
	return commands
}

// itself stands for the program of what a script does by itself: it opens files for its commands.
const itself = "(script)"

// Interpreter returns the name of the program that the first line of a script has read it, without
// its version, looking through env(1): "python", "perl", "sh".
func Interpreter(program string, arguments []string) string {
	name := path.Base(program)
	if name == "env" {
		at := slices.IndexFunc(arguments, func(word string) bool { return !strings.HasPrefix(word, "-") && !strings.Contains(word, "=") })
		if at >= 0 {
			name = path.Base(arguments[at])
		}
	}
	return unversioned(name)
}

// readScript returns a file of the tree that begins as a script does, or "". One
// that is longer than a script which is parsed is none.
func readScript(u *unit.Unit, name string) string {
	file, err := u.Tree.Open(strings.TrimPrefix(path.Clean(name), "/"))
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }() // it is read from alone
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > longestScript {
		return ""
	}
	begin := make([]byte, len(scriptMark)) // most programs are none, and are not read any further
	if _, err := io.ReadFull(file, begin); err != nil || string(begin) != scriptMark {
		return ""
	}
	rest, err := io.ReadAll(io.LimitReader(file, longestScript))
	if err != nil {
		return ""
	}
	return scriptMark + string(rest)
}
