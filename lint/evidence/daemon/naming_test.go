package daemon

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

// argumentsOf returns the arguments of a command line; those with a "?" are not known, and "…"
// stands for a variable that may hold any words.
func argumentsOf(line string) (all []invocation.Word, open bool) {
	for _, word := range strings.Fields(line) {
		if word == "…" {
			open = true
			continue
		}
		all = append(all, invocation.Word{Text: word, Written: word, Known: !strings.Contains(word, "?")})
	}
	return all, open
}

func requestOf(program, line string) Request {
	q := Request{Program: program, Variables: map[string]unit.Variable{}}
	for {
		name, rest, assigned := strings.Cut(line, "=")
		if !assigned || name != strings.ToUpper(name) {
			break
		}
		text, others, _ := strings.Cut(rest, " ")
		q.Variables[name], line = unit.Variable{Text: text, Known: !strings.Contains(text, "?")}, others
	}
	q.Arguments, q.Open = argumentsOf(line)
	return q
}

// TestNaming holds of many programs that their usual file counts where the command line
// names none, and does not where it names another: not beside that, and not for sure
// where that is not there, or is not known.
func TestNaming(t *testing.T) {
	for _, c := range []struct {
		program, usual string
		// line names other, plain names none.
		line, other, plain string
	}{
		{"/usr/sbin/chronyd", "/etc/chrony/chrony.conf", "-F 1 -f /etc/chrony/other.conf", "/etc/chrony/other.conf", "-F 1 …"},
		{"/usr/sbin/chronyd", "/etc/chrony/chrony.conf", "-f/etc/other", "/etc/other", ""},
		{"/usr/sbin/chronyd", "/etc/chrony/chrony.conf", "-4nf /srv/other", "/srv/other", "-nf"},
		{"/usr/sbin/squid", "/etc/squid/squid.conf", "-NYCf /srv/other", "/srv/other", "-NYf x"},
		{"/usr/sbin/nginx", "/etc/nginx/nginx.conf", "-c /srv/nginx.conf -g x", "/srv/nginx.conf", "-g daemon -e /etc/x.conf"},
		{"/usr/sbin/apache2", "/etc/apache2/apache2.conf", "-f /srv/a.conf -k start", "/srv/a.conf", "-k start"},
		{"/usr/sbin/apache2", "/etc/apache2/apache2.conf", "-d /srv/apache2", "/srv/apache2/apache2.conf", "-DFOREGROUND"},
		{"/usr/sbin/haproxy", "/etc/haproxy/haproxy.cfg", "-Ws -f /srv/h.cfg -f /srv/d", "/srv/d/b.cfg", "-Ws -p /run/haproxy.pid"},
		{"/usr/sbin/php-fpm8.2", "/etc/php/8.2/fpm/php-fpm.conf", "--fpm-config /srv/fpm.conf", "/srv/fpm.conf", "-c /etc/php.ini"},
		{"/usr/sbin/php-fpm8.2", "/etc/php/8.2/fpm/php-fpm.conf", "-y /srv/fpm.conf", "/srv/fpm.conf", "--nodaemonize"},
		{"/usr/bin/caddy", "/etc/caddy/Caddyfile", "run --config /srv/Caddyfile", "/srv/Caddyfile", "run --environ"},
		{"/usr/sbin/squid", "/etc/squid/squid.conf", "-sYC -f /srv/squid.conf", "/srv/squid.conf", "-sYC --foreground"},
		{"/usr/sbin/lighttpd", "/etc/lighttpd/lighttpd.conf", "-D -f /srv/l.conf", "/srv/l.conf", "-D"},
		{"/usr/sbin/privoxy", "/etc/privoxy/config", "--pidfile /run/p --user privoxy /srv/privoxy", "/srv/privoxy", "--pidfile /run/p --user privoxy"},
		{"/usr/share/grafana/bin/grafana", "/etc/grafana/grafana.ini", "server --config=/srv/g.ini cfg:a=/b", "/srv/g.ini", "server cfg:a=/b"},
		{"/usr/sbin/grafana-server", "/etc/grafana/grafana.ini", "-config /srv/g.ini", "/srv/g.ini", "-homepath /usr/share/grafana"},
		{"/usr/bin/redis-server", "/etc/redis/redis.conf", "/srv/redis.conf --port 7000", "/srv/redis.conf", "--port 7000"},
		{"/usr/sbin/mariadbd", "/etc/mysql/my.cnf", "--defaults-file=/srv/my.cnf", "/srv/my.cnf", "--basedir=/usr"},
		{"/usr/lib/postgresql/15/bin/postgres", "/var/lib/pgsql/data/postgresql.conf", "-D /srv/pg", "/srv/pg/postgresql.conf", "-p 5432"},
		{
			"/usr/lib/postgresql/15/bin/postgres", "/var/lib/pgsql/data/postgresql.conf", "-D /srv/none -c config_file=/srv/p.conf", "/srv/p.conf",
			"-c port=5432",
		},
		{"/usr/bin/postgres", "/var/lib/pgsql/data/postgresql.conf", "PGDATA=/srv/pg", "/srv/pg/postgresql.conf", "PGPORT=1"},
		{"/usr/sbin/mosquitto", "/etc/mosquitto/mosquitto.conf", "-c /srv/m.conf", "/srv/m.conf", "-v"},
		{"/usr/bin/mongod", "/etc/mongod.conf", "--config /srv/m.conf", "/srv/m.conf", "--fork"},
		{"/usr/bin/etcd", "/etc/etcd/etcd.conf.yml", "ETCD_CONFIG_FILE=/srv/e.yml", "/srv/e.yml", "ETCD_NAME=a"},
		{"/usr/sbin/unbound", "/etc/unbound/unbound.conf", "-d -c /srv/u.conf", "/srv/u.conf", "-d -p"},
		{"/usr/sbin/named", "/etc/bind/named.conf", "-f -u bind -c /srv/n.conf", "/srv/n.conf", "-f -u bind"},
		{"/usr/sbin/dnsmasq", "/etc/dnsmasq.conf", "-k -C /srv/d.conf", "/srv/d.conf", "-k"},
		{"/usr/sbin/dnsmasq", "/etc/dnsmasq.conf", "-k --conf-file=/srv/d.conf", "/srv/d.conf", "-k -7 /srv/d"},
		{"/usr/sbin/nsd", "/etc/nsd/nsd.conf", "-d -c /srv/n.conf", "/srv/n.conf", "-d -P"},
		{"/usr/sbin/pdns_server", "/etc/powerdns/pdns.conf", "--config-dir=/srv/p", "/srv/p/pdns.conf", "--guardian=no"},
		{"/usr/sbin/sshd", "/etc/ssh/sshd_config", "-D -f /srv/sshd", "/srv/sshd", "-D …"},
		{"/usr/bin/stunnel4", "/etc/stunnel/a.conf", "/srv/s.conf", "/srv/s.conf", ""},
		{"/usr/bin/tor", "/etc/tor/torrc", "--defaults-torrc /srv/d -f /srv/torrc", "/srv/torrc", "--defaults-torrc /srv/d"},
		{"/usr/sbin/turnserver", "/etc/turnserver.conf", "-c /srv/t.conf", "/srv/t.conf", "--daemon"},
		{"/usr/sbin/freeradius", "/etc/freeradius/3.0/radiusd.conf", "-f -d /srv/r", "/srv/r/radiusd.conf", "-f …"},
		{"/usr/bin/fail2ban-server", "/etc/fail2ban/jail.d/a.conf", "-xf -c /srv/f start", "/srv/f/jail.d/b.conf", "-xf start"},
		{"/usr/sbin/vsftpd", "/etc/vsftpd.conf", "-o a=b /srv/v.conf", "/srv/v.conf", "-o listen=NO"},
		{"/usr/sbin/dovecot", "/etc/dovecot/dovecot.conf", "-F -c /srv/d.conf", "/srv/d.conf", "-F"},
		{"/usr/sbin/smbd", "/etc/samba/smb.conf", "--foreground -s /srv/smb.conf", "/srv/smb.conf", "--foreground"},
		{"/usr/bin/transmission-daemon", "/etc/transmission-daemon/settings.json", "-f -g /srv/t", "/srv/t/settings.json", "-f --log-error"},
		{"/usr/sbin/rsyslogd", "/etc/rsyslog.conf", "-n -f /srv/r.conf", "/srv/r.conf", "-n -iNONE"},
		{"/usr/sbin/logrotate", "/etc/logrotate.conf", "-s /var/state /srv/l.conf", "/srv/l.conf", "-s /var/state"},
		{"/usr/bin/dockerd", "/etc/docker/daemon.json", "-H fd:// --config-file /srv/d.json", "/srv/d.json", "-H fd://"},
		{"/usr/sbin/collectd", "/etc/collectd/collectd.conf", "-C /srv/c.conf", "/srv/c.conf", "-f"},
		{"/usr/bin/telegraf", "/etc/telegraf/telegraf.conf", "-config /srv/t.conf", "/srv/t.conf", "-config-directory /srv/d"},
		{"/usr/bin/glance", "/etc/glance/glance.yaml", "-config /srv/g.yml", "/srv/g.yml", ""},
		{"/usr/sbin/fancontrol", "/etc/fancontrol", "/srv/fans", "/srv/fans", "--check"},
		// Programs that nobody described.
		{"/usr/bin/prometheus", "/etc/prometheus/prometheus.yml", "--config.file=/srv/p.yml", "/srv/p.yml", "--storage.path=/srv"},
		{"/usr/bin/prometheus", "/etc/prometheus/prometheus.yml", "-config.file /srv/p.yml", "/srv/p.yml", ""},
		{"/usr/sbin/ntpd", "/etc/ntpd.conf", "-g -c /srv/n.conf -u ntp", "/srv/n.conf", "-g -u ntp"},
		{"/usr/sbin/dhcpd", "/etc/dhcpd.conf", "-4 -cf /srv/d.conf eth0", "/srv/d.conf", "-4 -f eth0"},
		{"/usr/bin/unseen", "/etc/unseen.conf", "--config=/srv/unseen", "/srv/unseen", "--config a=b"},
	} {
		files := systemdtest.Tree{strings.TrimPrefix(c.usual, "/"): "a b\n", "srv/h.cfg": "a b\n", "srv/d/none": "a b\n"}
		read := func(line string) *Configuration { return Of(treeOf(t, files), requestOf(c.program, line)) }
		counts := func(found *Configuration, file string) bool { return slices.Contains(found.Files, file) }
		if found := read(c.plain); !counts(found, c.usual) || len(found.Guessed) > 0 {
			t.Errorf("%s %s: %v, not %s", c.program, c.plain, found.Files, c.usual)
		}
		if found := read(c.line); counts(found, c.usual) || !found.partial {
			t.Errorf("%s %s: %v, although %s is missing", c.program, c.line, found.Files, c.other)
		}
		unknown := strings.ReplaceAll(c.line, "/srv/", "/srv/?")
		if found := read(unknown); counts(found, c.usual) || !found.partial {
			t.Errorf("%s %s: %v", c.program, unknown, found.Files)
		}
		files[strings.TrimPrefix(c.other, "/")] = "a b\n"
		if found := read(c.line); counts(found, c.usual) || !counts(found, c.other) || len(found.Guessed) > 0 {
			t.Errorf("%s %s: %v, not %s", c.program, c.line, found.Files, c.other)
		}
	}
}

// TestAdded holds that some options name a file that is read beside the usual ones.
func TestAdded(t *testing.T) {
	for _, c := range []struct{ program, line, files string }{
		{"/usr/sbin/mariadbd", "--defaults-extra-file=/srv/extra", "/etc/mysql/my.cnf /srv/extra"},
		{"/usr/sbin/mariadbd", "--no-defaults", ""},
		{"/usr/sbin/dnsmasq", "-7 /srv/d,.bak", "/etc/dnsmasq.conf /srv/d/a.conf"},
		{"/usr/bin/tor", "--defaults-torrc /srv/extra", "/etc/tor/torrc /srv/extra"},
		{"/usr/sbin/snmpd", "-c /srv/extra", "/etc/snmp/snmpd.conf /srv/extra"},
		{"/usr/sbin/snmpd", "-C -c /srv/extra", "/srv/extra"},
		{"/usr/bin/certbot", "renew --config /srv/extra", "/etc/letsencrypt/cli.ini /srv/extra"},
		{"/usr/sbin/haproxy", "-f /srv/extra -f /srv/d", "/srv/extra"},
		{"/usr/sbin/haproxy", "-f /srv/extra -f /srv/d/a.conf", "/srv/extra /srv/d/a.conf"},
		{"/usr/sbin/apache2", "-f /srv/extra", "/etc/apache2/envvars /srv/extra"},
	} {
		tree := treeOf(t, systemdtest.Tree{
			"etc/mysql/my.cnf": "", "etc/dnsmasq.conf": "", "etc/tor/torrc": "", "etc/snmp/snmpd.conf": "", "etc/letsencrypt/cli.ini": "",
			"etc/haproxy/haproxy.cfg": "", "etc/apache2/envvars": "", "etc/apache2/apache2.conf": "", "srv/extra": "", "srv/d/a.conf": "", "srv/d/b": "",
		})
		found := Of(tree, requestOf(c.program, c.line))
		if got := strings.Join(found.Files, " "); got != c.files {
			t.Errorf("%s %s: %q, want %q", path.Base(c.program), c.line, got, c.files)
		}
	}
}

// TestGuessed holds that what the usual file says, and what is done without a word, is
// a guess alone where another one is named that cannot be read, and that relative names
// count from where the service runs.
func TestGuessed(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/ssh/sshd_config": "HostKey /etc/key\n", "srv/other": "Port 2222\n", "etc/unseen.conf": "log-file = /var/log/unseen\n", "srv/u.ini": "a=b\n",
	})
	said := "input /etc/key etc/ssh/sshd_config:1 port 22"
	for _, c := range []struct{ program, line, directory, facts, guessed string }{
		{"/usr/sbin/sshd", "-D", "", said, ""},
		{"/usr/sbin/sshd", "-f other", "/srv", "port 2222 srv/other:1", ""},
		{"/usr/sbin/sshd", "-f srv/other", "", "port 2222 srv/other:1", ""},
		{"/usr/sbin/sshd", "-f other", "/etc", "", said},
		{"/usr/sbin/sshd", "-f … -D", "", "", said},
		{"/usr/sbin/sshd", "… -D", "", said, ""},
		{"/usr/sbin/sshd", "-f", "", said, ""},
		{"/usr/sbin/proftpd", "-c /etc/proftpd/proftpd.conf", "", "port 21", ""},
		{"/usr/sbin/proftpd", "-c /etc/proftpd/other.conf", "", "", "port 21"},
		{"/usr/bin/unseen", "-v", "", "log /var/log/unseen? etc/unseen.conf:1", ""},
		{"/usr/bin/unseen", "-c /etc/?.conf", "", "", "log /var/log/unseen? etc/unseen.conf:1"},
		{"/usr/bin/unseen", "-f ?", "", "log /var/log/unseen? etc/unseen.conf:1", ""},
		{"/usr/bin/unseen", "/srv/u.ini", "", "", "log /var/log/unseen? etc/unseen.conf:1"},
	} {
		q := requestOf(c.program, c.line)
		q.Directory = c.directory
		for _, word := range q.Arguments {
			if path.IsAbs(word.Text) && word.Known {
				q.Named = append(q.Named, word.Text)
			}
		}
		found := Of(tree, q)
		if got := strings.Join(facts(found), " "); got != c.facts {
			t.Errorf("%s %s in %s: %q, want %q", path.Base(c.program), c.line, c.directory, got, c.facts)
		}
		if got := strings.Join(facts(&Configuration{Facts: found.Guessed}), " "); got != c.guessed {
			t.Errorf("%s %s in %s guesses %q, want %q", path.Base(c.program), c.line, c.directory, got, c.guessed)
		}
	}
}

// TestNamesOther holds which command lines name another configuration than the usual
// one, without a look at it.
func TestNamesOther(t *testing.T) {
	for line, want := range map[string]bool{
		"/usr/sbin/chronyd -n":                                  false,
		"/usr/sbin/chronyd -n -f /etc/chrony.conf":              false,
		"/usr/sbin/chronyd -n -f /etc/chrony/other.conf":        true,
		"/usr/sbin/chronyd -n -f /etc/chrony/?":                 false,
		"/usr/sbin/php-fpm8.2 -y /etc/php/8.2/fpm/php-fpm.conf": false,
		"/usr/sbin/php-fpm8.2 -y /etc/php/7.4/fpm/php-fpm.conf": true,
		"/usr/bin/stunnel4 /etc/stunnel/a.conf":                 false,
		"/usr/bin/stunnel4 /srv/a.conf":                         true,
		"/usr/bin/postgres -D /srv/pg":                          false,
		"/usr/bin/fail2ban-server -c /etc/fail2ban":             false,
		"/usr/bin/fail2ban-server -c /srv/fail2ban":             true,
		"/usr/sbin/mariadbd --defaults-extra-file=/srv/a":       false,
		"/usr/bin/unseen --config=/srv/a":                       false,
	} {
		program, arguments, _ := strings.Cut(line, " ")
		q := requestOf(program, arguments)
		if got := NamesOther(&q); got != want {
			t.Errorf("%s: %t", line, got)
		}
	}
	for _, c := range []struct {
		program, option, written string
		want                     bool
	}{{"openvpn", "--config", "/etc/openvpn/%i.conf", false}, {"chronyd", "-f", "/etc/chrony/%i.conf", true}} {
		q := Request{Program: "/usr/sbin/" + c.program, Template: true, Arguments: []invocation.Word{
			{Text: c.option, Known: true}, {Text: "/etc/x.conf", Written: c.written},
		}}
		if got := NamesOther(&q); got != c.want {
			t.Errorf("%s %s: %t", c.program, c.written, got)
		}
	}
}
