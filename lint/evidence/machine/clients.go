package machine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// client is a program that connects to the sockets of services as another user than root, and
// reads its configuration as any unit starts it.
type client struct {
	program string
	// title is what findings call it.
	title string
	// beside are patterns of files that packages have it include.
	beside []string
	// keys are those, in lower case, whose value is where it connects to.
	keys []string
	// users are the accounts that distributions give it.
	users []string
}

// clientPrograms are web servers and mail servers, from their documentation.
var clientPrograms = []client{
	{
		program: "/usr/sbin/nginx", title: "nginx", beside: []string{"/etc/nginx/conf.d/*.conf", "/etc/nginx/sites-enabled/*"},
		keys:  []string{"proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "server"},
		users: []string{"www-data", "nginx", "http", "nobody"},
	},
	{
		program: "/usr/sbin/apache2", title: "apache2", beside: []string{"/etc/apache2/sites-enabled/*.conf", "/etc/apache2/conf-enabled/*.conf"},
		keys: []string{"proxypass", "proxypassmatch", "sethandler"}, users: []string{"www-data"},
	},
	{
		program: "/usr/sbin/httpd", title: "httpd", beside: []string{"/etc/httpd/conf.d/*.conf"},
		keys: []string{"proxypass", "proxypassmatch", "sethandler"}, users: []string{"apache", "http", "wwwrun", "daemon"},
	},
	{
		program: "/usr/lib/postfix/sbin/master", title: "Postfix",
		keys:  []string{"smtpd_milters", "non_smtpd_milters", "smtpd_sasl_path", "mailbox_transport", "virtual_transport", "local_transport"},
		users: []string{"postfix"},
	},
}

// socketScheme stands before the path of a socket.
const socketScheme = "unix:"

// connection is a socket that a client connects to.
type connection struct {
	// name is that of the client, as says as whom it connects where its configuration does.
	name, as string
	path     string
	shown    need.Sign
	client   need.Clients
}

// connections returns the sockets that web servers and mail servers of the tree connect to, read
// once.
func (m *Machine) connections() []connection {
	if !m.sources.Configuration {
		return nil
	}
	m.connect.Do(func() {
		for _, c := range clientPrograms {
			m.connected = append(m.connected, m.connectionsOf(&c)...)
		}
	})
	return m.connected
}

func (m *Machine) connectionsOf(c *client) []connection {
	said := daemon.Of(m.tree, daemon.Request{Program: c.program, Named: c.beside})
	users, as := c.users, ""
	for _, f := range said.Facts {
		if isAccount(f) && !f.Default {
			users, as = f.Values, " as "+f.Values[0]
		}
	}
	by := need.Clients{Users: users}
	by.Groups, by.GroupsKnown = m.groupsOf(users)
	var found []connection
	for _, s := range said.Statements() {
		if !slices.Contains(c.keys, s.Key) {
			continue
		}
		for _, word := range strings.FieldsFunc(s.Value, func(r rune) bool { return strings.ContainsRune(" \t,\"'|", r) }) {
			_, socket, isLocal := strings.Cut(word, socketScheme)
			socket, _, _ = strings.Cut(socket, ":") // nginx has the path of a request behind it
			name := system.LocalSocket(socketScheme + socket)
			if !isLocal || name == "" {
				continue
			}
			shown := need.Sign{Message: "'" + s.Key + "' of " + c.title, Path: s.Place.File.Path, Place: s.Place}
			found = append(found, connection{c.title, as, name, shown, by})
		}
	}
	return found
}

// groupsOf returns the groups that users are in, by /etc/group and, for the first of each,
// /etc/passwd (group(5), passwd(5)); it is known where the tree has the former.
func (m *Machine) groupsOf(users []string) (groups []string, known bool) {
	isUser := func(name string) bool { return slices.Contains(users, name) }
	var first []string
	for _, account := range m.records("etc/passwd") {
		if isUser(account[0]) {
			first = append(first, account[3])
		}
	}
	found := m.records("etc/group")
	for _, group := range found {
		if slices.ContainsFunc(strings.Split(group[3], ","), isUser) || slices.Contains(first, group[2]) {
			groups = append(groups, group[0])
		}
	}
	return groups, len(found) > 0
}

// records returns the fields of the lines of a file of accounts or groups, each of four at least.
func (m *Machine) records(name string) [][]string {
	file, err := m.tree.Source(name)
	if err != nil {
		return nil
	}
	const least = 4
	var found [][]string
	for line := range strings.Lines(file.Content()) {
		if fields := strings.Split(strings.TrimSpace(line), ":"); len(fields) >= least {
			found = append(found, fields)
		}
	}
	return found
}

// visited returns that clients of the tree connect to sockets in the directories of a unit.
func (m *Machine) visited(u *unit.Unit, programs []invocation.Program) []need.Need {
	at := slices.IndexFunc(programs, func(p invocation.Program) bool { return p.Line.Phase == unit.Start })
	if at < 0 || !slices.ContainsFunc(slices.Collect(unit.DirectoryKinds()), func(d unit.DirectoryKind) bool {
		return u.Last("Service", d.Directive) != nil
	}) {
		return nil
	}
	main := &programs[at]
	var needs []need.Need
	for _, c := range m.connections() {
		if !u.Creates(c.path) || path.Base(main.Path) == c.name {
			continue
		}
		needs = append(needs, need.Need{
			Kind: need.ClientSocket, Any: []string{c.path}, Line: main.Line, Clients: &c.client, Certainty: need.Likely, Consequence: need.JobFails,
			Why:      fmt.Sprintf("makes %s, to which %s connects%s", c.path, c.name, c.as),
			Evidence: evidenceOf(main, c.shown, true),
		})
	}
	return needs
}
