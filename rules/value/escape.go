package value

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/percent"
)

// PercentNotEscaped flags formats and URLs whose percent signs systemd replaces.
var PercentNotEscaped = rule(lint.Rule{
	ID:       "percent-not-escaped",
	Summary:  "Percent sign that systemd takes for a specifier",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("Somebody may have come to rely on what systemd puts in."),
	Doc: lint.Doc{
		Text: `systemd replaces specifiers everywhere in a command, inside of quotes too, before the program sees it. In "date +%s" the "%s" becomes the
shell of the manager's user, in "date +%H%M" the "%H" the host's name and "%M" an image's, and the "%C3" of a URL begins with the directory for caches.
Where the letter is a specifier, nothing is logged.`,
		Symptom:    `Files have names with a host name or a machine ID in them instead of a date.`,
		Bad:        "[Service]\nExecStart=/bin/sh -c 'exec /usr/bin/example --at $(date +%s)'\n",
		Good:       "[Service]\nExecStart=/bin/sh -c 'exec /usr/bin/example --at $(date +%%s)'\n",
		Fix:        "Double the percent signs that are not meant for systemd.",
		References: []string{"systemd.unit(5)", "date(1)"},
	},
	Check: checkPercentNotEscaped,
})

func checkPercentNotEscaped(p *lint.Pass) {
	for a := range effective(p.Unit) {
		if a.Directive.Kind != catalog.KindExec && a.Directive.Kind != catalog.KindEnvironment || strings.IndexByte(a.Value, '%') < 0 {
			continue
		}
		if start, end := percent.Place(a); start != end {
			p.Report(percentFinding(a, start, end))
		}
	}
}

func percentFinding(a *unit.Assignment, start, end int) finding.Finding {
	format := a.Value[start:end]
	return finding.Finding{
		Directive: a.Key,
		Range:     a.Span(start, end),
		Message:   fmt.Sprintf("systemd replaces the specifiers in '%s' of '%s=' before the program sees them.", format, a.Key),
		Symptom:   "The text has a host name, a path or a machine ID in it, or the unit is refused.",
		Fix: &finding.Fix{
			Title: "Double the percent signs",
			Edits: []finding.Edit{{Range: a.Span(start, end), NewText: strings.ReplaceAll(format, "%", "%%")}},
		},
	}
}

// VariableNotEscaped flags variables of a shell script that systemd replaces
// before the shell sees them.
var VariableNotEscaped = rule(lint.Rule{
	ID:       "variable-not-escaped",
	Summary:  "Shell variable that systemd replaces before the shell runs",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The script works with other text than it has run with."),
	Doc: lint.Doc{
		Text: `systemd replaces ${NAME} in all arguments of a command, those of a shell included. A variable that the script itself sets is not in the
service's environment: systemd puts nothing in its place, and the shell sees the rest. $NAME without braces is only replaced where it is a whole argument.`,
		Symptom:    `The journal has "Referenced but unset environment variable evaluates to an empty string: name", and the script works with empty text.`,
		Bad:        "[Service]\nExecStart=/bin/sh -c 'for name in a b; do /usr/bin/example ${name}; done'\n",
		Good:       "[Service]\nExecStart=/bin/sh -c 'for name in a b; do /usr/bin/example $${name}; done'\n",
		Fix:        "Double the dollar sign, or put ':' before the command, so that systemd replaces nothing (242 and later).",
		References: []string{"systemd.service(5)"},
	},
	Check: func(p *lint.Pass) {
		eachCommand(p, func(a *unit.Assignment, command *value.Command) {
			if command.NoEnvironment || !hasDollar(command) || !throughShell(command) {
				return
			}
			for _, word := range command.Arguments {
				if name := ownVariable(word.Text); name != "" && !maySet(p, name) {
					p.Report(escapeFinding(a, word, name))
					return
				}
			}
		})
	},
})

// environmentKey is that of environmentOf in a pass.
type environmentKey struct{}

// maySet tells that the unit sets a variable, or gives its commands some whose names are not known.
func maySet(p *lint.Pass, name string) bool {
	set, _ := p.Keep(environmentKey{}, func() any { return environmentOf(p.Unit) }).(map[string]bool)
	return set[name] || set["*"]
}

// environmentOf returns the names of the variables that a unit sets; "*" stands
// for files and inherited names that are not known.
func environmentOf(u *unit.Unit) map[string]bool {
	set := map[string]bool{}
	for a := range effective(u) {
		switch a.Directive.Kind {
		case catalog.KindEnvironment:
			for _, assignment := range a.Verdict.Variables() {
				set[assignment.Name] = true
			}
		case catalog.KindEnvironmentFile, catalog.KindEnvironmentNames:
			set["*"] = true
		}
	}
	return set
}

// ownVariable returns a name that a script uses as ${name} and sets itself before.
func ownVariable(script string) string {
	if !strings.Contains(script, "${") {
		return ""
	}
	set := namesSet(script)
	for at := range len(script) {
		if !strings.HasPrefix(script[at:], "${") || at > 0 && script[at-1] == '$' {
			continue
		}
		start := at + len("${")
		name := script[start:identifierEnd(script, start)]
		if end, ok := set[name]; ok && end <= at && strings.HasPrefix(script[start+len(name):], "}") {
			return name
		}
	}
	return ""
}

// namesSet are the variables that a script sets, each with the end of the first
// text that does: NAME=, "for NAME in" or "read NAME".
func namesSet(script string) map[string]int {
	set := map[string]int{}
	for at := 0; at < len(script); {
		end := identifierEnd(script, at)
		if end == at {
			at++
			continue
		}
		name, before, behind := script[at:end], script[:at], script[end:]
		switch {
		case strings.HasPrefix(behind, "=") && (at == 0 || strings.IndexByte(" ;\t({&|\"'", script[at-1]) >= 0):
			setFirst(set, name, end+len("="))
		case strings.HasSuffix(before, "for ") && strings.HasPrefix(behind, " in"):
			setFirst(set, name, end+len(" in"))
		case strings.HasSuffix(before, "read "):
			setFirst(set, name, end)
		}
		at = end
	}
	return set
}

func setFirst(set map[string]int, name string, end int) {
	if _, known := set[name]; !known {
		set[name] = end
	}
}

// identifierEnd is the end of the letters, digits and underscores from a place on.
func identifierEnd(text string, at int) int {
	for at < len(text) && (text[at] == '_' || text[at] < utf8.RuneSelf && (unicode.IsLetter(rune(text[at])) || unicode.IsDigit(rune(text[at])))) {
		at++
	}
	return at
}

func escapeFinding(a *unit.Assignment, word value.Argument, name string) finding.Finding {
	f := finding.Finding{
		Directive: a.Key,
		Range:     a.Span(word.Start, word.End),
		Message:   fmt.Sprintf("systemd replaces '${%s}' in '%s=' by nothing before the shell sets it.", name, a.Key),
		Symptom:   "The script works with empty text in place of its variable.",
		Advice:    fmt.Sprintf("Write '$${%s}'.", name),
	}
	if at := strings.Index(a.Value[word.Start:word.End], "${"+name+"}"); at >= 0 {
		f.Range = a.Span(word.Start+at, word.Start+at+len(name)+len("${}"))
		f.Fix = &finding.Fix{
			Title: "Double the dollar sign",
			Edits: []finding.Edit{{Range: f.Range, NewText: "$${" + name + "}"}},
		}
	}
	return f
}
