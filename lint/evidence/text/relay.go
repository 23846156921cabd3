package text

import (
	"fmt"
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// relayListens and relayConnects match addresses as socat(1) takes them: the
// kind of socket, then a port and, to connect, the host.
var (
	relayListens  = regexp.MustCompile(`(?i)^(tcp[46]?|udp[46]?|openssl|ssl)-(?:l|listen|recv|recvfrom):([0-9]{1,5})(?:,|$)`)
	relayConnects = regexp.MustCompile(`(?i)^(?:tcp[46]?|udp[46]?|openssl|ssl)(?:-connect|-sendto)?:([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):`)
	relaySocket   = regexp.MustCompile(`(?i)^unix-(?:l|listen|recv|recvfrom):(/[^,]+)`)
	relayUnix     = regexp.MustCompile(`(?i)^(?:unix|abstract)(?:-connect|-client|-sendto)?:`)
	relayPeer     = regexp.MustCompile(`(?i)^unix(?:-connect|-client|-sendto)?:(/[^,]+)`)
	relayFile     = regexp.MustCompile(`(?i)^(?:(file|open|gopen|create|creat):)?(/[^,]+)`)
	relayCommand  = regexp.MustCompile(`(?i)^(?:exec|system):["']?([^ ,"']+)`)
	relayRaw      = regexp.MustCompile(`(?i)^ip[46]?(?:-(?:recv|recvfrom|sendto|datagram))?:`)
	relayTunnel   = regexp.MustCompile(`(?i)^tun(?:[:,]|$)`)
	relayLink     = regexp.MustCompile(`(?i),(?:symbolic-)?link=(/[^,]+)`)
	relayOwner    = regexp.MustCompile(`(?i)^(?:unix-|pty|pipe|open|create)[^"]*,(?:user|uid|owner)(?:-late)?=([^,]+)`)
	relayUser     = regexp.MustCompile(`(?i),(?:su|setuid)(?:-d|-e)?=([^,]+)`)
)

// relays records what the addresses of socat(1) show: where it listens, and
// whom it connects to.
func relays(r *collector, i *invocation.Invocation) {
	for _, w := range i.Operands("") {
		if !w.Known {
			continue
		}
		r.relayOptions(i, w)
		switch {
		case relayListens.MatchString(w.Text):
			r.relaysPort(i, w)
		case relaySocket.MatchString(w.Text):
			w.Text = path.Clean(relaySocket.FindStringSubmatch(w.Text)[1])
			r.socket(i, w, need.Certain, "UNIX-LISTEN")
		case relayConnects.MatchString(w.Text):
			r.talksTo(i, w, strings.Trim(relayConnects.FindStringSubmatch(w.Text)[1], "[]"))
		}
	}
}

// relayOptions records what an address has socat do beside opening it.
func (r *collector) relayOptions(i *invocation.Invocation, w invocation.Word) {
	does := func(kind need.Kind, why string, names ...string) {
		r.Add(i, need.Need{Kind: kind, Any: names, Certainty: need.Certain, Consequence: need.StartFails, Why: why,
			Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
	}
	if relayTunnel.MatchString(w.Text) {
		const why = "runs socat, which makes an interface of the kind TUN"
		does(need.Device, why, "/dev/net/tun")
		does(need.Capability, why, "CAP_NET_ADMIN")
	}
	r.relayFiles(does, w.Text)
	if relayUnix.MatchString(w.Text) {
		does(need.AddressFamily, "runs socat, which connects to a Unix socket", "AF_UNIX")
	}
	if match := relayLink.FindStringSubmatch(w.Text); match != nil {
		name := path.Clean(match[1])
		does(need.Create, "runs socat, which makes the link "+name, name)
	}
	if match := relayOwner.FindStringSubmatch(w.Text); match != nil && !r.isOwn(match[1]) {
		does(need.Capability, "runs socat, which gives what it opens to "+match[1], "CAP_CHOWN")
	}
	if match := relayUser.FindStringSubmatch(w.Text); match != nil && !isRoot(invocation.Word{Text: match[1]}) {
		does(need.Capability, "runs socat, which becomes the user "+match[1], "CAP_SETUID")
		does(need.Capability, "runs socat, which becomes the user "+match[1], "CAP_SETGID")
	}
}

// relayFiles records what an address has socat open, run or share.
func (r *collector) relayFiles(does func(kind need.Kind, why string, names ...string), address string) {
	if match := relayPeer.FindStringSubmatch(address); match != nil && system.IsTemporary(match[1]) {
		does(need.SharedTmp, "runs socat, which connects to the socket "+match[1]+" of another program", path.Clean(match[1]))
	}
	if match := relayFile.FindStringSubmatch(address); match != nil {
		name, how := path.Clean(match[2]), strings.ToLower(match[1])
		switch {
		case strings.HasPrefix(name, "/dev/"):
			does(need.Device, "runs socat, which opens "+name, name)
		case strings.HasPrefix(how, "creat"):
			does(need.Create, "runs socat, which makes "+name, name)
		}
	}
	if match := relayCommand.FindStringSubmatch(address); match != nil && isHomePlace(match[1]) {
		does(need.Read, "has socat run "+match[1], path.Clean(match[1]))
	}
	if relayRaw.MatchString(address) {
		does(need.Capability, "runs socat, which opens a raw socket", "CAP_NET_RAW")
	}
}

// isOwn tells that a user is root or the one whom the service runs as, who owns what it makes.
func (r *collector) isOwn(user string) bool {
	a := r.last("User")
	return isRoot(invocation.Word{Text: user}) || a != nil && a.Value == user
}

func (r *collector) relaysPort(i *invocation.Invocation, w invocation.Word) {
	match := relayListens.FindStringSubmatch(w.Text)
	port := match[2]
	if strings.HasPrefix(strings.ToLower(match[1]), "udp") {
		port += "/udp"
	}
	r.Add(i, need.Need{Kind: need.Serve, Any: []string{port}, Certainty: need.Certain, Consequence: need.StartFails,
		Why:      fmt.Sprintf("runs socat, which listens on port %s", port),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}
