package system

import (
	"strconv"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

var portAtEnd = regexp.MustCompile(`^(?:[a-z0-9]+://)?(?:\[[0-9a-fA-F:.%*]*\]|[A-Za-z0-9.*+_-]*)?:([0-9]{1,5})/?$`)

// HasPort tells that a text is "ADDRESS:PORT" or "SCHEME://ADDRESS:PORT".
func HasPort(text string) bool { return portAtEnd.MatchString(text) }

// PortOf returns the port of such an address, or of what is a port alone.
func PortOf(text string) (port string, found bool) {
	if match := portAtEnd.FindStringSubmatch(text); match != nil {
		text = match[1]
	}
	number, err := strconv.Atoi(text)
	return text, err == nil && number >= 1 && number <= 65535
}
