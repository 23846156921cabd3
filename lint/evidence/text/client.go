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
	// local are options of a socket of this host that is connected to whatever host is named.
	local []string
	// output are the short options whose value is a file that is written.
	output string
	// copies tells that the last operand is where files are copied to.
	copies bool
}

// clients are programs that are there to talk to another one, from their manual
// pages.
var clients = map[string]client{
	"curl":         {urls: true, valued: "AbcdDeEFHKmoPQrtTuUwxXyYzC", output: "o", local: []string{"--unix-socket", "--abstract-unix-socket"}},
	"wget":         {urls: true, valued: "oaeitOTwQPUlARDIX", output: "Oo"},
	"wget2":        {urls: true, valued: "oaeitOTwQPUlARDIX", output: "Oo"},
	"git":          {urls: true, remote: true, valued: "cC"},
	"scp":          {remote: true, valued: "cDFiJloPSX", copies: true},
	"sftp":         {remote: true, operand: true, valued: "bcDFiJloPRSsX"},
	"rsync":        {remote: true, urls: true, valued: "eBTMf", copies: true},
	"ssh":          {operand: true, valued: "BbcDEeFIiJLlmOopQRSWw"},
	"autossh":      {operand: true, valued: "BbcDEeFIiJLlMmOopQRSWw"},
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
var remoteOperand = regexp.MustCompile(`^(?:[\w.-]+@)?([\w.-]+|\[[0-9a-fA-F:]+\]):`)

// hostOperand matches "[USER@]HOST".
var hostOperand = regexp.MustCompile(`^(?:[\w.-]+@)?([\w.:-]+)$`)

// clientNeeds records the hosts that a client's command line names, and the
// files that it writes.
func (r *collector) clientNeeds(i *invocation.Invocation) {
	c, known := clients[i.Name()]
	if !known {
		return
	}
	if named, found := i.Option(c.host); found && !strings.HasPrefix(named.Text, "/") && named.Text != c.socket {
		r.talksTo(i, named, named.Text)
	}
	operands := i.Operands(c.valued)
	_, isLocal := i.Option(c.local)
	for at, w := range operands {
		switch {
		case isLocal:
		case c.urls && strings.Contains(w.Text, "://"):
			r.talksTo(i, w, system.HostOf(w.Text))
		case c.operand && at == 0 && hostOperand.MatchString(w.Text):
			r.talksTo(i, w, hostOperand.FindStringSubmatch(w.Text)[1])
		case c.remote && remoteOperand.MatchString(w.Text):
			r.talksTo(i, w, strings.Trim(remoteOperand.FindStringSubmatch(w.Text)[1], "[]"))
		}
	}
	r.touches(i, need.Create, "writes", c.outputs(i))
	if c.copies && len(operands) > 1 {
		r.copiesTo(i, operands[len(operands)-1])
	}
}

// outputs returns the values of the short options that name files to write:
// "-o FILE", "-fo FILE" or "-oFILE".
func (c client) outputs(i *invocation.Invocation) []invocation.Word {
	var outputs []invocation.Word
	for at, argument := range i.Arguments {
		letters, short := strings.CutPrefix(argument.Text, "-")
		if !short || strings.HasPrefix(letters, "-") {
			continue
		}
		first := strings.IndexAny(letters, c.valued)
		switch {
		case first < 0 || strings.IndexByte(c.output, letters[first]) < 0:
		case first < len(letters)-1:
			outputs = append(outputs, invocation.Word{Text: letters[first+1:], Known: argument.Known, Place: argument.Place})
		case at+1 < len(i.Arguments):
			outputs = append(outputs, i.Arguments[at+1])
		}
	}
	return outputs
}

// copiesTo records that files are written below a directory of this host.
func (r *collector) copiesTo(i *invocation.Invocation, w invocation.Word) {
	if !w.Known || !strings.HasPrefix(w.Text, "/") || followsLongOption(i, w) {
		return
	}
	w.Text = path.Clean(w.Text)
	if w.Text == "/" || strings.HasPrefix(w.Text, "/dev/") {
		return
	}
	r.shownBelow(i, w, need.Certain, fmt.Sprintf("runs %s, which copies files to %s", i.Name(), w.Text))
}

func (r *collector) talksTo(i *invocation.Invocation, w invocation.Word, host string) {
	if !w.Known || host == "" {
		return
	}
	r.Add(i, need.Need{Kind: need.Connect, Any: []string{host}, Certainty: need.Certain, Consequence: need.StartFails,
		Why:      fmt.Sprintf("runs %s, which connects to %s", i.Name(), host),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}
