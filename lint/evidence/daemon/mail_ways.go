package daemon

import (
	"slices"
	"strings"
)

// mailsOtherwise tells that a statement has mail go another way than by sendmail, or switches it off:
// what else names sendmail is what would be run then.
func mailsOtherwise(s *Setting) bool {
	name, value := s.Section+"."+s.Key, strings.ToLower(strings.Trim(s.Value, `"':`))
	isOff := value == "" || value == "none" || value == "null" || slices.Contains(switchedOff, value)
	switch {
	case isOff:
		return isAmongParts(s.Key, []string{"mail", "notif", "send"}) || endsIn(s.Key, mailKeys) && strings.Contains(name, "mail")
	case strings.Contains(name, "smtp"), strings.HasPrefix(value, "smtp"), strings.HasPrefix(value, "esmtp"):
		return true
	}
	isWay := endsIn(s.Key, mailKeys) || endsIn(s.Key, []string{"type", "default"})
	return isWay && strings.Contains(name, "mail") && !strings.Contains(value, "sendmail")
}

// isAmongParts tells that a name has one of some parts.
func isAmongParts(name string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) })
}
