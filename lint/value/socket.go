package value

import (
	"math"
	"net/netip"
	"strings"
)

// SocketKind is the kind of place that a socket listens on.
type SocketKind uint8

// The kinds of sockets.
const (
	NoSocket      SocketKind = iota
	UnixSocket               // a path, or an abstract name after '@'
	IPSocket                 // a port, with or without an address
	VSocket                  // vsock:cid:port
	NetlinkSocket            // a family and a group
	PathSocket               // a FIFO, a special file, a message queue, USB functions
)

// SocketAddress is what one Listen*= line names.
type SocketAddress struct {
	Kind SocketKind
	// Path is the path of a UnixSocket or PathSocket; abstract names keep '@'.
	Path string
	// Address is set for an IPSocket that is bound to one; Port is its port.
	Address netip.Addr
	Port    uint16
	// Known tells that nothing stands in for an unknown part.
	Known bool
}

// Listen decodes the value of a Listen*= directive (systemd.socket(5)), given
// without "Listen"; the Kind is NoSocket where systemd ignores the line.
func Listen(directive, text string, ctx Context) (SocketAddress, Result) {
	v := newVerdict(text, ctx, "path")
	return v.listen(directive), v.result
}

func (v *verdict) listen(what string) SocketAddress {
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok || v.text == "" {
		return SocketAddress{}
	}
	known := v.known(v.whole(), expansion)
	switch what {
	case "FIFO", "Special", "MessageQueue", "USBFunction":
		path, ok := v.checkPath(expansion.Text, 0, len(v.text), Ignored, pathRules{absolute: true})
		if !ok {
			return SocketAddress{}
		}
		if what == "FIFO" {
			v.legacyPath(path, v.whole())
		}
		return SocketAddress{Kind: PathSocket, Path: path, Known: known}
	case "Netlink":
		if !netlink(expansion.Text) {
			v.badAddress(expansion.Text, "expected a netlink family and optionally a group")
			return SocketAddress{}
		}
		return SocketAddress{Kind: NetlinkSocket, Known: known}
	}
	address := parseSocket(expansion.Text)
	address.Known = known
	switch address.Kind {
	case NoSocket:
		v.badAddress(expansion.Text, "expected a path, '@' and a name, a port, or an address and a port")
	case UnixSocket:
		v.legacyPath(address.Path, v.whole())
	default:
		if what == "SequentialPacket" {
			v.badAddress(expansion.Text, "sequential packets need a path or an abstract name")
			return SocketAddress{}
		}
	}
	return address
}

func (v *verdict) badAddress(text, expected string) {
	start, end := v.all()
	v.ignore(start, end, CodeBadAddress, "%s is no address to listen on: %s.", quotation(text), expected)
}

// longestUnixPath is the room for a path in a socket's address (unix(7)).
const longestUnixPath = 107

// parseSocket reads the address of a stream, datagram or packet socket.
func parseSocket(text string) SocketAddress {
	switch {
	case strings.HasPrefix(text, "/"), strings.HasPrefix(text, "@"):
		if len(text) > longestUnixPath || len(text) < 2 {
			return SocketAddress{}
		}
		return SocketAddress{Kind: UnixSocket, Path: text}
	case strings.HasPrefix(text, "vsock:"):
		if validVsock(strings.TrimPrefix(text, "vsock:")) {
			return SocketAddress{Kind: VSocket}
		}
		return SocketAddress{}
	}
	if port, ok := parsePort(text); ok {
		return SocketAddress{Kind: IPSocket, Port: port}
	}
	host, rest, found := cutHost(text)
	if !found {
		return SocketAddress{}
	}
	address, err := netip.ParseAddr(host)
	port, ok := parsePort(strings.TrimPrefix(rest, ":"))
	if err != nil || !ok || !strings.HasPrefix(rest, ":") || address.Is4In6() && !strings.HasPrefix(text, "[") {
		return SocketAddress{}
	}
	return SocketAddress{Kind: IPSocket, Address: address, Port: port}
}

// cutHost separates the address from ":port"; a scope after '%' is dropped.
func cutHost(text string) (host, rest string, found bool) {
	text, scope, scoped := cutScope(text)
	if scoped && scope == "" {
		return "", "", false
	}
	if strings.HasPrefix(text, "[") {
		host, rest, found = strings.Cut(text[1:], "]")
		return host, rest, found && strings.Contains(host, ":")
	}
	colon := strings.IndexByte(text, ':')
	if colon < 0 {
		return "", "", false
	}
	return text[:colon], text[colon:], true
}

func cutScope(text string) (rest, scope string, scoped bool) { return strings.Cut(text, "%") }

func parsePort(text string) (port uint16, ok bool) {
	number, err := parseUnsigned(text, 16)
	return uint16(number), err == nil && number != 0
}

func validVsock(text string) bool {
	cid, port, found := strings.Cut(text, ":")
	if !found {
		return false
	}
	number, err := parseUnsigned(port, 32)
	if err != nil || number == math.MaxUint32 {
		return false
	}
	if cid == "" {
		return true
	}
	_, err = parseUnsigned(cid, 32)
	return err == nil
}

// netlinkFamilies are the names of netlink(7) that systemd.socket(5) takes.
var netlinkFamilies = map[string]bool{
	"route": true, "firewall": true, "inet-diag": true, "nflog": true, "xfrm": true, "selinux": true,
	"iscsi": true, "audit": true, "fib-lookup": true, "connector": true, "netfilter": true, "ip6-fw": true,
	"dnrtmsg": true, "kobject-uevent": true, "generic": true, "scsitransport": true, "ecryptfs": true,
	"rdma": true, "crypto": true, "sock-diag": true,
}

func netlink(text string) bool {
	family, group, grouped := strings.Cut(text, " ")
	if !netlinkFamilies[family] {
		if _, err := parseUnsigned(family, 31); err != nil {
			return false
		}
	}
	if !grouped {
		return true
	}
	_, err := parseUnsigned(strings.Trim(group, blanks), 32)
	return err == nil
}

// socketBindRule judges SocketBindAllow= and SocketBindDeny=
// (systemd.resource-control(5)): [family:][protocol:]ports.
func (v *verdict) socketBindRule() {
	rest := v.text
	if family, after, found := strings.Cut(rest, ":"); found && (family == "ipv4" || family == "ipv6") {
		rest = after
	} else if rest == "ipv4" || rest == "ipv6" {
		return
	}
	if protocol, after, found := strings.Cut(rest, ":"); found && isProtocol(protocol) {
		rest = after
	} else if isProtocol(rest) {
		return
	}
	if rest == "any" || validPortRange(rest) {
		return
	}
	start, end := v.all()
	v.ignore(start, end, CodeBadPort, "%s is no rule for ports: expected '[ipv4:|ipv6:][tcp:|udp:]' and a port, a range of ports, or 'any'.", quotation(v.text))
}

// isProtocol takes tcp and udp, in any case.
func isProtocol(text string) bool {
	return strings.EqualFold(text, "tcp") || strings.EqualFold(text, "udp")
}

func validPortRange(text string) bool {
	low, high, isRange := strings.Cut(text, "-")
	from, ok := parsePort(low)
	if !isRange || !ok {
		return ok
	}
	to, ok := parsePort(high)
	return ok && from <= to
}
