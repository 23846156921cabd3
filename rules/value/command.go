package value

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// eachCommand calls a function with every command of the unit's Exec lines.
func eachCommand(p *lint.Pass, visit func(a *unit.Assignment, command *value.Command)) {
	for a := range effective(p.Unit) {
		if a.Directive.Kind != catalog.KindExec {
			continue
		}
		commands := a.Verdict.Commands()
		for i := range commands {
			visit(a, &commands[i])
		}
	}
}

// shells are the programs that read a command line from an argument.
var shells = []string{
	"sh", "bash", "dash", "ash", "ksh", "zsh", "fish", "csh", "tcsh", "busybox", "su", "runuser",
	"ssh", "sudo", "systemd-run", "screen", "tmux", "flock", "script", "xargs", "env", "eval", "timeout",
}

// throughShell tells whether a command hands its arguments to a shell: it is
// one, the prefix "|" asks for one, or one of its words names one.
func throughShell(command *value.Command) bool {
	if command.ThroughShell || command.PathUndecidable || slices.Contains(shells, path.Base(command.PathExpanded.Text)) {
		return true
	}
	return slices.ContainsFunc(command.Arguments, func(word value.Argument) bool {
		return slices.Contains(shells, path.Base(word.Text)) || word.Text == "-c"
	})
}

// ShellSyntaxInCommand flags what only a shell would understand.
var ShellSyntaxInCommand = rule(lint.Rule{
	ID:       "shell-syntax-in-command",
	Summary:  "Shell syntax in a command that no shell runs",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `systemd runs commands itself. Pipes, redirections, "&&", "||", a "&" at the end, "~", wildcards, backquotes and $(…) are no more than
arguments to the program, which takes them for file names or refuses them.`,
		Symptom:    "The program complains of an unknown argument or a file that does not exist, or the second command never runs.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --once > /var/log/example.log\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --once\nStandardOutput=append:/var/log/example.log\n",
		Fix:        "Use StandardOutput= for redirections and several Exec lines for several commands, or run the line with /bin/sh -c '…'.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command *value.Command) {
			if throughShell(command) {
				return
			}
			if name, _, assigned := strings.Cut(command.Path.Text, "="); assigned && isVariable(name) && !command.PathUndecidable {
				p.Report(assignmentFinding(a, command))
				return
			}
			for i, word := range command.Arguments {
				if what := shellMeaning(command, word); what != "" {
					p.Report(shellFinding(a, word, what))
					return
				}
				if operand := i == 0 || !strings.HasPrefix(command.Arguments[i-1].Text, "-"); operand && fileNamePattern(word) {
					p.Report(patternFinding(a, word))
					return
				}
			}
		})
	},
})

// assignmentFinding speaks of a word that sets a variable for the command behind it in a shell.
func assignmentFinding(a *unit.Assignment, command *value.Command) finding.Finding {
	return finding.Finding{
		Directive: a.Key, Severity: finding.Error, Confidence: finding.Certain,
		Range:   a.Span(command.Path.Start, command.Path.End),
		Message: fmt.Sprintf("'%s' sets a variable only in a shell: systemd takes it for the program.", command.Path.Text),
		Symptom: "The command fails with the status 203/EXEC: there is no such program.",
		Advice:  "Set the variable with 'Environment=', or begin the line with '/usr/bin/env'.",
	}
}

// shellOperators are the words that a shell takes for itself.
var shellOperators = map[string]string{
	"|": "a pipe", "||": "an alternative", "&&": "a sequence", "&": "the background",
	">": "a redirection", ">>": "a redirection", "<": "a redirection", "<<": "a redirection", "2>": "a redirection", "2>>": "a redirection",
	"&>": "a redirection", "2>&1": "a redirection", ">&2": "a redirection", "1>&2": "a redirection", "|&": "a pipe",
}

// redirectionStarts begin a redirection to a file that follows without a blank.
var redirectionStarts = []string{">/", ">>/", "2>/", "2>>/", "</", "&>/", "1>/"}

// globbing are the programs whose file arguments people expand with wildcards.
var globbing = []string{"rm", "cp", "mv", "chmod", "chown", "chgrp", "cat", "touch", "ln", "mkdir", "ls", "rmdir", "install"}

// shellMeaning says what a shell would make of a word, or "".
func shellMeaning(command *value.Command, word value.Argument) string {
	if word.Quoted {
		return ""
	}
	if what := shellOperators[word.Text]; what != "" {
		return what
	}
	if slices.ContainsFunc(redirectionStarts, func(start string) bool { return strings.HasPrefix(word.Text, start) }) {
		return "a redirection"
	}
	switch {
	case strings.HasPrefix(word.Text, "$(") || strings.Contains(word.Text, "=$("), strings.HasPrefix(word.Text, "`"):
		return "the output of another command"
	case homeInWord(word.Text):
		return "a home directory"
	case strings.HasPrefix(word.Text, "/") && strings.ContainsAny(word.Text, "*?") && slices.Contains(globbing, path.Base(command.PathExpanded.Text)):
		return "a pattern of file names"
	}
	return ""
}

// fileNamePattern tells whether a word is the path of several files to a shell.
func fileNamePattern(word value.Argument) bool {
	return !word.Quoted && strings.HasPrefix(word.Text, "/") && strings.Contains(word.Text, "*")
}

// patternFinding remarks on a pattern that goes to a program which may well replace
// it itself.
func patternFinding(a *unit.Assignment, word value.Argument) finding.Finding {
	f := shellFinding(a, word, "a pattern of file names")
	f.Severity, f.Confidence = finding.Note, finding.Possible
	f.Symptom = "Unless the program replaces patterns itself, it looks for one file of this name."
	return f
}

// homeInWord tells whether a word, or the value of an option in it, is "~" or
// begins with "~/".
func homeInWord(word string) bool {
	if name, setting, found := strings.Cut(word, "="); found && strings.HasPrefix(name, "-") {
		word = setting
	}
	return word == "~" || strings.HasPrefix(word, "~/")
}

func shellFinding(a *unit.Assignment, word value.Argument, what string) finding.Finding {
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.Span(word.Start, word.End),
		Message:   fmt.Sprintf("'%s' in '%s=' is %s only to a shell: systemd hands it to the program as an argument.", word.Text, a.Key, what),
		Symptom:   "The program gets an argument that it does not expect, and what was meant does not happen.",
		Advice:    "Run the line with /bin/sh -c '…', or use StandardOutput=, StandardInput= or a second Exec line.",
	}
	if homeInWord(word.Text) { // some programs replace it themselves
		f.Confidence, f.Advice = finding.Likely, "Write the path out; '%h' is the home directory of the service manager's user."
	}
	return f
}
