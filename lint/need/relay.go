package need

import (
	"fmt"
	"path"
	"strings"
)

// relayListens and relayConnects match addresses as socat(1) takes them: the
// kind of socket, then a port and, to connect, the host.
var (
	relayListens  = pattern(`(?i)^(tcp[46]?|udp[46]?|openssl|ssl)-(?:l|listen|recv|recvfrom):([0-9]{1,5})(?:,|$)`)
	relayConnects = pattern(`(?i)^(?:tcp[46]?|udp[46]?|openssl|ssl)(?:-connect|-sendto)?:([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):`)
	relaySocket   = pattern(`(?i)^unix-(?:l|listen|recv|recvfrom):(/[^,]+)`)
)

// relays records what the addresses of socat(1) show: where it listens, and
// whom it connects to.
func relays(r *reader, i *invocation) {
	for _, w := range i.operands("") {
		if !w.known {
			continue
		}
		switch {
		case relayListens().MatchString(w.text):
			r.relaysPort(i, w)
		case relaySocket().MatchString(w.text):
			w.text = path.Clean(relaySocket().FindStringSubmatch(w.text)[1])
			r.socket(i, w, Certain, "UNIX-LISTEN")
		case relayConnects().MatchString(w.text):
			r.talksTo(i, w, strings.Trim(relayConnects().FindStringSubmatch(w.text)[1], "[]"))
		}
	}
}

func (r *reader) relaysPort(i *invocation, w word) {
	match := relayListens().FindStringSubmatch(w.text)
	port := match[2]
	if strings.HasPrefix(strings.ToLower(match[1]), "udp") {
		port += "/udp"
	}
	r.add(i, Need{Kind: Serve, Any: []string{port}, Certainty: Certain, Consequence: StartFails,
		Why:      fmt.Sprintf("runs socat, which listens on port %s", port),
		Evidence: Evidence{Assignment: i.assignment, Range: w.place}})
}
