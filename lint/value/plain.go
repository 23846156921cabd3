package value

import (
	"strings"
	"unicode"
)

// Plain tells whether a word can stand in a unit file as it is: nothing in it is a
// quote, a blank, a specifier or the end of a line.
func Plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) || unicode.IsSpace(r) || strings.ContainsRune(`"'\%:;#`, r)
	})
}

// Quoted is how a word stands in a list of a unit file so that it is read as it is:
// with each percent sign twice, and in quotes where it has blanks, quotes or
// backslashes. ok is false for what is no text of one line.
func Quoted(word string) (quoted string, ok bool) {
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", false
	}
	word = strings.ReplaceAll(word, "%", "%%")
	if !strings.ContainsAny(word, `"'\ `) {
		return word, true
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`, true
}
