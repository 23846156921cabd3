package text

import (
	"fmt"
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// relayListens and relayConnects match addresses as socat(1) takes them: the
// kind of socket, then a port and, to connect, the host.
var (
	relayListens  = regexp.MustCompile(`(?i)^(tcp[46]?|udp[46]?|openssl|ssl)-(?:l|listen|recv|recvfrom):([0-9]{1,5})(?:,|$)`)
	relayConnects = regexp.MustCompile(`(?i)^(?:tcp[46]?|udp[46]?|openssl|ssl)(?:-connect|-sendto)?:([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):`)
	relaySocket   = regexp.MustCompile(`(?i)^unix-(?:l|listen|recv|recvfrom):(/[^,]+)`)
)

// relays records what the addresses of socat(1) show: where it listens, and
// whom it connects to.
func relays(r *collector, i *invocation.Invocation) {
	for _, w := range i.Operands("") {
		if !w.Known {
			continue
		}
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
