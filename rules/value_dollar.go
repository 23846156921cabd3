package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// DollarInCommand flags dollar signs of commands that systemd, which is no shell,
// takes for something else than was meant.
var DollarInCommand = valueRule(lint.Rule{
	ID:       "dollar-in-command",
	Summary:  "Dollar sign in a command that does not do what it does in a shell",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The program gets other arguments than it has run with."),
	Doc: lint.Doc{
		Text: `systemd knows two forms of variables in a command. A word that begins with a dollar sign is the name of a variable as a whole, quoted or
not: "$DATA/cache" asks for a variable called "DATA/cache", which nothing can set, and the word vanishes from the command; so does a password that
begins with "$". ${NAME} is replaced anywhere in a word. In the middle of a word $NAME stays as it is. The operators of a shell are unknown: ${NAME#x}
becomes nothing, as every name that cannot exist, and ${NAME:-x} is handed on as it stands. This happens before a shell sees the line, too.`,
		Symptom:    `An argument is missing or is the text "$NAME"; systemd 254 and later log "Invalid environment variable name evaluates to an empty string".`,
		Bad:        "[Service]\nEnvironment=DATA=/srv/data\nExecStart=/usr/bin/example --cache \"$DATA/cache\"\n",
		Good:       "[Service]\nEnvironment=DATA=/srv/data\nExecStart=/usr/bin/example --cache ${DATA}/cache\n",
		Fix:        "Write ${NAME} for a variable, '$$' for a dollar sign, and both '$$' and the braces for what a shell is to replace.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		set := environmentOf(p.Unit)
		eachCommand(p, func(a *unit.Assignment, command value.Command) {
			if command.NoEnvironment || len(a.Placeholders) > 0 {
				return
			}
			shell := throughShell(command)
			for i, word := range command.Arguments {
				use, found := dollarUseOf(word.Text, shell)
				if !found && !shell {
					use, found = unsetVariable(p.Unit, word.Text, set)
				}
				if !found {
					continue
				}
				f := dollarFinding(a, word, use)
				if i > 0 && shell && use.vanishes && command.Arguments[i-1].Text == "-c" && i == len(command.Arguments)-1 {
					f.Severity, f.Symptom = finding.Error, "The shell finds no script behind '-c', says so and exits with status 2."
				}
				p.Report(f)
			}
		})
	},
})

// dollarUse is a dollar sign of a word that means something else to systemd than
// to a shell.
type dollarUse struct {
	start, end int // bytes of the word
	message    string
	advice     string
	// meant is what was probably meant, or "".
	meant string
	// vanishes tells that the whole word is missing from the command.
	vanishes   bool
	severity   finding.Severity
	confidence finding.Confidence
}

// dollarUseOf finds the first dollar sign with an unexpected meaning; shell tells
// that a shell gets the word. systemd reads words as replace_env_argv() does.
func dollarUseOf(word string, shell bool) (dollarUse, bool) {
	if strings.HasPrefix(word, "$") && !strings.HasPrefix(word, "${") && !strings.HasPrefix(word, "$$") {
		return wholeWord(word, shell)
	}
	for at := 0; at+1 < len(word); at++ {
		switch {
		case word[at] != '$':
		case word[at+1] == '$':
			at++
		case word[at+1] == '{':
			if use, found := bracedName(word, at, shell); found {
				return use, true
			}
		case !shell:
			if use, found := innerName(word, at); found {
				return use, true
			}
		}
	}
	return dollarUse{}, false
}

// wholeWord judges a word that systemd takes for the name of a variable.
func wholeWord(word string, shell bool) (dollarUse, bool) {
	name := word[1:]
	end := identifierEnd(name, 0)
	if variableName(name) || end < len(name) && name[end] == '%' {
		return dollarUse{}, false // specifiers are replaced first
	}
	use := dollarUse{
		end: len(word), vanishes: true, confidence: finding.Certain, severity: finding.Warning,
		message: fmt.Sprintf("'%s' vanishes from the command: systemd looks for a variable with the name '%s', which none can have.", word, name),
		advice:  "Write '$$' for a dollar sign, and '${NAME}' for a variable with text behind it.",
	}
	switch {
	case shell:
		use.meant = "$" + word
	case variableName(name[:end]):
		use.meant = "${" + name[:end] + "}" + name[end:]
	}
	return use, true
}

// bracedName judges the "${" at a place: systemd looks for a '}' and replaces what
// stands before it by the variable of that name, unless a ':' comes first.
func bracedName(word string, at int, shell bool) (dollarUse, bool) {
	length := strings.IndexAny(word[at:], "}:")
	if length < 0 {
		return dollarUse{}, false
	}
	name, whole := word[at+len("${"):at+length], word[at:at+length+1]
	if word[at+length] == ':' {
		closing := strings.IndexByte(word[at:], '}')
		if shell || closing < 0 || !variableName(name) {
			return dollarUse{}, false
		}
		whole = word[at : at+closing+1]
		return dollarUse{
			start: at, end: at + len(whole), confidence: finding.Certain, severity: finding.Warning,
			message: fmt.Sprintf("'%s' is handed to the program as it stands: systemd knows no defaults of variables.", whole),
			advice:  "Set the default with Environment= before EnvironmentFile=, and write '${NAME}'.",
		}, true
	}
	if variableName(name) || strings.Contains(name, "%") {
		return dollarUse{}, false // specifiers are replaced first
	}
	use := dollarUse{
		start: at, end: at + len(whole), confidence: finding.Certain, severity: finding.Warning,
		message: fmt.Sprintf("systemd puts nothing in the place of '%s': it takes all between the braces for a variable's name.", whole),
		advice:  "systemd knows no operators on variables: run a shell, and double the dollar sign.",
	}
	if shell {
		use.meant, use.advice = "$"+whole, "Double the dollar sign, so that the shell sees it."
	}
	return use, true
}

// innerName judges a $NAME inside of a word. Names in capitals count alone: others
// are more likely part of a pattern or a password.
func innerName(word string, at int) (dollarUse, bool) {
	start, end := variableIn(word[at:])
	if start != 0 || end == 0 {
		return dollarUse{}, false
	}
	name := word[at+1 : at+end]
	return dollarUse{
		start: at, end: at + end, meant: "${" + name + "}", confidence: finding.Likely, severity: finding.Warning,
		message: fmt.Sprintf("'$%s' is handed to the program as it stands: inside of a word systemd replaces only '${%s}'.", name, name),
	}, true
}

// unsetVariable judges a word that is a variable which nothing is known to set.
// Small letters speak for a text that begins with a dollar sign.
func unsetVariable(u *unit.Unit, word string, set map[string]bool) (dollarUse, bool) {
	name, dollar := strings.CutPrefix(word, "$")
	if !dollar || !variableName(name) || set["*"] || set[name] || u.Scope == locate.User || fromManager(name) || len(u.All("Service", "PAMName")) > 0 {
		return dollarUse{}, false
	}
	use := dollarUse{
		end: len(word), vanishes: true, confidence: finding.Likely, severity: finding.Note,
		message: fmt.Sprintf("'%s' vanishes from the command unless the manager's own environment has it: nothing in the unit sets this variable.", word),
		advice:  "Set the variable with Environment= or EnvironmentFile=, or leave it out.",
	}
	if name == strings.ToLower(name) {
		use.severity, use.meant = finding.Warning, "$"+word
		use.advice = "If a dollar sign is meant, double it; else set the variable with Environment=."
	}
	return use, true
}

// variableName tells what systemd takes for the name of a variable (env_name_is_valid()).
func variableName(name string) bool {
	return name != "" && identifierEnd(name, 0) == len(name) && (name[0] < '0' || name[0] > '9')
}

// managerVariables are what the manager itself sets (systemd.exec(5), "ENVIRONMENT
// VARIABLES IN SPAWNED PROCESSES"); a '_' at the end stands for all that begin so.
var managerVariables = []string{
	"PATH", "LANG", "LC_", "USER", "LOGNAME", "HOME", "SHELL", "INVOCATION_ID", "XDG_", "RUNTIME_DIRECTORY", "STATE_DIRECTORY",
	"CACHE_DIRECTORY", "LOGS_DIRECTORY", "CONFIGURATION_DIRECTORY", "CREDENTIALS_DIRECTORY", "MAINPID", "MANAGERPID", "LISTEN_",
	"NOTIFY_SOCKET", "WATCHDOG_", "SYSTEMD_", "TERM", "COLORTERM", "LOG_NAMESPACE", "JOURNAL_STREAM", "SERVICE_RESULT", "EXIT_CODE", "EXIT_STATUS",
	"MONITOR_", "PIDFILE", "REMOTE_ADDR", "REMOTE_PORT", "TRIGGER_", "MEMORY_PRESSURE_", "FDSTORE", "DEBUG_INVOCATION", "NO_COLOR", "TZ",
}

func fromManager(name string) bool {
	return slices.ContainsFunc(managerVariables, func(known string) bool {
		return name == known || strings.HasSuffix(known, "_") && strings.HasPrefix(name, known)
	})
}

func dollarFinding(a *unit.Assignment, word value.Argument, use dollarUse) finding.Finding {
	f := finding.Finding{
		Directive:  a.Key,
		Severity:   use.severity,
		Confidence: use.confidence,
		Range:      a.Span(word.Start, word.End),
		Message:    use.message,
		Symptom:    "The program gets other arguments than the line shows.",
		Advice:     use.advice,
	}
	written := word.Text[use.start:use.end]
	if at := strings.Index(a.Value[word.Start:word.End], written); at >= 0 {
		f.Range = a.Span(word.Start+at, word.Start+at+len(written))
		if use.meant != "" {
			f.Fix = &finding.Fix{
				Title: fmt.Sprintf("Write '%s'", use.meant),
				Edits: []finding.Edit{{Range: f.Range, NewText: use.meant}},
			}
		}
	}
	return f
}
