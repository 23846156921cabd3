package daemon

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/system"
)

// serverKinds are words for what programs connect to and seldom are themselves, storeKinds those of
// them that are data bases and directories: their address is never the program's own.
var (
	serverKinds = []string{
		"amqp", "elasticsearch", "email", "imap", "influx", "influxdb", "kafka", "mail", "mailer", "minio", "mqtt", "nats", "opensearch", "rabbitmq",
		"smtp",
	}
	storeKinds = []string{
		"database", "db", "ldap", "mariadb", "memcache", "memcached", "mongo", "mongodb", "mysql", "pg", "postgres", "postgresql", "redis", "valkey",
	}
)

// mailKinds are those of mail, whose servers tell others their own names.
var mailKinds = []string{"email", "imap", "mail", "mailer", "smtp"}

// hostKeys are the last words of keys that name a host, addressKeys those that may name where a
// server listens as well.
var (
	hostKeys    = []string{"host", "hostname", "server", "hostaddr"}
	addressKeys = []string{"addr", "address", "endpoint", "url", "uri"}
)

// clientKeys are the last words of keys that name servers which the program is a client of.
var clientKeys = []string{"broker", "brokers", "upstream", "upstreams", "forwarder", "forwarders"}

// ownUses are words of keys whose addresses are listened on or told to others.
var ownUses = []string{"advertise", "announce", "bind", "external", "listen", "local", "public", "from", "helo", "ehlo"}

// serverOf returns the host of the server on another host that a statement has the program connect
// to, or "": by an address that only clients are given, or by the words of its key.
func (r *reader) serverOf(s *Setting) string {
	meaning, _, known := r.meaning(*s)
	switch {
	case meaning == Server:
		return farHost(system.HostIn(s.Value))
	case known, len(s.Value) > longestLine, strings.ContainsAny(s.Value, " \t"):
		return ""
	}
	isURL := strings.Contains(s.Value, "://")
	if !isURL && !endsInAny(s.Key, hostKeys) && !endsInAny(s.Key, addressKeys) && !endsInAny(s.Key, clientKeys) {
		return ""
	}
	words := strings.Fields(separators.Replace(s.Key))
	if isAmong(words, ownUses) {
		return ""
	}
	if host := system.ServerHost(s.Value); isURL && host != "" {
		return farHost(host)
	}
	if namesServer(s.Section, words) || endsIn(s.Key, clientKeys) || isURL && strings.Contains(s.Key, "webhook") {
		return farHost(system.HostIn(s.Value))
	}
	return ""
}

// endsInAny tells that a key ends in one of some words, whatever stands before it.
func endsInAny(key string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasSuffix(key, word) })
}

// namesServer tells that the words of a key, with the section around it, are those of a server's
// host: "smtp_host", "[database] host", "dbhost".
func namesServer(section string, words []string) bool {
	around := strings.Fields(separators.Replace(section))
	around = around[max(len(around)-2, 0):] // "database.args" as well
	last := words[len(words)-1]
	for _, kind := range slices.Concat(storeKinds, serverKinds) {
		if rest, joins := strings.CutPrefix(last, kind); joins && slices.Contains(hostKeys, rest) {
			return true
		}
	}
	if last == "hostname" && (isAmong(words, mailKinds) || isAmong(around, mailKinds)) {
		return false // what a server of mail says that it is called
	}
	switch isHost := slices.Contains(hostKeys, last); {
	case len(words) > 1:
		before := words[len(words)-2]
		return (isHost || slices.Contains(addressKeys, last)) && (slices.Contains(storeKinds, before) || slices.Contains(serverKinds, before))
	case isHost:
		return isAmong(around, storeKinds) || isAmong(around, serverKinds)
	case slices.Contains(addressKeys, last):
		return isAmong(around, storeKinds)
	}
	return false
}

// farHost returns a host if it is another one than that of the program: an address of no loopback
// device, or a name with a domain.
func farHost(host string) string {
	if address, err := netip.ParseAddr(host); err == nil {
		if address.IsLoopback() || address.IsUnspecified() {
			return ""
		}
		return host
	}
	name := strings.TrimSuffix(strings.ToLower(host), ".")
	isHere := strings.HasPrefix(name, "localhost") || strings.HasSuffix(name, ".localhost")
	if isHere || !strings.Contains(name, ".") || !strings.ContainsAny(name, "abcdefghijklmnopqrstuvwxyz") {
		return ""
	}
	return host
}

// forgetServers leaves out the servers of sections that are switched off, and those of data bases
// where the section says that it is one in a file.
func (r *reader) forgetServers() {
	if len(r.found.Servers) > 0 {
		isOff := r.switchedOff()
		r.found.Servers = slices.DeleteFunc(r.found.Servers, func(s Setting) bool { return isOff(s.Section) })
	}
}

// switchedOff returns which sections are switched off by what they say, or one around them does, or
// are about a data base in a file.
func (r *reader) switchedOff() func(section string) bool {
	off := map[string]bool{}
	for i := range r.found.statements {
		s := &r.found.statements[i]
		value := strings.ToLower(s.Value)
		switch {
		case endsIn(s.Key, []string{"enabled", "enable", "active"}):
			off[s.Section] = off[s.Section] || slices.Contains(switchedOff, value)
		case endsIn(s.Key, []string{"disabled", "disable"}):
			off[s.Section] = off[s.Section] || slices.Contains(switchedOn, value)
		case endsIn(s.Key, []string{"type", "driver", "engine", "dialect", "adapter", "client", "connection", "name"}):
			off[s.Section] = off[s.Section] || strings.HasPrefix(value, "sqlite")
		}
	}
	return func(section string) bool {
		for ; ; section = section[:strings.LastIndexByte(section, '.')] {
			if off[section] || !strings.Contains(section, ".") {
				return off[section]
			}
		}
	}
}
