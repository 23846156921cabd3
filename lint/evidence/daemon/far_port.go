package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

var (
	// farHostName matches the name of a host with its domain, an address or a URL.
	farHostName = regexp.MustCompile(`^(?:[a-z][a-z0-9+.-]*://.+|(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\.?|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]+)?)$`)
	// clientWords are the last words of the names of programs that connect to others, and of the files that
	// these are configured with.
	clientWords = []string{"agent", "client", "exporter", "probe"}
	// farPortKeys are keys that stand beside the port of a server elsewhere, whatever they say.
	farPortKeys = []string{"proxy", "scheme", "remote", "provider", "login"}
)

// isFar tells that a statement beside that of a port is about another host.
func isFar(s *Setting) bool {
	value := strings.ToLower(s.Value)
	switch {
	case isEveryAddress(value), value == "":
		return false
	case endsIn(s.Key, hostKeys), endsIn(s.Key, addressKeys), slices.Contains(farPortKeys, s.Key):
		return true
	}
	return farHostName.MatchString(value) && !strings.HasPrefix(value, "127.") && !strings.HasPrefix(value, "0.0.0.0") && !strings.Contains(value, "://0.0.0.0")
}

// isOfServer tells that a file is called after a server, and is read by another program that shares it, or by
// one that is called a client: the port in it is that of the server.
func (r *reader) isOfServer(file string) bool {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	if endsIn(r.name, clientWords) || endsIn(stem, clientWords) {
		return true
	}
	of, found := strings.CutSuffix(stem, "-server")
	return found && r.name != stem && r.name != of && r.name != of+"d"
}
