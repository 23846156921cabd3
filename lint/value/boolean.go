package value

import "strings"

// Boolean decodes the words that systemd takes for yes and no, in any case
// (systemd.syntax(7)); ok is false for anything else, an empty text included.
func Boolean(text string) (value, ok bool) {
	if len(text) > 5 {
		return false, false
	}
	if value, ok = boolean(text); ok {
		return value, true
	}
	return boolean(strings.ToLower(text))
}

func boolean(text string) (value, ok bool) {
	switch text {
	case "1", "yes", "y", "true", "t", "on":
		return true, true
	case "0", "no", "n", "false", "f", "off":
		return false, true
	}
	return false, false
}

// SwitchesOn tells whether a value that is a boolean or another word switches
// something on, as all but the words for no do.
func SwitchesOn(text string) bool {
	on, boolean := Boolean(text)
	return on || !boolean
}
