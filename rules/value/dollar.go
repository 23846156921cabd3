package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// VariableStays flags variables of commands that systemd, which is no shell, leaves
// as they are, or leaves out because nothing sets them.
var VariableStays = rule(lint.Rule{
	ID:       "variable-stays-as-it-is",
	Summary:  "Variable in a command that systemd does not replace",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The program gets other arguments than it has run with."),
	Doc: lint.Doc{
		Text: `systemd replaces ${NAME} anywhere in a word of a command, and $NAME where it is the whole word. In the middle of a word $NAME stays as it
is, and so does a default as in ${NAME:-/srv}, which only a shell knows. A whole word of which nothing sets the variable is left out of the command; a
password that begins with a dollar sign is such a word.`,
		Symptom:    `The program finds no directory called "$DATA/cache", or gets an argument less.`,
		Bad:        "[Service]\nEnvironment=DATA=/srv/data\nExecStart=/usr/bin/example --cache=$DATA/cache\n",
		Good:       "[Service]\nEnvironment=DATA=/srv/data\nExecStart=/usr/bin/example --cache=${DATA}/cache\n",
		Fix:        "Write ${NAME} for a variable, and '$$' for a dollar sign.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command *value.Command) {
			if command.NoEnvironment || len(a.Placeholders) > 0 || !hasDollar(command) || throughShell(command) {
				return
			}
			for _, word := range command.Arguments {
				use, found := dollarUseOf(word.Text)
				if !found {
					use, found = unsetVariable(p, word.Text)
				}
				if found {
					p.Report(dollarFinding(a, word, use))
				}
			}
		})
	},
})

// hasDollar tells that a dollar sign stands in one of the arguments, as in few: what is asked of
// those that have one costs more.
func hasDollar(command *value.Command) bool {
	return slices.ContainsFunc(command.Arguments, func(word value.Argument) bool { return strings.Contains(word.Text, "$") })
}

// dollarUse is a variable of a word that systemd treats in another way than a shell.
type dollarUse struct {
	start, end int // bytes of the word
	message    string
	advice     string
	// meant is what was probably meant, or "".
	meant      string
	severity   finding.Severity
	confidence finding.Confidence
}

// dollarUseOf finds the first dollar sign in the middle of a word that systemd
// leaves as it is (replace_env_argv()).
func dollarUseOf(word string) (dollarUse, bool) {
	if strings.HasPrefix(word, "$") && !strings.HasPrefix(word, "${") && !strings.HasPrefix(word, "$$") {
		return dollarUse{}, false // the name of a variable as a whole
	}
	for at := 0; at+1 < len(word); at++ {
		var use dollarUse
		found := false
		switch {
		case word[at] != '$':
		case word[at+1] == '$':
			at++
		case word[at+1] == '{':
			use, found = bracedOperator(word, at)
		default:
			use, found = innerName(word, at)
		}
		if found {
			return use, true
		}
	}
	return dollarUse{}, false
}

// bracedOperator judges the "${" at a place: where a ':' comes before the '}',
// systemd replaces nothing.
func bracedOperator(word string, at int) (dollarUse, bool) {
	name, _, operator := strings.Cut(word[at+len("${"):], ":")
	closing := strings.IndexByte(word[at:], '}')
	if !operator || closing < 0 || !isVariable(name) {
		return dollarUse{}, false
	}
	whole := word[at : at+closing+1]
	return dollarUse{
		start: at, end: at + len(whole), confidence: finding.Certain, severity: finding.Warning,
		message: fmt.Sprintf("'%s' is handed to the program as it stands: systemd knows no defaults of variables.", whole),
		advice:  "Set the default with Environment= before EnvironmentFile=, and write '${NAME}'.",
	}, true
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
func unsetVariable(p *lint.Pass, word string) (dollarUse, bool) {
	name, dollar := strings.CutPrefix(word, "$")
	if !dollar || !isVariable(name) || maySet(p, name) || p.Unit.Scope == locate.User || fromManager(name) ||
		len(p.Unit.All("Service", "PAMName")) > 0 {
		return dollarUse{}, false
	}
	use := dollarUse{
		end: len(word), confidence: finding.Likely, severity: finding.Note,
		message: fmt.Sprintf("'%s' vanishes from the command unless the manager's own environment has it: nothing in the unit sets this variable.", word),
		advice:  "Set the variable with Environment= or EnvironmentFile=, or leave it out.",
	}
	if name == strings.ToLower(name) {
		use.severity, use.meant = finding.Warning, "$"+word
		use.advice = "If a dollar sign is meant, double it; else set the variable with Environment=."
	}
	return use, true
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
