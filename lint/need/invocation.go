package need

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// word is one argument of a command, with its place in the unit.
type word struct {
	text string
	// known tells that text is what the program will see.
	known bool
	// partly tells that it is, but for variables "${NAME}" that stand in it.
	partly bool
	place  source.Range
}

// invocation is one program that an exec line runs: the command itself, what a
// wrapper such as env(1) starts, or a command of a shell script in the line.
type invocation struct {
	line       unit.Line
	assignment *unit.Assignment
	program    word
	arguments  []word
	// tolerated tells that the line's or the script's author expects failure.
	tolerated bool
	// conditional tells that the command may never run.
	conditional bool
	// open tells that arguments may follow that only the host knows.
	open bool
	// profile is what is known of the program, once it was looked for.
	profile *Profile
	looked  bool
}

// name returns the base name of the program.
func (i *invocation) name() string { return path.Base(i.program.text) }

// operands returns the arguments that are no options, and not an option's value
// as far as valued tells which options take one.
func (i *invocation) operands(valued string) []word {
	var operands []word
	for at := 0; at < len(i.arguments); at++ {
		text := i.arguments[at].text
		switch {
		case text == "--":
			return append(operands, i.arguments[at+1:]...)
		case len(text) == 2 && text[0] == '-' && strings.IndexByte(valued, text[1]) >= 0:
			at++
		case len(text) > 1 && text[0] == '-':
		default:
			operands = append(operands, i.arguments[at])
		}
	}
	return operands
}

// option returns the value of the first option of the given names that is
// present: "--name value", "--name=value", "-nvalue" is not taken apart. A flag
// without a value returns an empty word.
func (i *invocation) option(names []string) (word, bool) {
	for at, argument := range i.arguments {
		for _, name := range names {
			if argument.text == name {
				if at+1 < len(i.arguments) {
					return i.arguments[at+1], true
				}
				return word{place: argument.place}, true
			}
			if value, found := strings.CutPrefix(argument.text, name+"="); found {
				return word{text: value, known: argument.known, place: argument.place}, true
			}
		}
	}
	return word{}, false
}

// has tells whether one of the options is present, alone or with a value.
func (i *invocation) has(names []string) bool {
	_, found := i.option(names)
	return found
}
