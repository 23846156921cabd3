package need

import (
	"fmt"
	"path"
	"strings"
)

// client says how the command line of a program names the host that it talks
// to.
type client struct {
	// valued are the short options that take a value.
	valued string
	// host are the options that name the host.
	host []string
	// remote tells that operands "[USER@]HOST:PATH" name it, operand that the
	// first operand is the host itself, urls that operands are URLs of any scheme.
	remote, operand, urls bool
	// socket is a host that means a socket in the file system.
	socket string
	// output are the short options whose value is a file that is written.
	output string
	// copies tells that the last operand is where files are copied to.
	copies bool
}

// clients are programs that are there to talk to another one, from their manual
// pages.
var clients = map[string]client{
	"curl":         {urls: true, valued: "AbcdDeEFHKmoPQrtTuUwxXyYzC", output: "o"},
	"wget":         {urls: true, valued: "oaeitOTwQPUlARDIX", output: "Oo"},
	"wget2":        {urls: true, valued: "oaeitOTwQPUlARDIX", output: "Oo"},
	"git":          {urls: true, remote: true, valued: "cC"},
	"scp":          {remote: true, valued: "cDFiJloPSX", copies: true},
	"sftp":         {remote: true, operand: true, valued: "bcDFiJloPRSsX"},
	"rsync":        {remote: true, urls: true, valued: "eBTMf", copies: true},
	"ssh":          {operand: true, valued: "BbcDEeFIiJLlmOopQRSWw"},
	"ping":         {operand: true, valued: "cFIiLlMmNpQSstTWw"},
	"ping6":        {operand: true, valued: "cFIiLlMmNpQSstTWw"},
	"ntpdate":      {operand: true, valued: "aeopt"},
	"psql":         {host: []string{"-h", "--host"}, valued: "cdfFhLopPRTUv", output: "oL"},
	"pg_dump":      {host: []string{"-h", "--host"}},
	"pg_dumpall":   {host: []string{"-h", "--host"}},
	"pg_isready":   {host: []string{"-h", "--host"}},
	"mysql":        {host: []string{"-h", "--host"}, socket: "localhost"},
	"mariadb":      {host: []string{"-h", "--host"}, socket: "localhost"},
	"mysqldump":    {host: []string{"-h", "--host"}, socket: "localhost"},
	"mariadb-dump": {host: []string{"-h", "--host"}, socket: "localhost"},
	"redis-cli":    {host: []string{"-h"}},
}

// remoteOperand matches "[USER@]HOST:PATH" (scp(1), rsync(1)); a path with a
// colon has a slash before it.
var remoteOperand = pattern(`^(?:[\w.-]+@)?([\w.-]+|\[[0-9a-fA-F:]+\]):`)

// hostOperand matches "[USER@]HOST".
var hostOperand = pattern(`^(?:[\w.-]+@)?([\w.:-]+)$`)

// clientNeeds records the hosts that a client's command line names, and the
// files that it writes.
func (r *reader) clientNeeds(i *invocation) {
	c, known := clients[i.name()]
	if !known {
		return
	}
	if named, found := i.option(c.host); found && !strings.HasPrefix(named.text, "/") && named.text != c.socket {
		r.talksTo(i, named, named.text)
	}
	operands := i.operands(c.valued)
	for at, w := range operands {
		switch {
		case c.urls && strings.Contains(w.text, "://"):
			r.talksTo(i, w, hostOf(w.text))
		case c.operand && at == 0 && hostOperand().MatchString(w.text):
			r.talksTo(i, w, hostOperand().FindStringSubmatch(w.text)[1])
		case c.remote && remoteOperand().MatchString(w.text):
			r.talksTo(i, w, strings.Trim(remoteOperand().FindStringSubmatch(w.text)[1], "[]"))
		}
	}
	r.touches(i, Create, "writes", c.outputs(i))
	if c.copies && len(operands) > 1 {
		r.copiesTo(i, operands[len(operands)-1])
	}
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

// copiesTo records that files are written below a directory of this host.
func (r *reader) copiesTo(i *invocation, w word) {
	if !w.known || !strings.HasPrefix(w.text, "/") || followsLongOption(i, w) {
		return
	}
	w.text = path.Clean(w.text)
	if w.text == "/" || strings.HasPrefix(w.text, "/dev/") {
		return
	}
	r.shownBelow(i, w, Certain, fmt.Sprintf("runs %s, which copies files to %s", i.name(), w.text))
}

func (r *reader) talksTo(i *invocation, w word, host string) {
	if !w.known || host == "" {
		return
	}
	r.add(i, Need{Kind: Connect, Any: []string{host}, Certainty: Certain, Consequence: StartFails,
		Why:      fmt.Sprintf("runs %s, which connects to %s", i.name(), host),
		Evidence: Evidence{Assignment: i.assignment, Range: w.place}})
}
