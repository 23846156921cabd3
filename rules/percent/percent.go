// Package percent finds percent signs in values that are meant for somebody else
// than systemd: formats of dates and of other text, and encoded bytes of URLs.
package percent

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Place finds the percent signs of an assignment that are meant for somebody else
// than systemd, in bytes of its value; start and end are equal where there are none.
func Place(a *unit.Assignment) (start, end int) {
	if a.Directive.Kind == catalog.KindExec {
		start, end = formatIn(a.Value)
	}
	if start == end {
		start, end = encodedURL(a.Value)
	}
	if start == end && a.Directive.Kind == catalog.KindExec {
		start, end = formatArgument(a.Verdict.Commands())
	}
	return start, end
}

// Foreign tells whether percent signs of a value are meant for somebody else
// than systemd, so that which release takes their letters for specifiers matters
// to nobody.
func Foreign(a *unit.Assignment) bool {
	start, end := Place(a)
	return start != end && (a.Directive.Kind == catalog.KindExec || a.Directive.Kind == catalog.KindEnvironment)
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

// formatArgument finds an argument that is a format of the program: the value of an
// option that takes one, a date, or a "%s", which as the manager's shell has a place
// in no argument. systemd refuses letters that are no specifiers; those are the
// business of another rule.
func formatArgument(commands []value.Command) (start, end int) {
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
			isTime := strings.Count(format, "%") > 1 && clock.MatchString(format)
			isText := strings.Contains(format, "%s") && endsInString.MatchString(format)
			if isTime || isText || takesFormat(option) && specifierIn.MatchString(format) {
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
