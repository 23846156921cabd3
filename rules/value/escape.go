package value

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// PercentNotEscaped flags formats and URLs whose percent signs systemd replaces.
var PercentNotEscaped = valueRule(lint.Rule{
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
		start, end := 0, 0
		if a.Directive.Kind == catalog.KindExec {
			start, end = formatIn(a.Value)
		}
		if start == end {
			start, end = encodedURL(a.Value)
		}
		if start == end && a.Directive.Kind == catalog.KindExec {
			start, end = foreignFormat(a.Verdict.Commands)
		}
		if start != end {
			p.Report(percentFinding(a, start, end))
		}
	}
}

// formats are the beginnings of arguments that hold a format of the program's
// own: what comes before, and the letter that the format begins with or 0.
var formats = []struct {
	before string
	first  byte
}{
	{"date ", '+'}, {"printf ", 0}, {"stat -c ", 0}, {"stat --format=", 0}, {"stat --printf=", 0}, {"find -printf ", 0}, {" -printf ", 0},
}

// formatIn finds a format with percent signs that are not doubled; start and
// end are equal where there is none.
func formatIn(text string) (start, end int) {
	for _, format := range formats {
		for from := 0; ; {
			at := strings.Index(text[from:], format.before)
			if at < 0 {
				break
			}
			at += from
			from = at + len(format.before)
			if at > 0 && format.before[0] != ' ' && strings.IndexByte("/ (`\"';", text[at-1]) < 0 {
				continue
			}
			if start, end = singlePercents(text, from, format.first); start != end {
				return start, end
			}
		}
	}
	return 0, 0
}

// singlePercents returns the place of the format among the words up to the end
// of the command, if a percent sign in it stands alone.
func singlePercents(text string, from int, first byte) (start, end int) {
	rest := text[from:]
	if stop := strings.IndexAny(rest, ";|&)`"); stop >= 0 {
		rest = rest[:stop]
	}
	at := 0
	if first != 0 {
		at = strings.IndexByte(rest, first)
		if at < 0 || at > 0 && strings.IndexByte(" \"'", rest[at-1]) < 0 {
			return 0, 0
		}
	}
	format := rest[at:]
	if first == 0 && format != "" && (format[0] == '"' || format[0] == '\'') {
		if closing := strings.IndexByte(format[1:], format[0]); closing >= 0 {
			format = format[:closing+2]
		}
	} else if blank := strings.IndexAny(format, " \t"); blank >= 0 {
		format = format[:blank]
	}
	if !strings.Contains(format, "%") || strings.Contains(format, "%%") {
		return 0, 0
	}
	format = strings.TrimRight(format, `"'`)
	return from + at, from + at + len(format)
}

// encodedURL finds a URL with a percent-encoded byte that begins with the
// letter of a specifier, such as %C3.
func encodedURL(text string) (start, end int) {
	scheme := strings.Index(text, "://")
	if scheme < 0 {
		return 0, 0
	}
	rest := text[scheme:]
	length := strings.IndexAny(rest, " \t\"'")
	if length < 0 {
		length = len(rest)
	}
	for i := 0; i+2 < length; i++ {
		if rest[i] != '%' {
			continue
		}
		if rest[i+1] >= 'A' && rest[i+1] <= 'F' && strings.IndexByte("0123456789ABCDEF", rest[i+2]) >= 0 {
			return scheme + i, scheme + i + 3
		}
		i++
	}
	return 0, 0
}

// formatOptions are parts of the names of options whose values have percent signs
// of the program's own.
var formatOptions = []string{"format", "fmt", "printf", "template"}

// clock is two neighbours of a date or time in the letters of strftime(3).
var clock = regexp.MustCompile(`%H[-_:.]?%M|%M[-_:.]?%S|%Y[-_./]?%m|%m[-_.]?%d|%d[-_.]%m`)

// foreignFormat finds an argument that is a format of the program: the value of an
// option that takes one, a date, or a "%s", which as the manager's shell has a place
// in no argument. systemd refuses letters that are no specifiers; those are the
// business of another rule.
func foreignFormat(commands []value.Command) (start, end int) {
	for _, command := range commands {
		for i, word := range command.Arguments {
			if !strings.Contains(word.Text, "%") || strings.Contains(word.Text, "%%") || strings.Contains(strings.ToLower(word.Text), "shell") {
				continue
			}
			option, format, joined := strings.Cut(word.Text, "=")
			if !joined {
				format = word.Text
				if option = ""; i > 0 {
					option = command.Arguments[i-1].Text
				}
			}
			if at := clock.FindStringIndex(format); at != nil || takesFormat(option) && specifierIn.MatchString(format) || endsInString.MatchString(format) {
				return word.Span(len(word.Text)-len(format), len(word.Text))
			}
		}
	}
	return 0, 0
}

// specifierIn is a percent sign before a letter that formats and specifiers share;
// the names of units and instances are more likely meant for systemd.
var specifierIn = regexp.MustCompile(`%[abcdfghlmqstuwCHMSTU]`)

// endsInString is a "%s" that no letter follows.
var endsInString = regexp.MustCompile(`%s(?:[^A-Za-z]|$)`)

func takesFormat(option string) bool {
	return strings.HasPrefix(option, "-") && slices.ContainsFunc(formatOptions, func(part string) bool {
		return strings.Contains(strings.ToLower(option), part)
	})
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
var VariableNotEscaped = valueRule(lint.Rule{
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
		set := environmentOf(p.Unit)
		eachCommand(p, func(a *unit.Assignment, command value.Command) {
			if command.NoEnvironment || !throughShell(command) {
				return
			}
			for _, word := range command.Arguments {
				if name := ownVariable(word.Text); name != "" && !set[name] && !set["*"] {
					p.Report(escapeFinding(a, word, name))
					return
				}
			}
		})
	},
})

// environmentOf returns the names of the variables that a unit sets; "*" stands
// for files and inherited names that are not known.
func environmentOf(u *unit.Unit) map[string]bool {
	set := map[string]bool{}
	for a := range effective(u) {
		switch a.Directive.Kind {
		case catalog.KindEnvironment:
			assignments, _ := value.Environment(a.Value, u.Context(a))
			for _, assignment := range assignments {
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
