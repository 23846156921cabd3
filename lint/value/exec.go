package value

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// wordsUnquote shortens the tokenizer that most lists use.
const wordsUnquote = catalog.WordsUnquote

// ambientMagicGone is the first release that takes the prefix "!!" for nothing
// and says so.
const ambientMagicGone = 258

// Command is one command of an Exec line.
type Command struct {
	// Prefixes are the characters before the path, in the order of the line.
	Prefixes string
	// The prefixes decoded (systemd.service(5), "COMMAND LINES").
	IgnoreFailure   bool // "-"
	ArgvZero        bool // "@": the second word is argv[0]
	NoEnvironment   bool // ":": no $VARIABLE is replaced
	FullPrivileges  bool // "+": no sandbox, no change of user
	NoSetUID        bool // "!": no change of user
	AmbientMagic    bool // "!!"
	ThroughShell    bool // "|": the user's shell runs the rest
	Start, End      int  // bytes of the value
	Path            Word // the executable without its prefixes, as written
	PathExpanded    Expansion
	Arguments       []Argument // what follows the path, argv[0] of "@" included
	PathUndecidable bool       // a placeholder or an unknown specifier stands in the path
}

// Argument is one word after the path.
type Argument struct {
	Word
	Expanded Expansion
	// Quoted tells that quotes or escapes stand in the word.
	Quoted bool
}

// Exec decodes an Exec line into its commands. Those that systemd drops are
// left out; a command that refuses the unit ends the list.
func Exec(text string, ctx Context) ([]Command, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.exec(), v.result
}

func (v *verdict) exec() []Command {
	reader := wordReader{text: v.text, rules: splittings[catalog.ExecWords]}
	var commands []Command
	for {
		command, more, ok := v.execCommand(&reader)
		if ok {
			commands = append(commands, command)
		}
		if !more {
			return commands
		}
	}
}

// execCommand reads one command up to a lone semicolon or the end. More tells
// that another command follows.
func (v *verdict) execCommand(reader *wordReader) (command Command, more, ok bool) {
	first, present, err := v.execWord(reader)
	if err != nil {
		// systemd drops this command and the rest of the line without refusing.
		v.reportSplit(err.Start, err.End, Ignored, splitCode(err), capitalised(err.Reason)+" in the command's first word: systemd drops the line.")
		return Command{}, false, false
	}
	if !present {
		return Command{}, false, false
	}
	command = Command{Start: first.Start, End: first.End}
	command.Path, command.Prefixes = first, command.takePrefixes(first.Text, v.ctx.Release)
	command.Path.Text = first.Text[len(command.Prefixes):]
	command.Path.Start, _ = first.Span(len(command.Prefixes), len(first.Text))
	if command.AmbientMagic && v.since(ambientMagicGone) {
		start, end := first.Span(0, len(command.Prefixes))
		v.notice(start, end, CodeObsolete, "The prefix '!!' has no effect any more.")
	}
	if !v.execPath(&command) {
		return command, false, false
	}
	more, ok = v.execArguments(reader, &command)
	if !ok {
		return command, false, false
	}
	if command.ArgvZero && len(command.Arguments) == 0 {
		v.refuseCommand(&command, command.Start, command.End, CodeBadCommand,
			"The prefix '@' makes the second word the process name, but there is none.")
		return command, false, false
	}
	return command, more, true
}

// execWord reads one word. An unknown escape sequence is kept as it stands,
// with a notice.
func (v *verdict) execWord(reader *wordReader) (Word, bool, *SplitError) {
	at := *reader
	word, present, err := reader.next()
	if err == nil {
		return word, present, nil
	}
	*reader = at
	reader.rules.relax = true
	word, present, err = reader.next()
	reader.rules.relax = false
	if err != nil {
		fault, _ := errors.AsType[*SplitError](err) // the reader knows no other error
		return Word{}, false, fault
	}
	v.notice(word.Start, word.End, CodeBadEscape,
		"Unknown escape sequence: the backslash stays in the word; a literal backslash is written '\\\\'.")
	return word, present, nil
}

// takePrefixes decodes the prefix characters and returns them.
func (c *Command) takePrefixes(word string, release catalog.Release) string {
	for i := range len(word) {
		switch {
		case word[i] == '-' && !c.IgnoreFailure:
			c.IgnoreFailure = true
		case word[i] == '@' && !c.ArgvZero:
			c.ArgvZero = true
		case word[i] == ':' && !c.NoEnvironment && release.Version >= 242:
			c.NoEnvironment = true
		case word[i] == '|' && !c.ThroughShell && release.Version >= 258:
			c.ThroughShell = true
		case word[i] == '+' && !c.FullPrivileges && !c.NoSetUID && !c.AmbientMagic:
			c.FullPrivileges = true
		case word[i] == '!' && !c.FullPrivileges && !c.NoSetUID && !c.AmbientMagic:
			c.NoSetUID = true
		case word[i] == '!' && c.NoSetUID:
			c.NoSetUID, c.AmbientMagic = false, true
		default:
			return word[:i]
		}
	}
	return word
}

// refuseCommand reports a fault that refuses the unit, or, with the prefix
// "-", only drops the command.
func (v *verdict) refuseCommand(command *Command, start, end int, code, message string) {
	outcome := UnitRefused
	if command.IgnoreFailure {
		outcome = Ignored
	}
	v.report(start, end, outcome, code, message)
}

func (v *verdict) execPath(command *Command) bool {
	path := command.Path
	if !v.expandArgument(command, path, &command.PathExpanded) {
		return false
	}
	command.PathUndecidable = !command.PathExpanded.Known || v.hasPlaceholder(command.Start, command.End)
	if command.ThroughShell {
		return true
	}
	if message := pathFault(command.PathExpanded.Text); message != "" {
		v.refuseCommand(command, command.Start, command.End, CodeBadCommand, message)
		return command.PathUndecidable
	}
	if v.since(262) && strings.ContainsAny(command.PathExpanded.Text, "*?[") {
		v.refuseCommand(command, command.Start, command.End, CodeBadCommand,
			fmt.Sprintf("%s contains a glob character.", quoted(command.PathExpanded.Text)))
		return command.PathUndecidable
	}
	command.PathExpanded.Text = simplified(command.PathExpanded.Text, false)
	return true
}

// pathFault tells why systemd does not take a text for an executable.
func pathFault(path string) string {
	switch {
	case path == "":
		return "There is no command after the prefix characters."
	case strings.ContainsFunc(path, unsafeInPath):
		return fmt.Sprintf("The executable's name %s contains quotes, a backslash or control characters.", quoted(path))
	case strings.HasSuffix(path, "/"):
		return fmt.Sprintf("The executable %s is a directory.", quoted(path))
	case strings.HasPrefix(path, "/"):
		if validPath(simplified(path, false)) {
			return ""
		}
	case !strings.Contains(path, "/") && path != "." && path != ".." && len(path) <= longestName:
		return ""
	}
	return fmt.Sprintf("%s is neither an absolute path nor the plain name of an executable.", quoted(path))
}

func unsafeInPath(r rune) bool {
	return r < ' ' || r == 0x7f || r == '"' || r == '\'' || r == '\\'
}

// execArguments reads the words after the path. More tells that a semicolon
// ended the command; ok is false where the command is lost.
func (v *verdict) execArguments(reader *wordReader, command *Command) (more, ok bool) {
	for reader.pos < len(v.text) {
		rest := v.text[reader.pos:]
		if separator := loneSemicolon(rest); separator > 0 {
			reader.pos += separator
			return true, true
		}
		if escaped := escapedSemicolon(rest); escaped > 0 {
			word := Word{Text: ";", Start: reader.pos, End: reader.pos + 2}
			command.add(Argument{Word: word, Expanded: Expansion{Text: ";", Known: true}, Quoted: true})
			reader.pos += escaped
			continue
		}
		word, present, err := v.execWord(reader)
		if err != nil {
			v.refuseCommand(command, err.Start, err.End, splitCode(err), capitalised(err.Reason)+" in the command line.")
			return false, false
		}
		if !present {
			break
		}
		argument := Argument{Word: word, Quoted: word.End-word.Start != len(word.Text)}
		if !v.expandArgument(command, word, &argument.Expanded) {
			return false, false
		}
		command.add(argument)
	}
	return false, true
}

func (c *Command) add(argument Argument) {
	c.Arguments = append(c.Arguments, argument)
	c.End = argument.End
}

func (v *verdict) expandArgument(command *Command, word Word, into *Expansion) bool {
	outcome := UnitRefused
	if command.IgnoreFailure {
		outcome = Ignored
	}
	expansion, ok := v.expand(word, outcome)
	*into = expansion
	return ok
}

// loneSemicolon returns the length of an unquoted ';' that stands by itself,
// with the blanks after it, or 0.
func loneSemicolon(text string) int {
	if text[0] != ';' || len(text) > 1 && strings.IndexByte(blanks, text[1]) < 0 {
		return 0
	}
	return 1 + blankPrefix(text[1:])
}

// escapedSemicolon returns the length of a lone "\;", with the blanks after
// it, or 0.
func escapedSemicolon(text string) int {
	if !strings.HasPrefix(text, `\;`) || len(text) > 2 && strings.IndexByte(blanks, text[2]) < 0 {
		return 0
	}
	return 2 + blankPrefix(text[2:])
}

func blankPrefix(text string) int {
	return len(text) - len(strings.TrimLeft(text, blanks))
}
