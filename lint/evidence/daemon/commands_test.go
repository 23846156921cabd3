package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCommands holds what the configurations of programs tell of the commands that they run
// and of the places that they write to, in the words of each.
func TestCommands(t *testing.T) {
	for _, test := range []struct {
		name, program, file, text string
		want                      []string
	}{
		{"parameters of Zabbix", "/usr/sbin/zabbix_agentd", "etc/zabbix/zabbix_agentd.conf",
			"UserParameter=raid,sudo /usr/local/bin/raid\nUserParameter=disk[*],sudo smartctl -A $1\nUserParameter=a[b,c],/x/y\n" +
				"UserParameter=z,sh -c 'test [a] = /x, b'\n",
			[]string{"program sudo /usr/local/bin/raid", "program sudo smartctl -A ", "program /x/y", "program sh -c 'test [a] = /x, b'"}},
		{"extensions of snmpd", "/usr/sbin/snmpd", "etc/snmp/snmpd.conf",
			"extend smart /usr/bin/sudo /etc/snmp/smart\npass .1.3.6.1 /usr/local/bin/pass\nsyslocation /dev/null\n",
			[]string{"program /usr/bin/sudo /etc/snmp/smart", "program /usr/local/bin/pass"}},
		{"templates of rsyslog", "/usr/sbin/rsyslogd", "etc/rsyslog.conf",
			"$template Remote,\"/srv/log/%HOSTNAME%/all.log\"\ntemplate(name=\"b\" type=\"string\" string=\"/srv/b/%PROGRAMNAME%.log\")\n" +
				"template(name=\"c\" type=\"string\" string=\"%HOSTNAME% /srv/c\")\ninput(type=\"imfile\" File=\"/srv/e.log\")\n$template d,\"<%PRI%> /srv/d\"\n",
			[]string{"data /srv/log", "data /srv/b", "input /srv/e.log"}},
		{"routes of syslog-ng", "/usr/sbin/syslog-ng", "etc/syslog-ng/syslog-ng.conf",
			"source s_a { file(\"/srv/in.log\"); internal(); };\ndestination d_a { file(\"/srv/log/$HOST.log\"); };\n" +
				"destination d_b { file(\"/srv/b.log\" perm(0640)); program(\"/srv/bin/mail\"); };\nlog {\n source(s_a);\n" +
				" destination { file(\"/srv/c.log\"); };\n};\noptions { x(\"/srv/no\"); };\n",
			[]string{"input /srv/in.log", "data /srv/log", "log /srv/b.log", "program /srv/bin/mail", "log /srv/c.log"}},
		{"archives of PostgreSQL", "/usr/bin/postgres", "var/lib/pgsql/data/postgresql.conf",
			"archive_command = 'test ! -f /srv/wal/%f && cp %p /srv/wal/%f'\n",
			[]string{"program test ! -f /srv/wal/%f && cp %p /srv/wal/%f", "data /srv/wal"}},
		{"archives in a directory", "/usr/bin/postgres", "var/lib/pgsql/data/postgresql.conf",
			"archive_command = 'cp %p /srv/wal'\n", []string{"program cp %p /srv/wal", "data /srv/wal"}},
		{"archives elsewhere", "/usr/bin/postgres", "var/lib/pgsql/data/postgresql.conf",
			"archive_command = 'rsync -a %p backup@host:/srv/wal/%f'\n", []string{"program rsync -a %p backup@host:/srv/wal/%f"}},
		{"sockets of uWSGI", "/usr/bin/uwsgi", "etc/uwsgi.ini",
			"[uwsgi]\nsocket = /run/a.sock\nchmod-socket = 664\nchown-socket = a:b\nmap-socket = 0:1\nhttp-socket = :8080\n",
			[]string{"socket /run/a.sock", "owner a", "listen 8080"}},
		{"statistics of haproxy", "/usr/sbin/haproxy", "etc/haproxy/haproxy.cfg",
			"global\n  stats socket /run/a.sock mode 660\nlisten a\n  stats enable\n  stats uri /stats\n", []string{"socket /run/a.sock"}},
		{"archives by a shell", "/usr/bin/postgres", "var/lib/pgsql/data/postgresql.conf",
			"archive_command = 'sh -c \"cp %p /srv/wal/%f\"'\n", []string{"program sh -c \"cp %p /srv/wal/%f\"", "data /srv/wal"}},
		{"selected messages of rsyslog", "/usr/sbin/rsyslogd", "etc/rsyslog.conf",
			":programname, isequal, \"x\" -/srv/a.log\nif $programname == 'x' then /srv/b.log\n& /srv/c.log\n:msg, contains, \"/srv/d\" stop\n& stop\n",
			[]string{"log /srv/a.log", "log /srv/b.log", "log /srv/c.log"}},
		{"what Monit sets", "/usr/bin/monit", "etc/monit/monitrc",
			"set logfile /srv/a.log\nset idfile /srv/id\ncheck file x with path /srv/x\nset daemon 120\n", []string{"log /srv/a.log", "state /srv/id"}},
		{"owners of sockets", "/usr/bin/exampled", "etc/exampled.conf", "socket_owner = web\nadmin-socket-user: \"www-data:web\"\nunix_socket_user=0\nuser = x\n",
			[]string{"owner web", "owner www-data", "user x"}},
		{"the owner of a socket of Kamailio", "/usr/sbin/kamailio", "etc/kamailio/kamailio.cfg", "modparam(\"jsonrpcs\", \"dgram_user\", \"www-data\")\n",
			[]string{"owner www-data"}},
		{"kinds of Vector", "/usr/bin/vector", "etc/vector/vector.toml",
			"[sinks.a]\ntype = \"file\"\npath = \"/srv/a/%Y.log\"\n[sinks.b]\ntype = \"http\"\npath = \"/srv/b\"\n", []string{"data /srv/a"}},
		{"the program of smartd", "/usr/sbin/smartd", "etc/smartd.conf", "DEVICESCAN -m root -M exec /srv/mail -n never\n", nil},
		{"what Icinga puts together", "/usr/sbin/icinga2", "etc/icinga2/icinga2.conf",
			"const DataDir = \"/srv/a\"\nobject FileLogger \"x\" {\n path = LogDir + \"/b.log\"\n}\n", []string{"data /srv/a"}},
		{"YAML of MongoDB", "/usr/bin/mongod", "etc/mongod.conf", "net:\n  unixDomainSocket:\n    pathPrefix: /srv/run\nsystemLog:\n  path: /srv/a.log\n",
			[]string{"sockets /srv/run", "log /srv/a.log"}},
		{"older words of MongoDB", "/usr/bin/mongod", "etc/mongod.conf", "dbpath = /srv/db\n", []string{"data /srv/db"}},
		{"a key that no row has", "/usr/sbin/munin-node", "etc/munin/munin-node.conf", "port 1\nspool_dir /srv/spool\nlisten 443\n",
			[]string{"port 1", "data /srv/spool"}},
		{"shares of Samba", "/usr/sbin/smbd", "etc/samba/smb.conf",
			"[global]\nlog file = /srv/log.%m\n[a]\npath = /srv/a\nwrite list = @x\n[b]\npath = /srv/b\n", []string{"data /srv", "served /srv/a"}},
		{"a list of directories for sockets", "/usr/bin/postgres", "var/lib/pgsql/data/postgresql.conf",
			"unix_socket_directories = '/run/postgresql, /srv/run'\n", []string{"sockets /run/postgresql,/srv/run"}},
		{"an agent among others of that name", "/opt/datadog-agent/bin/agent/agent", "etc/datadog-agent/datadog.yaml", "run_path: /srv/run\n",
			[]string{"data /srv/run"}},
		{"folders of Syncthing", "/usr/bin/syncthing", "var/lib/syncthing/config.xml",
			"<configuration>\n<folder id=\"a\" path=\"/srv/a\" type=\"sendreceive\"></folder>\n" +
				"<folder id=\"b\" path=\"/srv/b\" type=\"sendonly\"></folder>\n</configuration>\n",
			[]string{"data /srv/a"}},
		{"pipelines of Logstash", "/usr/share/logstash/bin/logstash", "etc/logstash/conf.d/a.conf",
			"input {\n file {\n  path => \"/srv/in\"\n  sincedb_path => \"/srv/db\"\n }\n}\n" +
				"output {\n if [a] {\n  file {\n   path => \"/srv/out/%{+YYYY}.log\"\n  }\n }\n}\n",
			[]string{"state /srv/db", "data /srv/out"}},
		{"lists of places", "/opt/kafka/bin/kafka-server-start.sh", "etc/kafka/server.properties", "log.dirs=/srv/a,/srv/b\n", []string{"data /srv/a,/srv/b"}},
		{"commands of sudo", "/usr/bin/exampled", "etc/exampled.conf",
			"do = sudo -n /x\nlist = [\"/usr/bin/sudo\", \"-n\"]\nlist = [\"sudo\", \"-n\"]\nrun = sudo mount a\nto = sudo smartctl -A a\n" +
				"group = sudo\ngroups = [\"sudo\", \"adm\"]\nAllowGroups sudo adm\ndescription = sudo is needed\ntitle = sudo -n\n",
			[]string{"program sudo -n /x", "program /usr/bin/sudo", "program sudo", "program sudo mount a", "program sudo smartctl -A a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, f := range Of(treeOf(t, map[string]string{test.file: test.text}), Request{Program: test.program}).Facts {
				if !f.Default {
					got = append(got, string(f.Meaning)+" "+strings.Join(f.Values, ","))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestIncludedRoutes holds that files count which the configuration of syslog-ng includes.
func TestIncludedRoutes(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/syslog-ng/syslog-ng.conf": "@version: 4.8\n@include \"scl.conf\"\n@include 'local/*.conf'\n",
		"etc/syslog-ng/local/a.conf":   "destination d_a { file(\"/srv/a.log\"); };\n",
	})
	want := []string{"log /srv/a.log etc/syslog-ng/local/a.conf:1"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/syslog-ng"}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
