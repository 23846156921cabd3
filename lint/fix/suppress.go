package fix

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

// Suppress returns the text of a file with a comment that suppresses the
// findings of a rule: above the line of a number, or where that is a continuation,
// above the line that it continues; at the head of the file for line 0. It fails
// where there is no such line, or where the reason is none.
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
	at := 0
	if line > 0 {
		at = file.LineRange(firstOf(file, line)).Start
	}
	end := "\n"
	if bytes.Contains(file.Text, []byte("\r\n")) {
		end = "\r\n"
	}
	comment := "# unitlint: ignore=" + rule + " " + reason + end
	return append(append(bytes.Clone(file.Text[:at]), comment...), file.Text[at:]...), nil
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
