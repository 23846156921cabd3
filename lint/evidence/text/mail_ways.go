package text

import (
	"slices"
	"strings"
)

// mailsOtherwise tells that a variable beside the one that names sendmail has mail go to a server, or switches it off.
func (r *collector) mailsOtherwise(name string) bool {
	for other, v := range r.Variables {
		value := strings.ToLower(v.Text)
		isMail := strings.Contains(other, "MAIL") || strings.Contains(other, "NOTIF") || strings.HasPrefix(other, "SEND")
		switch isOff := slices.Contains([]string{"", "0", "no", "off", "false", "none"}, value); {
		case other == name || !v.Known:
		case isMail && (isOff || strings.HasPrefix(value, "smtp") || value == "log"), !isOff && endsIn(other, []string{"SMTP_HOST", "SMTP_SERVER", "SMTP_ADDRESS"}):
			return true
		}
	}
	return false
}
