package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// eachCommand calls a function with every command of the unit's Exec lines.
func eachCommand(p *lint.Pass, visit func(a *unit.Assignment, command value.Command)) {
	for _, a := range effective(p.Unit) {
		if a.Directive.Kind != catalog.KindExec {
			continue
		}
		commands, _ := value.Exec(a.Value, contextOf(p.Unit, a))
		for _, command := range commands {
			visit(a, command)
		}
	}
}

// shells are the programs that read a command line from an argument.
var shells = []string{"sh", "bash", "dash", "ash", "ksh", "zsh", "fish", "csh", "tcsh", "busybox", "su", "runuser", "ssh", "sudo", "systemd-run", "screen", "tmux", "flock", "script", "xargs", "env", "eval", "timeout"}

// throughShell tells whether a command hands its arguments to a shell: it is
// one, the prefix "|" asks for one, or one of its words names one.
func throughShell(command value.Command) bool {
	if command.ThroughShell || command.PathUndecidable || slices.Contains(shells, path.Base(command.PathExpanded.Text)) {
		return true
	}
	return slices.ContainsFunc(command.Arguments, func(word value.Argument) bool {
		return slices.Contains(shells, path.Base(word.Text)) || word.Text == "-c"
	})
}

// ShellSyntaxInCommand flags what only a shell would understand.
var ShellSyntaxInCommand = valueRule(lint.Rule{
	ID:       "shell-syntax-in-command",
	Summary:  "shell syntax in a command that no shell runs",
	Severity: lint.Warning,
	Doc: lint.Doc{
		Text: `systemd runs commands itself. Pipes, redirections, "&&", "||", a "&" at the end, wildcards, backquotes and $(…) are no more than arguments
to the program, which takes them for file names or refuses them.`,
		Symptom:    "The program complains of an unknown argument or a file that does not exist, or the second command never runs.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --once > /var/log/example.log\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --once\nStandardOutput=append:/var/log/example.log\n",
		Fix:        "Use StandardOutput= for redirections and several Exec lines for several commands, or run the line with /bin/sh -c '…'.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command value.Command) {
			if throughShell(command) {
				return
			}
			for _, word := range command.Arguments {
				if what := shellMeaning(command, word); what != "" {
					p.Report(shellFinding(a, word, what))
					return
				}
			}
		})
	},
})

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
func shellMeaning(command value.Command, word value.Argument) string {
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
	case strings.HasPrefix(word.Text, "/") && strings.ContainsAny(word.Text, "*?") && slices.Contains(globbing, path.Base(command.PathExpanded.Text)):
		return "a pattern of file names"
	}
	return ""
}

func shellFinding(a *unit.Assignment, word value.Argument, what string) lint.Finding {
	return lint.Finding{
		Directive: a.Key,
		Range:     a.Span(word.Start, word.End),
		Message:   fmt.Sprintf("'%s' in '%s=' is %s only to a shell: systemd hands it to the program as an argument.", word.Text, a.Key, what),
		Symptom:   "The program gets an argument that it does not expect, and what was meant does not happen.",
		Advice:    "Run the line with /bin/sh -c '…', or use StandardOutput=, StandardInput= or a second Exec line.",
	}
}

// PercentNotEscaped flags date and printf formats whose percent signs systemd
// replaces.
var PercentNotEscaped = valueRule(lint.Rule{
	ID:       "percent-not-escaped",
	Summary:  "percent sign that systemd takes for a specifier",
	Severity: lint.Warning,
	Doc: lint.Doc{
		Text: `systemd replaces specifiers everywhere in a command, inside of quotes too, before the program sees it. In "date +%s" the "%s" becomes the
shell of the manager's user, in "date +%H%M" the "%H" the host's name and "%M" an image's. Where the letter is a specifier, nothing is logged.`,
		Symptom:    "Files have names with a host name or a machine ID in them instead of a date.",
		Bad:        "[Service]\nExecStart=/bin/sh -c 'exec /usr/bin/example --since $(date +%%s -d @%t) --at $(date +%s)'\n",
		Good:       "[Service]\nExecStart=/bin/sh -c 'exec /usr/bin/example --at $(date +%%s)'\n",
		Fix:        "Double the percent signs that are not meant for systemd.",
		References: []string{"systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command value.Command) {
			if start, end, ok := dateFormat(a.Value[command.Start:command.End]); ok {
				p.Report(percentFinding(a, command.Start+start, command.Start+end))
			}
		})
	},
})

// dateFormat finds the format of a call of date(1), with percent signs that are
// not doubled.
func dateFormat(text string) (start, end int, ok bool) {
	for from := 0; ; {
		at := strings.Index(text[from:], "date ")
		if at < 0 {
			return 0, 0, false
		}
		at += from
		from = at + len("date ")
		if at > 0 && strings.IndexByte("/ (`\"';", text[at-1]) < 0 {
			continue
		}
		if start, end, ok = percentAfterPlus(text, from); ok {
			return start, end, true
		}
	}
}

// percentAfterPlus looks for +FORMAT among the words up to the end of the
// command, and for a single percent sign in it.
func percentAfterPlus(text string, from int) (start, end int, ok bool) {
	rest := text[from:]
	if stop := strings.IndexAny(rest, ";|&)`"); stop >= 0 {
		rest = rest[:stop]
	}
	plus := strings.IndexByte(rest, '+')
	if plus < 0 || plus > 0 && strings.IndexByte(" \"'", rest[plus-1]) < 0 {
		return 0, 0, false
	}
	format := rest[plus:]
	if blank := strings.IndexAny(format, " \t"); blank >= 0 {
		format = format[:blank]
	}
	format = strings.TrimRight(format, `"'`)
	single := strings.Contains(strings.ReplaceAll(format, "%%", ""), "%")
	return from + plus, from + plus + len(format), single && !strings.Contains(format, "%%")
}

func percentFinding(a *unit.Assignment, start, end int) lint.Finding {
	format := a.Value[start:end]
	return lint.Finding{
		Directive: a.Key,
		Range:     a.Span(start, end),
		Message:   fmt.Sprintf("systemd replaces the specifiers in '%s' of '%s=' before date sees them.", format, a.Key),
		Symptom:   "The date has a host name, a path or a machine ID in it, or the unit is refused.",
		Fix: &lint.Fix{
			Title: "Double the percent signs",
			Edits: []lint.Edit{{Range: a.Span(start, end), NewText: strings.ReplaceAll(format, "%", "%%")}},
		},
	}
}

// InstanceSpecifierInPlainUnit flags %i and %I where there is no instance.
var InstanceSpecifierInPlainUnit = valueRule(lint.Rule{
	ID:       "instance-specifier-in-plain-unit",
	Summary:  "specifier for the instance in a unit that has none",
	Severity: lint.Warning,
	Doc: lint.Doc{
		Text: `%i and %I stand for what is between "@" and the suffix of the unit's name. In a unit without "@" they become nothing at all, without a
message: a path loses its last part, an argument is empty.`,
		Symptom:    "The program is told to work on an empty name, or on the whole directory.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --config /etc/example/%i.conf\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --config /etc/example/main.conf\n",
		Fix:        "Name the unit name@.service and start an instance of it, or write the value out.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkInstanceSpecifier,
})

func checkInstanceSpecifier(p *lint.Pass) {
	if p.Unit.FragmentUnknown || mayBeTemplate(p.Unit) {
		return
	}
	for _, a := range effective(p.Unit) {
		set := a.Directive.SpecifiersAt(p.Unit.Release)
		if set == catalog.SpecifiersNone || namesUnits[a.Directive.Kind] || a.DropIn && sharedDropIn(p.Unit, a) {
			continue
		}
		at := instanceSpecifier(a.Value)
		if at < 0 {
			continue
		}
		specifier := a.Value[at : at+2]
		p.Report(lint.Finding{
			Directive: a.Key,
			Range:     a.Span(at, at+2),
			Message:   fmt.Sprintf("'%s' in '%s=' becomes nothing: '%s' is no instance of a template.", specifier, a.Key, p.Unit.ID),
			Symptom:   "The text is used without the instance's name, and nothing is logged.",
			Advice:    "Name the unit as a template ('name@" + path.Ext(p.Unit.ID) + "'), or write the value out.",
		})
	}
}

// namesUnits are the kinds in which "name@%i.service" of a plain unit becomes a
// template's name, which systemd gives the prefix of the unit for an instance.
var namesUnits = map[catalog.Kind]bool{catalog.KindUnit: true, catalog.KindUnitList: true}

// mayBeTemplate tells whether a unit is a template or an instance, or a source
// that packaging installs under another name, such as name_at.service and
// name.service.in.
func mayBeTemplate(u *unit.Unit) bool {
	if strings.Contains(u.ID, "@") || slices.ContainsFunc(u.Names, func(name string) bool { return strings.Contains(name, "@") }) {
		return true
	}
	if !u.Packaging {
		return false
	}
	stem := strings.TrimSuffix(u.ID, path.Ext(u.ID))
	renamed := strings.HasSuffix(stem, "at") && len(stem) > 2 && strings.ContainsRune("_-.", rune(stem[len(stem)-3]))
	return renamed || u.Fragment == nil || u.Fragment.Options.Template
}

// sharedDropIn tells whether a drop-in is for units of other names too, whose
// instances the specifier can be meant for.
func sharedDropIn(u *unit.Unit, a *unit.Assignment) bool {
	return path.Base(path.Dir(a.File.Source.Path)) != u.ID+".d"
}

// instanceSpecifier returns the place of %i or %I, or -1.
func instanceSpecifier(text string) int {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		if text[i+1] == 'i' || text[i+1] == 'I' {
			return i
		}
		i++
	}
	return -1
}
