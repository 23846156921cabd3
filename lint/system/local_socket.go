package system

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/unit"
)

// socketAddress matches how programs write that an address is a socket in the file
// system: "unix:/run/x.sock", "http+unix:///run/x.sock", "redis-socket:///run/x.sock".
var socketAddress = regexp.MustCompile(`^(?:[a-z0-9]+\+)?(?:unix|unixs|local|(?:redis[+-])?socket)(?::|@|/:)(?:path=)?(?://)?(/[^\s"',;?*%$]+)`)

// socketInside matches a socket within the description of a connection: those of the
// drivers of PostgreSQL ("host=/run/postgresql", libpq), MySQL for Go ("unix(/run/x.sock)")
// and for other languages ("unix_socket=/run/x.sock").
var socketInside = regexp.MustCompile(`(?:\bunix\(|[?&; ](?:host|unix_socket|unixsocket|socket)=|^(?:host|unix_socket|unixsocket|socket)=)(/[^\s"',;?*%$()&]+)`)

// encodedSocket matches a host of a URL which is a path of a socket (libpq, "Connection URIs").
var encodedSocket = regexp.MustCompile(`^[a-z0-9+]+://(?:[^/@\s]*@)?(%2[Ff][^/\s?]+)`)

// socketDirectory is that in which PostgreSQL keeps its socket: its clients name the directory
// in place of a host.
const socketDirectory = "/run/postgresql"

// socketWords are parts of all values that [LocalSocket] finds a path in.
var socketWords = []string{"sock", "unix", "local", "postgresql", "host=", "PGSQL", "%2F", "%2f"}

// isPlaceOfSockets tells a socket from a directory, which "local:" names as well: milters
// and Postfix write it for the former, backup programs for the latter (restic, rclone).
func isPlaceOfSockets(name string) bool {
	return strings.Contains(path.Base(name), "sock") || strings.HasPrefix(unit.BelowRun(name), "/run/") || strings.HasPrefix(name, "/var/spool/")
}

func namesSocket(text string) bool {
	for _, word := range socketWords {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// LocalSocket returns the path of the socket in the file system that a value names as the
// address of a service, or "".
func LocalSocket(text string) string {
	if !strings.Contains(text, "/") && !strings.Contains(text, "%2") || !namesSocket(text) {
		return ""
	}
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if match := socketAddress.FindStringSubmatch(text); match != nil {
		if name := path.Clean(match[1]); !strings.HasPrefix(text, "local:") || isPlaceOfSockets(name) {
			return name
		}
		return ""
	}
	if match := socketInside.FindStringSubmatch(text); match != nil {
		return path.Clean(match[1])
	}
	if match := encodedSocket.FindStringSubmatch(text); match != nil {
		return path.Clean(strings.NewReplacer("%2F", "/", "%2f", "/").Replace(match[1]))
	}
	if !strings.HasPrefix(text, "/") || strings.ContainsAny(text, " \t:;,=?*%$|&<>(){}") {
		return ""
	}
	name := path.Clean(text)
	switch base := path.Base(name); {
	case strings.HasSuffix(base, ".sock"), strings.HasSuffix(base, ".socket") && !strings.HasPrefix(name, "/etc/") && !strings.HasPrefix(name, "/usr/"),
		base == "socket", strings.HasPrefix(base, ".s.PGSQL."), unit.BelowRun(name) == socketDirectory:
		return name
	}
	return ""
}
