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
