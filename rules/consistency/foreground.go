package consistency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// placement says by which words of its command line a program stays in the
// foreground or goes to the background. A text of several words stands for words
// that follow each other.
type placement struct {
	programs   []string
	foreground []string
	background []string
	source     string
}

// placements are programs whose options decide, each from its manual page.
var placements = []placement{
	{[]string{"acpid", "atd", "collectd", "crond", "cron", "rpcbind", "incrond"}, []string{"-f"}, nil, "acpid(8), atd(8), collectd(1), cron(8), " +
		"rpcbind(8), incrond(8)"},
	{[]string{"activemq", "neo4j"}, []string{"console"}, []string{"start"}, "the documentation of ActiveMQ, Neo4j's operations manual"},
	{[]string{"apache2", "httpd"}, []string{"-DFOREGROUND", "-D FOREGROUND", "-DNO_DETACH", "-D NO_DETACH", "-X"}, nil, "httpd(8)"},
	{[]string{"apache2ctl", "apachectl"}, []string{"-DFOREGROUND", "-D FOREGROUND", "-DNO_DETACH", "-D NO_DETACH", "-X"}, []string{"start"}, "apachectl(8)"},
	{[]string{"apcupsd"}, []string{"-b"}, nil, "apcupsd(8)"},
	{[]string{"aria2c"}, nil, []string{"-D", "--daemon", "--daemon=true"}, "aria2c(1)"},
	{[]string{"autossh", "ssh"}, nil, []string{"-f"}, "autossh(1), ssh(1)"},
	{[]string{"avahi-daemon"}, nil, []string{"-D", "--daemonize"}, "avahi-daemon(8)"},
	{[]string{"bitcoind", "litecoind", "dogecoind"}, []string{"-daemon=0"}, []string{"-daemon", "--daemon", "-daemon=1", "-daemonwait"}, "bitcoind(1)"},
	{[]string{"celery"}, nil, []string{"multi start", "--detach"}, "the documentation of Celery, daemonization"},
	{[]string{"chronyd", "ntpd"}, []string{"-n", "-d"}, nil, "chronyd(8), ntpd(8)"},
	{[]string{"clamd", "freshclam"}, []string{"-F", "--foreground", "--foreground=true"}, []string{"-d", "--daemon"}, "clamd(8), freshclam(1)"},
	{[]string{"cupsd"}, []string{"-f", "-F"}, nil, "cupsd(8)"},
	{[]string{"dbus-daemon"}, []string{"--nofork"}, []string{"--fork"}, "dbus-daemon(1)"},
	{[]string{"dhclient", "deluged", "unbound", "nsd"}, []string{"-d", "--do-not-daemonize"}, nil, "dhclient(8), deluged(1), unbound(8), nsd(8)"},
	{[]string{"dhcpcd"}, []string{"-B", "--nobackground"}, []string{"-b", "--background"}, "dhcpcd(8)"},
	{[]string{"dhcpd"}, []string{"-f", "-d"}, nil, "dhcpd(8)"},
	{[]string{"dnsmasq"}, []string{"-k", "--keep-in-foreground", "-d", "--no-daemon"}, nil, "dnsmasq(8)"},
	{[]string{"dropbear"}, []string{"-F"}, nil, "dropbear(8)"},
	{[]string{"elasticsearch", "opensearch", "gearmand", "pgbouncer", "ulogd", "vnstatd"}, []string{"-n", "--nodaemon"}, []string{"-d", "--daemon", "--daemonize"},
		"Elasticsearch's documentation, gearmand(8), pgbouncer(1), ulogd(8), vnstatd(8)"},
	{[]string{"emqx"}, []string{"foreground", "console"}, []string{"start"}, "the documentation of EMQX, command line"},
	{[]string{"exim", "exim4"}, []string{"-bdf"}, []string{"-bd"}, "exim(8)"},
	{[]string{"freeradius", "radiusd"}, []string{"-f", "-X"}, nil, "freeradius(8)"},
	{[]string{"gunicorn"}, nil, []string{"-D", "--daemon"}, "the settings of Gunicorn, daemon"},
	{[]string{"haproxy"}, []string{"-db", "-W", "-Ws"}, []string{"-D"}, "haproxy(1)"},
	{[]string{"hostapd", "wpa_supplicant"}, nil, []string{"-B"}, "hostapd(8), wpa_supplicant(8)"},
	{[]string{"i3lock"}, []string{"-n", "--nofork"}, nil, "i3lock(1)"},
	{[]string{"inetd", "xinetd"}, []string{"-i", "-dontfork"}, nil, "inetd(8), xinetd(8)"},
	{[]string{"kafka-server-start.sh", "zookeeper-server-start.sh"}, nil, []string{"-daemon"}, "the scripts of Kafka"},
	{[]string{"keepalived"}, []string{"-n", "--dont-fork"}, nil, "keepalived(8)"},
	{[]string{"lighttpd", "mini_httpd", "thttpd"}, []string{"-D"}, nil, "lighttpd(8), mini_httpd(8), thttpd(8)"},
	{[]string{"memcached"}, nil, []string{"-d", "--daemon"}, "memcached(1)"},
	{[]string{"mongod", "mongos"}, nil, []string{"--fork"}, "mongod(1)"},
	{[]string{"monit"}, []string{"-I"}, nil, "monit(1)"},
	{[]string{"nagios", "nagios3", "nagios4", "naemon"}, nil, []string{"-d", "--daemon"}, "nagios(8)"},
	{[]string{"named"}, []string{"-f", "-g"}, nil, "named(8)"},
	{[]string{"nginx"}, []string{"daemon off;"}, []string{"daemon on;"}, "https://nginx.org/en/docs/ngx_core_module.html#daemon"},
	{[]string{"nmbd", "smbd", "winbindd", "samba"}, []string{"-F", "--foreground", "-i", "--interactive"}, []string{"-D", "--daemon"}, "smbd(8)"},
	{[]string{"nrpe"}, []string{"-f", "--no-forking", "-i", "--inetd"}, []string{"-d", "--daemon"}, "nrpe(8)"},
	{[]string{"openvpn"}, nil, []string{"--daemon"}, "openvpn(8)"},
	{[]string{"pdns_server", "pdns_recursor"}, []string{"--daemon=no"}, []string{"--daemon", "--daemon=yes"}, "pdns_server(1)"},
	{[]string{"pg_ctl"}, nil, []string{"start", "restart"}, "pg_ctl(1)"},
	{[]string{"php-fpm"}, []string{"-F", "--nodaemonize"}, []string{"-D", "--daemonize"}, "php-fpm(8)"},
	{[]string{"pm2"}, []string{"--no-daemon"}, []string{"start", "resurrect"}, "the documentation of PM2"},
	{[]string{"pppd"}, []string{"nodetach", "-detach"}, []string{"updetach"}, "pppd(8)"},
	{[]string{"proftpd"}, []string{"-n", "--nodaemon"}, nil, "proftpd(8)"},
	{[]string{"proxysql"}, []string{"-f", "--foreground"}, nil, "the documentation of ProxySQL, command line options"},
	{[]string{"rabbitmq-server"}, nil, []string{"-detached"}, "rabbitmq-server(8)"},
	{[]string{"redis-server", "valkey-server"}, []string{"--daemonize no"}, []string{"--daemonize yes"}, "redis.conf, daemonize"},
	{[]string{"rsync"}, []string{"--no-detach"}, []string{"--daemon"}, "rsync(1)"},
	{[]string{"rsyslogd"}, []string{"-n"}, nil, "rsyslogd(8)"},
	{[]string{"screen"}, []string{"-D"}, []string{"-dm", "-dmS", "-d -m"}, "screen(1)"},
	{[]string{"slapd"}, []string{"-d"}, nil, "slapd(8)"},
	{[]string{"smartd"}, []string{"-n", "--no-fork"}, nil, "smartd(8)"},
	{[]string{"snmpd", "snmptrapd"}, []string{"-f"}, nil, "snmpd(8)"},
	{[]string{"solr"}, []string{"-f", "--foreground"}, []string{"start"}, "Solr's reference guide, Solr control script"},
	{[]string{"squid"}, []string{"-N", "--foreground"}, nil, "squid(8)"},
	{[]string{"sshd"}, []string{"-D", "-d"}, nil, "sshd(8)"},
	{[]string{"supervisord"}, []string{"-n", "--nodaemon"}, nil, "Supervisor's documentation, Running Supervisor"},
	{[]string{"syslog-ng"}, []string{"-F", "--foreground"}, nil, "syslog-ng(8)"},
	{[]string{"tor"}, []string{"--RunAsDaemon 0"}, []string{"--RunAsDaemon 1"}, "tor(1)"},
	{[]string{"transmission-daemon"}, []string{"-f", "--foreground"}, nil, "transmission-daemon(1)"},
	{[]string{"upsd", "upsmon"}, []string{"-F"}, []string{"-B"}, "upsd(8), upsmon(8)"},
	{[]string{"turnserver"}, nil, []string{"-o", "--daemon"}, "turnserver(1)"},
	{[]string{"uwsgi"}, nil, []string{"-d", "--daemonize", "--daemonize2"}, "uwsgi(1)"},
	{[]string{"varnishd"}, []string{"-F", "-d"}, nil, "varnishd(1)"},
	{[]string{"zabbix_agentd", "zabbix_server", "zabbix_proxy"}, []string{"-f", "--foreground"}, nil, "zabbix_agentd(8)"},
	{[]string{"zkServer.sh"}, []string{"start-foreground"}, []string{"start"}, "ZooKeeper's administrator's guide"},
}

// anyProgram are the options that say so of whatever program has them.
var anyProgram = placement{
	foreground: []string{
		"--foreground", "-foreground", "--no-daemon", "--nodaemon", "-nodaemon", "--no-daemonize", "--nodaemonize", "--no-fork", "--nofork",
		"--dont-fork", "--no-detach", "--nodetach", "--no-background", "--keep-in-foreground", "--do-not-daemonize", "-DFOREGROUND",
		"--daemonize=no", "--daemonize=false", "--daemon=no", "--daemon=false",
	},
	background: []string{"--daemonize", "--daemonise", "--daemonize=yes", "--daemonize=true", "--background", "--detach"},
	source:     "the option's own words",
}

// foregroundOnly are programs that never go to the background themselves: they are written for
// a manager of services, as most are that Go's run-time does not let fork, they run what they
// are given, or show no window where they are told to start in the background.
var foregroundOnly = []string{
	"nextcloud", "owncloud", "java", "node", "nodejs", "dotnet", "deno", "bun", "sleep", "tail", "socat", "tcpdump", "uvicorn", "hypercorn", "daphne", "streamlit",
	"prometheus", "alertmanager", "pushgateway", "node_exporter", "blackbox_exporter", "snmp_exporter", "mysqld_exporter", "postgres_exporter", "redis_exporter",
	"grafana-server", "loki", "promtail", "tempo", "mimir", "telegraf", "influxd", "victoria-metrics", "victoria-metrics-prod", "vmagent", "kapacitord",
	"filebeat", "metricbeat", "packetbeat", "auditbeat", "consul", "vault", "nomad", "etcd", "traefik", "coredns", "minio", "gitea", "forgejo",
	"syncthing", "dockerd", "containerd", "kubelet", "k3s", "frps", "frpc", "xray", "v2ray", "sing-box", "mihomo", "hysteria", "headscale", "tailscaled",
	"cloudflared", "AdGuardHome", "vaultwarden", "ollama", "nats-server", "filebrowser", "pocketbase", "navidrome", "geth", "lnd",
}

// TypeContradictsCommand flags services whose program stays in the foreground
// where systemd waits for it to go, or the other way round.
var TypeContradictsCommand = rule(lint.Rule{
	ID:       "type-contradicts-command",
	Summary:  "Type= against an option of the command",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `With Type=forking systemd waits until the process that it started has ended and left a daemon behind. A program that is told to stay in the
foreground never does: the start times out, and the running service is killed. With Type=simple or exec the process that was started is the service: a program
that goes to the background ends it at once, and systemd kills what is left.

The options are known of many daemons; of others those that speak for themselves, such as --foreground and --daemonize.`,
		Symptom: `Type=forking: "start operation timed out. Terminating." Type=simple: "Deactivated successfully" right after the start.`,
		Bad:     "[Service]\nType=forking\nExecStart=/usr/sbin/httpd -DFOREGROUND\n",
		Good:    "[Service]\nType=simple\nExecStart=/usr/sbin/httpd -DFOREGROUND\n",
		Fix: "Take the option away, or use the type that fits: simple, exec or notify for a program in the foreground, forking with PIDFile= for one " +
			"in the background.",
		References: []string{"systemd.service(5)", "daemon(7)"},
	},
	Check: ofService(checkTypeContradictsCommand),
})

// ownProcess are the types for which the process that systemd starts is the
// service; oneshot is not meant to stay.
var ownProcess = []string{"simple", "exec", "idle"}

func checkTypeContradictsCommand(p *lint.Pass, s *service) {
	forking, notifying := s.kind == "forking", s.kind == "notify" || s.kind == "notify-reload"
	if !forking && !notifying && !slices.Contains(ownProcess, s.kind) || s.Unit.Truth("Service", "RemainAfterExit", false) {
		return
	}
	for _, a := range s.All("Service", "ExecStart") {
		for _, command := range a.Verdict.Commands() {
			if command.PathUndecidable || command.ThroughShell {
				continue
			}
			program := path.Base(command.PathExpanded.Text)
			foreground, background := placedBy(command)
			if foreground == nil && background == nil {
				foreground, background = placedByVerb(command)
			}
			if s.Value("Service", "StandardInput") == "socket" {
				background = nil // it serves the one connection that it is handed (rsync(1))
			}
			if notifying && !forksNotifying(s, program) {
				background = nil
			}
			switch {
			case forking && foreground != nil:
				reportPlacement(p, s, a, *foreground, fmt.Sprintf("%s in the foreground, but systemd waits for it to go to the background (Type=forking).",
					keeping(*foreground, program)), "The start times out, and systemd kills the service.")
			case !forking && foreground == nil && background != nil:
				reportPlacement(p, s, a, *background, fmt.Sprintf("%s to the background, but the process that systemd starts is the service (Type=%s).",
					sending(*background, program), s.kind), endOf(program))
			}
		}
	}
}

// sendingReady are programs of which the process that goes to the background tells systemd that it is ready,
// which is not the one that systemd started: it neither hears of that nor knows the process then
// (systemd.service(5), "NotifyAccess="). Others stay in front where they are to notify, as OpenVPN and Redis do.
var sendingReady = []string{"turnserver", "gunicorn"}

// forksNotifying tells that a service of Type=notify ends where its program goes to the background.
func forksNotifying(s *service, program string) bool {
	return slices.Contains(sendingReady, program) && s.Value("Service", "PIDFile") == "" && s.Value("Service", "NotifyAccess") != "all"
}

// keeping says what keeps a program in the foreground: an option or its nature.
func keeping(by decidingWord, program string) string {
	if by.text == program {
		return fmt.Sprintf("'%s' stays", program)
	}
	return fmt.Sprintf("'%s' keeps '%s'", by.text, program)
}

// sending says what sends a program to the background.
func sending(by decidingWord, program string) string {
	if by.text == program {
		return fmt.Sprintf("'%s' goes", program)
	}
	return fmt.Sprintf("'%s' sends '%s'", by.text, program)
}

// endOf says what becomes of a service whose program has gone to the background.
func endOf(program string) string {
	if containerTools[program] {
		return "The service ends right after its start, and systemd does not see the container."
	}
	return "The service ends right after its start, and systemd kills the daemon."
}

// goesItself tells whether an argument is a script that goes to the background itself,
// by the package daemon of Node.js: NodeBB's documentation starts its loader.js with Type=forking.
func goesItself(argument value.Argument) bool { return path.Base(argument.Text) == "loader.js" }

// decidingWord is the place of the word that decides where a program runs.
type decidingWord struct {
	text       string
	start, end int
}

// placedBy finds the words that keep a command's program in the foreground and
// that send it to the background.
func placedBy(command value.Command) (foreground, background *decidingWord) {
	program := path.Base(command.PathExpanded.Text)
	name := strings.TrimRight(strings.TrimRight(program, "0123456789."), "-")
	if slices.Contains(foregroundOnly, program) && !slices.ContainsFunc(command.Arguments, goesItself) {
		return &decidingWord{program, command.Path.Start, command.Path.End}, nil
	}
	known := &anyProgram
	for i := range placements {
		if row := &placements[i]; slices.Contains(row.programs, program) || slices.Contains(row.programs, name) {
			known = row
		}
	}
	arguments := command.Arguments
	if command.ArgvZero && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	return firstOf(arguments, known.foreground), firstOf(arguments, known.background)
}

// firstOf finds the first of the given options among arguments. Options of
// several words are parted in the line or stand inside of one argument.
func firstOf(arguments []value.Argument, options []string) *decidingWord {
	for at, argument := range arguments {
		if argument.Text == "--" {
			return nil
		}
		for _, option := range options {
			first, second, several := strings.Cut(option, " ")
			switch {
			case argument.Text == option, several && strings.Contains(argument.Text, option):
				return &decidingWord{option, argument.Start, argument.End}
			case several && argument.Text == first && at+1 < len(arguments) && arguments[at+1].Text == second:
				return &decidingWord{option, argument.Start, arguments[at+1].End}
			}
		}
	}
	return nil
}

func reportPlacement(p *lint.Pass, s *service, a *unit.Assignment, by decidingWord, message, symptom string) {
	p.Report(finding.Finding{
		Directive: "Type", Range: a.Span(by.start, by.end), Confidence: finding.Likely,
		Message: message, Symptom: symptom,
		Related: wording.Because(s.kindLine, "the type is set here"),
		Advice:  "Take the option away, or use the type of service that fits.",
	})
}
