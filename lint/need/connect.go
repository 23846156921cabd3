package need

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/tree"
)

// clientSchemes are the schemes of addresses that only a client is given: data
// bases, message brokers and directories.
var clientSchemes = []string{
	"amqp", "amqps", "ldap", "ldaps", "mariadb", "mongodb", "mongodb+srv", "mysql", "mysql2", "pgsql",
	"postgres", "postgresql", "redis", "rediss",
}

// otherUses are words in the names of options and variables whose addresses are
// listened on or told to others rather than connected to.
var otherUses = []string{"advertise", "announce", "bind", "external", "listen", "public"}

// connects records the server that an option or a variable names by a URL.
func (r *reader) connects(i *invocation, name string, content word) {
	scheme, _, found := strings.Cut(content.text, "://")
	if !found || !content.known || !slices.Contains(clientSchemes, strings.ToLower(scheme)) {
		return
	}
	for _, other := range otherUses {
		if strings.Contains(strings.ToLower(name), other) {
			return
		}
	}
	host := hostOf(content.text)
	if host == "" {
		return
	}
	why := "connects to a server at " + host
	if name != "" {
		why += fmt.Sprintf(" (%s)", name)
	}
	r.add(i, Need{Kind: Connect, Any: []string{host}, Certainty: Likely, Consequence: JobFails, Why: why,
		Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
}

// servers records the server that the main program is told about by a variable.
func servers(r *reader, i *invocation, name string, w word) {
	r.connects(i, name, w)
	if hostVariable().MatchString(name) {
		r.namesHost(i, name, w)
	}
}

// hostVariable matches the names of variables that tell clients where a data
// base, a broker or a relay is.
var hostVariable = pattern(`(?:^|_)(?:AMQP|DATABASE|DB|ELASTICSEARCH|LDAP|MAIL|MARIADB|MEMCACHED|MONGO|MONGODB|MQTT|MYSQL|PG|POSTGRES|POSTGRESQL|RABBITMQ|REDIS|SMTP)_?HOST$`)

// namesHost records the host that a variable names, with a port or without. For
// the clients of MySQL "localhost" is a socket in the file system.
func (r *reader) namesHost(i *invocation, name string, w word) {
	host := w.text
	if bare, _, err := net.SplitHostPort(host); err == nil {
		host = bare
	}
	if !w.known || !hostOperand().MatchString(host) || host == "localhost" && !strings.Contains(name, "PG") && !strings.Contains(name, "REDIS") {
		return
	}
	r.add(i, Need{Kind: Connect, Any: []string{host}, Certainty: Likely, Consequence: JobFails,
		Why:      fmt.Sprintf("connects to a server at %s (%s)", host, name),
		Evidence: Evidence{Assignment: i.assignment, Range: w.place}})
}

// hostOf returns the host of a URL, empty where it names none: a socket in the
// file system, several hosts, or a placeholder.
func hostOf(text string) string {
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

// askConnect asks whether a host can be reached. On the loopback device that
// stands for a server beside the service: in a network of its own the service
// finds none but what it starts itself.
func askConnect(box *sandbox.Sandbox, n Need, host string) []Unmet {
	v := n.Process.Network()
	address := addressOf(host)
	isLoopback := address.IsValid() && address.IsLoopback()
	switch {
	case isLoopback && v.Denies() && isolates(v) && (n.Process.Phase != sandbox.Start || joinsOthers(box)):
		return nil // the main process, or one of the other unit, may be the server
	case v.Denies() && isolates(v), v.Error == "EAFNOSUPPORT":
		return refusedBy(n, reachAspect(v), host, v)
	case address.IsValid():
		return refusedBy(n, NetworkIsolated, host, n.Process.IPTraffic(address.String()))
	}
	return refusedBy(n, NetworkIsolated, host, v)
}

// joinsOthers tells whether the unit shares its namespaces with another one.
func joinsOthers(box *sandbox.Sandbox) bool {
	return box.Unit().Value("Unit", "JoinsNamespaceOf") != "" || len(tree.Joined(box.Unit())) > 0
}

// reachAspect tells a filter of address families from one of the network.
func reachAspect(v sandbox.Verdict) Aspect {
	if v.Error == "EAFNOSUPPORT" {
		return FamilyDenied
	}
	return NetworkIsolated
}

// isolates tells that a network namespace of the unit's own decided.
func isolates(v sandbox.Verdict) bool {
	return len(v.Because) > 0 && v.Because[0].Key == "PrivateNetwork"
}

// addressOf returns the address that a host's name stands for, as far as it is
// known.
func addressOf(host string) netip.Addr {
	if host == "localhost" {
		host = "127.0.0.1"
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return address
}
