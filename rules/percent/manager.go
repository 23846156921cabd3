package percent

import "strings"

// InManager is what the specifiers of the manager's user become in the system
// manager (systemd.unit(5), "SPECIFIERS").
var InManager = map[byte]string{'h': "/root", 'u': "root", 'U': "0", 'g': "root", 'G': "0"}

// OfManager returns the place of the first specifier of the manager's user, or -1.
func OfManager(text string) int { return Specifier(text, InManager) }

// Specifier returns the place of the first specifier with one of the letters, or -1.
func Specifier(text string, letters map[byte]string) int {
	for at := strings.IndexByte(text, '%'); at >= 0 && at+1 < len(text); at++ {
		if text[at] != '%' {
			continue
		}
		if _, found := letters[text[at+1]]; found {
			return at
		}
		at++
	}
	return -1
}
