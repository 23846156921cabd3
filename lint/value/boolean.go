package value

import "strings"

// booleans are the words that systemd takes for yes and no, in any case
// (systemd.syntax(7)).
var booleans = map[string]bool{
	"1": true, "yes": true, "y": true, "true": true, "t": true, "on": true,
	"0": false, "no": false, "n": false, "false": false, "f": false, "off": false,
}

// Boolean decodes yes and no; ok is false for anything else, an empty text
// included.
func Boolean(text string) (value, ok bool) {
	if len(text) > 5 {
		return false, false
	}
	if value, ok = booleans[text]; ok {
		return value, true
	}
	value, ok = booleans[strings.ToLower(text)]
	return value, ok
}

// SwitchesOn tells whether a value that is a boolean or another word switches
// something on, as all but the words for no do.
func SwitchesOn(text string) bool {
	on, boolean := Boolean(text)
	return on || !boolean
}
