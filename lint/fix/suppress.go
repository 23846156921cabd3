package fix

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

// Suppress returns the text of a file with a comment that suppresses the
// findings of a rule: above the line of a number, or where that is a continuation,
// above the line that it continues; at the head of the file for line 0. A comment
// that suppresses the rule alone there already is replaced. It fails where there is
// no such line, or where the reason is none.
func Suppress(file *source.File, line int, rule, reason string) ([]byte, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, errors.New("a suppression needs a reason")
	}
	if unprintable := func(r rune) bool { return r != '\t' && !unicode.IsPrint(r) }; !utf8.ValidString(reason) || strings.ContainsFunc(reason, unprintable) {
		return nil, errors.New("the reason of a suppression is one line of printable text")
	}
	if line < 0 || line > file.Lines() {
		return nil, fmt.Errorf("%s has no line %d", file.Path, line)
	}
	above := 1
	if line > 0 {
		above = firstOf(file, line)
	}
	begin := file.LineRange(above).Start
	rest := begin
	if earlier := suppressedAt(file, above, line == 0, rule); earlier > 0 {
		begin, rest = file.LineRange(earlier).Start, file.LineRange(earlier+1).Start
	}
	end := "\n"
	if bytes.Contains(file.Text, []byte("\r\n")) {
		end = "\r\n"
	}
	comment := "# unitlint: ignore=" + rule + " " + reason + end
	return slices.Concat(file.Text[:begin], []byte(comment), file.Text[rest:]), nil
}

// suppressedAt returns the number of the comment that suppresses a rule where one
// is to be written above a line, or 0: among the comments above it, or those that
// begin with it; at the head of the file among those that begin there.
func suppressedAt(file *source.File, line int, head bool, rule string) int {
	mark := "# unitlint: ignore=" + rule + " "
	isComment := func(at int) bool {
		return strings.HasPrefix(file.LineText(at), "#") || strings.HasPrefix(file.LineText(at), ";")
	}
	first := line
	for !head && first > 1 && isComment(first-1) {
		first--
	}
	for at := first; at < file.Lines() && isComment(at); at++ {
		if strings.HasPrefix(file.LineText(at), mark) {
			return at
		}
	}
	return 0
}

// firstOf is the number of the first line that a line, with comments between
// them, continues.
func firstOf(file *source.File, line int) int {
	first := line
	for above := line - 1; above > 0; above-- {
		text := strings.TrimRight(file.LineText(above), "\r\n")
		switch trimmed := strings.TrimSpace(text); {
		case strings.HasPrefix(trimmed, "#"), strings.HasPrefix(trimmed, ";"):
			continue
		case strings.HasSuffix(text, `\`):
			first = above
		default:
			return first
		}
	}
	return first
}
