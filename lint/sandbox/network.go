package sandbox

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// LowestFreePort is the first port that needs no capability, the kernel's default of
// net.ipv4.ip_unprivileged_port_start (ip(7)).
const LowestFreePort = 1024

// Bind tells whether the process may bind an internet port, of TCP or UDP.
func (p *Process) Bind(port int, udp bool) Verdict {
	v4, v6 := p.AddressFamily("AF_INET"), p.AddressFamily("AF_INET6")
	if v4.Answer == No && v6.Answer == No {
		return v4
	}
	if v := p.Syscall("bind"); v.Answer != Yes {
		return v
	}
	if v := p.socketBind(port, udp); v.Answer != Yes {
		return v
	}
	if port < 1 || port >= LowestFreePort {
		return allow("Ports from " + strconv.Itoa(LowestFreePort) + " on may be bound by everybody.")
	}
	v := p.Capability("CAP_NET_BIND_SERVICE")
	if v.Answer == No {
		v.Error = "EACCES"
	}
	v.Reason = "Ports below " + strconv.Itoa(LowestFreePort) + " need CAP_NET_BIND_SERVICE. " + v.Reason
	return v
}

// socketBind applies SocketBindAllow= and SocketBindDeny=: an allow entry that
// matches wins, then a deny entry (systemd.resource-control(5)).
func (p *Process) socketBind(port int, udp bool) Verdict {
	for _, a := range p.sandbox.settings.reader.list("SocketBindAllow") {
		if bindMatches(a.Value, port, udp) {
			return allow("SocketBindAllow= names the port.", a)
		}
	}
	for _, a := range p.sandbox.settings.reader.list("SocketBindDeny") {
		if bindMatches(a.Value, port, udp) {
			return deny(BySocketBind, "EPERM", "SocketBindDeny= forbids to bind the port.", a)
		}
	}
	return allow("Nothing restricts binding.")
}

// bindMatches reads [ipv4:|ipv6:][tcp:|udp:]{port|low-high|any}.
func bindMatches(rule string, port int, udp bool) bool {
	for _, field := range strings.Split(rule, ":") {
		switch field {
		case "ipv4", "ipv6", "any":
			continue
		case "tcp", "udp":
			if (field == "udp") != udp {
				return false
			}
			continue
		}
		low, high, ranged := strings.Cut(field, "-")
		first, err := strconv.Atoi(low)
		if err != nil {
			return false
		}
		end := first
		if ranged {
			if end, err = strconv.Atoi(high); err != nil {
				return false
			}
		}
		if port < first || port > end {
			return false
		}
	}
	return true
}

// Network tells whether the process reaches the host's network: no private
// network namespace and an internet address family. Interfaces of another
// namespace that is named are Unknown.
func (p *Process) Network() Verdict {
	s := p.sandbox.settings
	if s.networkNamespacePath.word != "" {
		return unknown("The process is in a network namespace of its own choosing.", s.networkNamespacePath.by)
	}
	// The network namespace is set up for lines with "+" as well.
	if s.privateNetwork.on {
		return deny(ByNetworkNamespace, "ENETUNREACH", "The unit has a network namespace of its own with nothing but a loopback device.", s.privateNetwork.by)
	}
	v4, v6 := p.AddressFamily("AF_INET"), p.AddressFamily("AF_INET6")
	if v4.Answer == No && v6.Answer == No {
		return v4
	}
	v := p.IPTraffic("")
	if exception := p.sandbox.reachableHosts(); v.Answer == No && exception != nil {
		return unknown("IPAddressAllow= lets some hosts pass.", append([]*unit.Assignment{exception}, v.Because...)...)
	}
	return v
}

// loopbackAlone returns an assignment of RestrictNetworkInterfaces= where it allows the loopback interface and no
// other one, or nil (systemd.resource-control(5)).
func (s *Sandbox) loopbackAlone() *unit.Assignment {
	var only *unit.Assignment
	for _, a := range s.settings.reader.list("RestrictNetworkInterfaces") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			if word.Text != "lo" { // or "~", behind which those stand that are refused
				return nil
			}
			only = a
		}
	}
	return only
}

// reachableHosts returns an assignment that lets other hosts pass an
// IPAddressDeny=, or nil.
func (s *Sandbox) reachableHosts() *unit.Assignment {
	for _, a := range s.settings.reader.list("IPAddressAllow") {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			if !loopback(word.Text) {
				return a
			}
		}
	}
	return nil
}

// loopback tells whether a word of an address list names nothing but the host
// itself.
func loopback(word string) bool {
	if word == "localhost" {
		return true
	}
	address, _, _ := strings.Cut(word, "/")
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.IsLoopback()
}

// ipWords are the words that stand for addresses in IPAddressAllow= and
// IPAddressDeny= (systemd.resource-control(5)).
var ipWords = map[string][]string{
	"any":        {"0.0.0.0/0", "::/0"},
	"localhost":  {"127.0.0.0/8", "::1/128"},
	"link-local": {"169.254.0.0/16", "fe80::/64"},
	"multicast":  {"224.0.0.0/4", "ff00::/8"},
}

// Reach tells whether the process reaches a host, by its address or name: what is
// listed of its address decides, and of one that has none what holds for any.
func (p *Process) Reach(host string) Verdict {
	for _, call := range []string{"socket", "connect"} {
		if v := p.Syscall(call); v.Answer == No {
			return v
		}
	}
	address, err := netip.ParseAddr(host)
	if host == "localhost" {
		address, err = netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	}
	v := p.Network()
	switch {
	case v.Mechanism == ByNetworkNamespace && err == nil && address.IsLoopback():
		return unknown("The unit has a network namespace of its own: the process reaches there what the unit itself starts.", v.Because...)
	case v.Mechanism == ByNetworkNamespace, v.Mechanism == ByAddressFamily, err != nil, len(p.sandbox.settings.networkNamespacePath.word) > 0:
		return v
	}
	family := "AF_INET6"
	if address.Unmap().Is4() {
		family = "AF_INET"
	}
	if denied := p.AddressFamily(family); denied.Answer == No {
		return denied
	}
	return p.IPTraffic(address.String())
}

// IPTraffic tells whether packets to and from an address pass IPAddressAllow=
// and IPAddressDeny=; an empty address asks about any address that is not
// listed. Socket and slice units above may filter as well, which is not looked
// at.
func (p *Process) IPTraffic(address string) Verdict {
	ip, err := netip.ParseAddr(address)
	if address != "" && err != nil {
		return unknown(address + " is no IP address.")
	}
	if only := p.sandbox.loopbackAlone(); only != nil && !ip.IsLoopback() {
		return deny(ByPacketFilter, "EPERM", "RestrictNetworkInterfaces= drops the packets of all interfaces but the loopback.", only)
	}
	allowed := p.sandbox.ipMatch("IPAddressAllow", ip)
	if allowed != nil {
		return allow("IPAddressAllow= lets it pass.", allowed)
	}
	if denied := p.sandbox.ipMatch("IPAddressDeny", ip); denied != nil {
		return deny(ByPacketFilter, "EPERM", "IPAddressDeny= drops the packets.", denied)
	}
	return allow("Nothing filters it.")
}

// ipMatch returns the first assignment of a list that matches an address. The
// zero address is matched by whole address families only.
func (s *Sandbox) ipMatch(list string, ip netip.Addr) *unit.Assignment {
	for _, a := range s.settings.reader.list(list) {
		words, _ := value.Split(a.Value, a.Directive.Tokenizer)
		for _, word := range words {
			if matchesAddress(word.Text, ip) {
				return a
			}
		}
	}
	return nil
}

func matchesAddress(word string, ip netip.Addr) bool {
	texts, ok := ipWords[word]
	if !ok {
		texts = []string{word}
	}
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			single, err := netip.ParseAddr(text)
			if err != nil {
				continue
			}
			prefix = netip.PrefixFrom(single, single.BitLen())
		}
		if !ip.IsValid() && prefix.Bits() == 0 || ip.IsValid() && prefix.Contains(ip) {
			return true
		}
	}
	return false
}
