package value

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// VariableNameInvalid flags dollar signs in commands behind which no name of a
// variable stands, so that systemd always puts nothing in their place.
var VariableNameInvalid = rule(lint.Rule{
	ID:       "variable-name-invalid",
	Summary:  "Dollar sign that always becomes empty text",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("The program gets another argument than it has run with."),
	Doc: lint.Doc{
		Text: `systemd is no shell. A word of a command that begins with "$" is looked up as a whole: "$HOME/data" asks for a variable of the name
"HOME/data", which cannot exist, and the word is left out. Between "${" and "}" everything is the name, so that "${name#prefix}" becomes
empty text, also inside of a script for /bin/sh -c; only "${name:-default}" is left alone, because of its colon. A password
that begins with a dollar sign vanishes the same way.`,
		Symptom:    `The journal has "Invalid environment variable name evaluates to an empty string" (254 and later), and the program gets an argument less.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example --data $HOME/data\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --data ${HOME}/data\n",
		Fix:        "Write \"${NAME}\" for a variable within a word, and \"$$\" for a dollar sign that the program or a shell shall see.",
		References: []string{"systemd.service(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command *value.Command) {
			if command.NoEnvironment || len(a.Placeholders) > 0 {
				return
			}
			for _, word := range command.Arguments {
				if name, whole, found := invalidName(word.Text, p.Unit.Packaging); found && !(whole && saidOfShell(command, word)) {
					p.Report(nameFinding(a, word, name, whole))
					return
				}
			}
		})
	},
})

// saidOfShell tells whether the word is one that another rule takes for a
// shell's already.
func saidOfShell(command *value.Command, word value.Argument) bool {
	return !throughShell(command) && shellMeaning(command, word) != ""
}

// invalidName returns the first text of a word that systemd takes for the name
// of a variable and that can be none; whole tells that the word is the name
// (systemd.service(5), "COMMAND LINES"). Specifiers may stand for anything, and
// names with dots are left to the generators of a packaging tree.
func invalidName(text string, packaging bool) (name string, whole, found bool) {
	if strings.HasPrefix(text, "$") && !strings.HasPrefix(text, "${") && !strings.HasPrefix(text, "$$") {
		name = text[1:]
		return name, true, !isVariable(name) && !strings.Contains(name, "%")
	}
	for {
		at := strings.IndexByte(text, '$')
		if at < 0 || at+1 == len(text) {
			return "", false, false
		}
		if text[at+1] != '{' {
			text = text[at+min(2, len(text)-at):]
			continue
		}
		inner, rest, closed := strings.Cut(text[at+2:], "}")
		if !closed {
			return "", false, false
		}
		if colon := strings.IndexByte(inner, ':'); colon >= 0 { // systemd leaves it as it is
			text = text[at+2+colon:]
			continue
		}
		generated := packaging && isVariable(strings.ReplaceAll(inner, ".", "_"))
		if !isVariable(inner) && !generated && !strings.Contains(inner, "%") {
			return inner, false, true
		}
		text = rest
	}
}

// isVariable tells whether a text can be the name of a variable
// (systemd.exec(5), "Environment=").
func isVariable(name string) bool {
	return name != "" && identifierEnd(name, 0) == len(name) && (name[0] < '0' || name[0] > '9')
}

func nameFinding(a *unit.Assignment, word value.Argument, name string, whole bool) finding.Finding {
	written, doubled := "${"+name+"}", "$${"+name+"}"
	if whole {
		written, doubled = "$"+name, "$$"+name
	}
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.Span(word.Start, word.End),
		Message: fmt.Sprintf("'%s' in '%s=' is always empty: systemd looks for a variable with the name '%s', which is none.",
			finding.Beginning(written, mostShown), a.Key, finding.Beginning(name, mostShown)),
		Symptom: "The program gets empty text in its place, or an argument less.",
		Advice:  "Write '$$' for a dollar sign, and '${NAME}' for a variable within a word.",
	}
	at := strings.Index(a.Value[word.Start:word.End], written)
	if at < 0 {
		return f
	}
	f.Range = a.Span(word.Start+at, word.Start+at+len(written))
	f.Fix = &finding.Fix{Title: "Double the dollar sign", Edits: []finding.Edit{{Range: f.Range, NewText: doubled}}}
	if end := identifierEnd(name, 0); whole && end > 0 && isVariable(name[:end]) && strings.HasPrefix(name[end:], "/") {
		f.Fix.Title = "Put the name into braces"
		f.Fix.Edits[0].NewText = "${" + name[:end] + "}" + name[end:]
	}
	return f
}

// mostShown bounds how many bytes of a text a message repeats.
const mostShown = 40
