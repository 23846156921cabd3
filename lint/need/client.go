package need

import (
	"fmt"
	"net/netip"
	"path"
	"regexp"
	"strings"
)

// remoteUse says where a client's command line names the hosts that it
// connects to.
type remoteUse uint8

const (
	byAddress remoteUse = iota // an argument is an address with a scheme
	byPrefix                   // also an operand "HOST:PATH", as scp(1) has them
	byOperand                  // the first operand is the host
)

// client is a tool that connects to the hosts that its command line names, from
// its manual page.
type client struct {
	remote remoteUse
	// valued are the short options that take a value, output those whose value is
	// a file that is written.
	valued, output string
	// copies tells that the last operand is where files are copied to.
	copies bool
	// serves is the option that makes it a server instead.
	serves string
}

var clients = map[string]client{
	"curl":  {valued: "AbcCdDeEFhHKmoPQrtTuUwxXyYz", output: "o"},
	"wget":  {valued: "aBDeiloOPQRtTUwX", output: "O"},
	"wget2": {valued: "aBDeilLoOPQRtTUwX", output: "O"},
	"git":   {remote: byPrefix, valued: "cC"},
	"rsync": {remote: byPrefix, valued: "eBfMT@", copies: true, serves: "--daemon"},
	"scp":   {remote: byPrefix, valued: "cDFiJloPSX", copies: true},
	"sftp":  {remote: byOperand, valued: "BbcDFiJloPRSsX"},
	"ssh":   {remote: byOperand, valued: "BbcDEeFIiJLlmOoPpQRSWw"},
	"ping":  {remote: byOperand, valued: "ceFIilMmpQSstTwW"},
	"ping6": {remote: byOperand, valued: "ceFIilMmpQSstTwW"},
}

// clientNeeds records what a client needs for the hosts and files that its
// command line names.
func (r *reader) clientNeeds(i *invocation) {
	c, known := clients[i.name()]
	if !known || c.serves != "" && i.has([]string{c.serves}) {
		return
	}
	operands := i.operands(c.valued)
	for _, w := range c.hosts(i, operands) {
		r.connects(i, w)
	}
	r.touches(i, Create, "writes", c.outputs(i))
	if c.copies && len(operands) > 1 {
		r.copiesTo(i, operands[len(operands)-1])
	}
}

// hosts returns the hosts that a command line names, each in the place of the
// word that does.
func (c client) hosts(i *invocation, operands []word) []word {
	var hosts []word
	add := func(w word, host string) {
		if w.known && host != "" {
			w.text = host
			hosts = append(hosts, w)
		}
	}
	for _, w := range i.arguments {
		if match := address.FindStringSubmatch(w.text); match != nil {
			add(w, strings.Trim(match[1], "[]"))
		}
	}
	switch {
	case len(hosts) > 0:
	case c.remote == byPrefix:
		for _, w := range operands {
			if match := prefixed.FindStringSubmatch(w.text); match != nil {
				add(w, match[1])
			}
		}
	case c.remote == byOperand && len(operands) > 0:
		_, host, found := strings.Cut(operands[0].text, "@")
		if !found {
			host = operands[0].text
		}
		host, _, _ = strings.Cut(host, ":")
		add(operands[0], host)
	}
	return hosts
}

// outputs returns the values of the short options that name files to write:
// "-o FILE", "-fo FILE" or "-oFILE".
func (c client) outputs(i *invocation) []word {
	var outputs []word
	for at, argument := range i.arguments {
		letters, short := strings.CutPrefix(argument.text, "-")
		if !short || strings.HasPrefix(letters, "-") {
			continue
		}
		first := strings.IndexAny(letters, c.valued)
		switch {
		case first < 0 || strings.IndexByte(c.output, letters[first]) < 0:
		case first < len(letters)-1:
			outputs = append(outputs, word{text: letters[first+1:], known: argument.known, place: argument.place})
		case at+1 < len(i.arguments):
			outputs = append(outputs, i.arguments[at+1])
		}
	}
	return outputs
}

// address matches an address with a scheme; its group is the host.
var address = regexp.MustCompile(`^(?:https?|ftps?|sftp|ssh|git|rsync)://(?:[^/@]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?:[:/?]|$)`)

// prefixed matches "HOST:PATH" and "USER@HOST:PATH"; its group is the host.
var prefixed = regexp.MustCompile(`^(?:[A-Za-z0-9._-]+@)?([A-Za-z0-9._-]{2,}):`)

// connects records that a client reaches a host, over the network unless the
// host is this one.
func (r *reader) connects(i *invocation, host word) {
	why := fmt.Sprintf("runs %s, which connects to %s", i.name(), host.text)
	evidence := Evidence{Assignment: i.assignment, Range: host.place}
	if isThisHost(host.text) {
		r.add(i, Need{Kind: AddressFamily, Any: []string{"AF_INET", "AF_INET6"}, Certainty: Certain, Consequence: StartFails, Why: why, Evidence: evidence})
		return
	}
	r.add(i, Need{Kind: Network, Certainty: Certain, Consequence: StartFails, Why: why, Evidence: evidence})
}

// isThisHost tells whether a host's name or address leads back to the same host.
func isThisHost(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// copiesTo records that files are written below a directory of this host.
func (r *reader) copiesTo(i *invocation, w word) {
	if !w.known || !strings.HasPrefix(w.text, "/") {
		return
	}
	w.text = path.Clean(w.text)
	if w.text == "/" || strings.HasPrefix(w.text, "/dev/") {
		return
	}
	r.shownBelow(i, w, Certain, fmt.Sprintf("runs %s, which copies files to %s", i.name(), w.text))
}
