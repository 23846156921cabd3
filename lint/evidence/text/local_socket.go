package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// localSocketIn records the socket in the file system that a variable names.
func localSocketIn(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if i.IsTool() {
		return
	}
	r.usesSocket(i, w, system.LocalSocket(w.Text), name)
}

// localSockets records the sockets in the file system that the arguments of a daemon name,
// whether it makes them or connects to them.
func (r *collector) localSockets(i *invocation.Invocation) {
	if i.IsShell() || i.Wraps() || elsewhere[i.Name()] {
		return // the words are of what runs inside
	}
	for _, w := range i.Arguments {
		if !w.Known {
			continue
		}
		option, content := "argument", w.Text
		if name, rest, assigned := strings.Cut(w.Text, "="); assigned && strings.HasPrefix(name, "-") {
			option, content = name, rest
		}
		r.usesSocket(i, w, system.LocalSocket(content), option)
	}
}

// usesSocket records that a socket in the file system takes the family of Unix sockets
// (unix(7)). One that systemd hands over takes none: the unit may be given the one named.
func (r *collector) usesSocket(i *invocation.Invocation, w invocation.Word, socket, named string) {
	if socket == "" || !r.meetsFew() || r.opensUnix(i, w) {
		return
	}
	certainty := need.Likely
	if len(system.Sockets(r.Unit)) > 0 {
		certainty = need.Possible
	}
	used := need.Need{Kind: need.AddressFamily, Any: []string{"AF_UNIX"}, Certainty: certainty, Consequence: need.JobFails,
		Why: fmt.Sprintf("uses the socket %s (%s)", socket, named), Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}}
	r.Add(i, used)
	known := func(n need.Need) bool { return n.Kind == need.SharedTmp && slices.Contains(n.Any, socket) }
	if system.IsTemporary(socket) && !i.IsTool() && !r.namedTwice(socket) && !slices.ContainsFunc(r.Collection.Needs, known) &&
		!system.PassesSocket(r.Unit, socket) {
		used.Kind, used.Any, used.Certainty = need.SharedTmp, []string{socket}, need.Likely
		used.Why = fmt.Sprintf("uses the socket %s, whose other end is another program's (%s)", socket, named)
		r.Add(i, used)
	}
}

// mostMet bounds how many sockets, pipes, logs and variables of a unit are looked for among all
// that its commands name. Real units have a handful.
const mostMet = 512

// meetsFew counts another one, and tells whether it is still to be looked for.
func (r *collector) meetsFew() bool {
	r.met++
	return r.met <= mostMet
}

// opensUnix tells that the same word showed the family before, by what its option means.
func (r *collector) opensUnix(i *invocation.Invocation, w invocation.Word) bool {
	return slices.ContainsFunc(r.Collection.Needs, func(n need.Need) bool {
		return n.Kind == need.AddressFamily && n.Line == i.Line && n.Evidence.Range == w.Place && slices.Contains(n.Any, "AF_UNIX")
	})
}

// askingNames end the names of programs that ask another one, whose socket and identifier they are
// told: what controls it, a client of a data base, a backup of one, an exporter of its figures (the
// README of memcached_exporter, --memcached.pid-file).
var askingNames = []string{
	"ctl", "-cli", "-client", "dump", "dumpall", "dumper", "admin", "check", "backup", "-upgrade", "exporter",
}

// asksOthers tells that a program is there to talk to another one.
func asksOthers(name string) bool {
	_, isClient := clients[name]
	return isClient || strings.HasPrefix(name, "check_") || // Nagios' plugins
		slices.ContainsFunc(askingNames, func(end string) bool { return strings.HasSuffix(name, end) })
}

// isOwnSocket tells that a socket lies in the working directory, or has the name of the program or
// of the unit in its path: others are as well those of a server that the program talks to.
func (r *collector) isOwnSocket(i *invocation.Invocation, socket string) bool {
	if directory := r.startsIn(); directory != "" && strings.HasPrefix(socket, directory+"/") {
		return true
	}
	unitName := locate.ParseName(r.Unit.Name)
	socket = strings.ToLower(socket)
	return slices.ContainsFunc([]string{i.Name(), unitName.Prefix, unitName.Instance}, func(name string) bool {
		name = strings.TrimSuffix(strings.ToLower(strings.TrimRight(name, "0123456789.-")), "d")
		return len(name) > 1 && strings.Contains(socket, name)
	})
}
