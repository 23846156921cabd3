package system

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// clientSchemes are the schemes of addresses that only a client is given: data
// bases, message brokers and directories.
var clientSchemes = []string{
	"amqp", "amqps", "ldap", "ldaps", "mariadb", "mongodb", "mongodb+srv", "mqtt", "mqtts", "mysql", "mysql2", "nats", "pgsql",
	"postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2", "mysql+pymysql", "redis", "rediss", "smtp", "smtps",
}

// ServerHost returns the host of the server that an address stands for which only a client is
// given, or "".
func ServerHost(address string) string {
	address = strings.TrimPrefix(address, "jdbc:")
	scheme, _, found := strings.Cut(address, "://")
	if !found || !slices.Contains(clientSchemes, strings.ToLower(scheme)) {
		return ""
	}
	host := HostOf(address)
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		return "" // a server that listens on all of its addresses
	}
	return host
}

// HostOf returns the host of a URL, empty where it names none: a socket in the file system,
// several hosts, or a placeholder.
func HostOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	host := u.Hostname()
	if strings.ContainsAny(host, "/,%$@{}<>") {
		return ""
	}
	return host
}

// hostName matches the name or address of a host, with a port or without.
var hostName = regexp.MustCompile(`^(?:\[([0-9a-fA-F:.]+|[A-Za-z0-9.-]+)\]|([A-Za-z0-9][A-Za-z0-9.-]*))(?::[0-9]{1,5})?$`)

// HostIn returns the host of an address, or "".
func HostIn(value string) string {
	value, _, _ = strings.Cut(value, ",") // the first of a list
	value = strings.Trim(value, `"'`)
	if list := strings.TrimLeft(value, `["' `); list != value && !strings.Contains(list, "]:") {
		value = strings.TrimRight(list, `"' ]`)
	}
	if strings.Contains(value, "://") {
		if u, err := url.Parse(value); err == nil {
			value = u.Host
		}
	}
	if address, err := netip.ParseAddr(value); err == nil {
		return address.String()
	}
	match := hostName.FindStringSubmatch(value)
	if match == nil {
		return ""
	}
	return match[1] + match[2]
}
