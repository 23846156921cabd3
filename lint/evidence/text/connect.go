package text

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/value"
)

// otherUses are words in the names of options and variables whose addresses are
// listened on or told to others rather than connected to.
var otherUses = []string{"advertise", "announce", "bind", "external", "listen", "public"}

// connects records the server that an option or a variable names by a URL.
func (r *collector) connects(i *invocation.Invocation, name string, content invocation.Word) {
	if !content.Known || !strings.Contains(content.Text, "://") {
		return
	}
	for _, other := range otherUses {
		if strings.Contains(strings.ToLower(name), other) {
			return
		}
	}
	host := system.ServerHost(content.Text)
	if host == "" {
		return
	}
	why := "connects to a server at " + host
	if name != "" {
		why += fmt.Sprintf(" (%s)", name)
	}
	r.Add(i, need.Need{Kind: need.Connect, Any: []string{host}, Certainty: need.Likely, Consequence: need.JobFails, Why: why,
		Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
}

// reaches records the server that an option or a variable is known to name. By the words of its name
// alone "localhost" may be a socket in the file system.
func (r *collector) reaches(i *invocation.Invocation, name string, w invocation.Word, certainty need.Certainty) {
	host := system.HostIn(w.Text)
	if host == "" || certainty < need.Certain && host == "localhost" || system.ServerHost(w.Text) != "" {
		return
	}
	r.Add(i, need.Need{Kind: need.Connect, Any: []string{host}, Certainty: need.Likely, Consequence: need.JobFails,
		Why:      fmt.Sprintf("connects to a server at %s (%s)", host, name),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}

// servers records the server that the main program is told about by a variable.
func servers(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	r.connects(i, name, w)
	if endsInBoth(name, serverWords, []string{"HOST", "HOSTNAME", "SERVER", "BROKER"}) {
		r.namesHost(i, name, w)
	}
}

// serverWords stand before "HOST" and the like in the names of variables that tell clients where a data
// base, a broker or a relay is.
var serverWords = []string{
	"AMQP", "DATABASE", "DB", "ELASTICSEARCH", "LDAP", "MAIL", "MARIADB", "MEMCACHED", "MONGO", "MONGODB", "MQTT", "MYSQL", "PG", "POSTGRES", "POSTGRESQL",
	"RABBITMQ", "REDIS", "SMTP",
}

// namesHost records the host that a variable names, with a port or without. For
// the clients of MySQL "localhost" is a socket in the file system.
func (r *collector) namesHost(i *invocation.Invocation, name string, w invocation.Word) {
	host := w.Text
	if bare, _, cut := value.SplitEndpoint(host); cut {
		host = bare
	}
	if !w.Known || !hostOperand.MatchString(host) || host == "localhost" && !strings.Contains(name, "PG") && !strings.Contains(name, "REDIS") {
		return
	}
	r.Add(i, need.Need{Kind: need.Connect, Any: []string{host}, Certainty: need.Likely, Consequence: need.JobFails,
		Why:      fmt.Sprintf("connects to a server at %s (%s)", host, name),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}
