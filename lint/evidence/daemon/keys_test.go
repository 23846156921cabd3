package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// words are the arguments of a command line.
func wordsOf(texts ...string) []invocation.Word {
	var all []invocation.Word
	for _, text := range texts {
		all = append(all, invocation.Word{Text: text, Known: true})
	}
	return all
}

// TestKeys holds what single keys of known programs mean: those whose names count from some
// directory, those that depend on others around them, those in forms of their own, and that
// logs and places for data count that no row has.
func TestKeys(t *testing.T) {
	for title, c := range map[string]struct {
		file, text string
		request    Request
		want       []string
	}{
		"from the file": {"etc/dnscrypt-proxy/dnscrypt-proxy.toml", "log_file = 'off'\n[sources.'x']\ncache_file = 'x.md'\n",
			Request{Program: "/usr/bin/dnscrypt-proxy"}, []string{"state /etc/dnscrypt-proxy/x.md etc/dnscrypt-proxy/dnscrypt-proxy.toml:3"}},
		"beside the program": {"opt/dns/dnscrypt-proxy.toml", "log_file = '/srv/x.log'\n", Request{Program: "/opt/dns/dnscrypt-proxy"},
			[]string{"log /srv/x.log opt/dns/dnscrypt-proxy.toml:1"}},
		"from an option": {"etc/openvpn/server/a.conf", "status status.log\nlog /srv/x.log\nifconfig-pool-persist ipp.txt 0\n", Request{
			Program: "/usr/sbin/openvpn", Arguments: wordsOf("--cd", "/etc/openvpn/server", "--config", "a.conf")}, []string{
			"log /etc/openvpn/server/status.log etc/openvpn/server/a.conf:1", "log /srv/x.log etc/openvpn/server/a.conf:2",
			"state /etc/openvpn/server/ipp.txt etc/openvpn/server/a.conf:3"}},
		"from a key": {"etc/nsd/nsd.conf", "server:\n  zonesdir: \"/srv/zones\"\n  port: 5353\nzone:\n  zonefile: a.zone\n  request-xfr: 192.0.2.1 NOKEY\n" +
			"pattern:\n  zonefile: \"/srv/p/%s.zone\"\n  request-xfr: 192.0.2.1 NOKEY\nzone:\n  zonefile: /srv/b.zone\n", Request{Program: "/usr/sbin/nsd"},
			[]string{"port 5353 etc/nsd/nsd.conf:3", "zone /srv/zones/a.zone etc/nsd/nsd.conf:5", "data /srv/p etc/nsd/nsd.conf:8"}},
		"a socket for control": {"etc/unbound/unbound.conf", "server:\n  port: 5353\nremote-control:\n  control-interface: /run/u.ctl\n", Request{
			Program: "/usr/sbin/unbound"}, []string{"port 5353 etc/unbound/unbound.conf:2"}},
		"one that is on": {"etc/unbound/unbound.conf", "server:\n  port: 5353\nremote-control:\n  control-interface: /run/u.ctl\n  control-enable: yes\n",
			Request{Program: "/usr/sbin/unbound"}, []string{"port 5353 etc/unbound/unbound.conf:2", "socket /run/u.ctl etc/unbound/unbound.conf:4"}},
		"zones that are fetched": {"etc/knot/knot.conf", "zone:\n  - domain: x\n    storage: /srv/z\n    master: m\nlog:\n  - target: syslog\n", Request{
			Program: "/usr/sbin/knotd"}, []string{"data /srv/z etc/knot/knot.conf:3", "port 53", "udp-port 53"}},
		"zones that are read": {"etc/knot/knot.conf", "zone:\n  - domain: x\n    storage: /srv/z\n", Request{Program: "/usr/sbin/knotd"},
			[]string{"port 53", "udp-port 53"}},
		"Lua": {"etc/knot-resolver/kresd.conf", "-- cache.storage = 'lmdb:///srv/a'\ncache.open(100 * MB, 'lmdb:///srv/b')\n", Request{
			Program: "/usr/sbin/kresd"}, []string{"data /srv/b etc/knot-resolver/kresd.conf:2"}},
		"JSON with comments": {"etc/kea/kea-dhcp4.conf", "// leases\n{ \"Dhcp4\": {\n\t\"lease-database\": { # here\n\t\"name\": \"/srv/a/#.csv\" /* x\n" +
			"*/ }, } }\n", Request{Program: "/usr/sbin/kea-dhcp4"}, []string{"data /srv/a etc/kea/kea-dhcp4.conf:4"}},
		"leases that are forgotten": {"etc/kea/kea-dhcp4.conf", "{ \"Dhcp4\": { \"lease-database\": { \"name\": \"/srv/a/x.csv\", \"persist\": false } } }",
			Request{Program: "/usr/sbin/kea-dhcp4"}, nil},
		"an inline table": {"etc/routedns/config.toml", "[groups.a]\nbackend = {type = \"memory\", filename = \"/srv/a.json\"}\n", Request{
			Program: "/usr/bin/routedns"}, []string{"state /srv/a.json etc/routedns/config.toml:2"}},
		"SQLite": {"etc/powerdns/pdns.conf", "local-port=5300\ngsqlite3-database=/srv/a/pdns.db\napi=yes\n", Request{Program: "/usr/sbin/pdns_server"},
			[]string{"port 5300 etc/powerdns/pdns.conf:1", "state /srv/a/pdns.db etc/powerdns/pdns.conf:2"}},
		"signed zones": {"etc/bind/named.conf", "zone \"a\" { type primary; file \"/srv/a\"; dnssec-policy default; };\n" +
			"zone \"b\" { type primary; file \"/srv/b/b\"; dnssec-policy none; };\n", Request{Program: "/usr/sbin/named"},
			[]string{"data /srv etc/bind/named.conf:1", "port 53", "udp-port 53"}},
		"a name on the command line": {"etc/ppp/peers/a", "logfile /srv/x.log\n", Request{Program: "/usr/sbin/pppd", Arguments: wordsOf("call", "a")},
			[]string{"log /srv/x.log etc/ppp/peers/a:1"}},
		"no row has it": {"etc/stubby/stubby.yml", "state_dir: /srv/a\nuser: x\n", Request{Program: "/usr/bin/stubby"},
			[]string{"data /srv/a? etc/stubby/stubby.yml:1"}},
		"no row with a reader has it": {"etc/inspircd/inspircd.conf", "<path logdir=\"/srv/l\" moduledir=\"/srv/m\">\n", Request{
			Program: "/usr/sbin/inspircd"}, []string{"data /srv/l? etc/inspircd/inspircd.conf:1"}},
		"volumes": {"etc/copyparty.conf", "[global]\n  p: 80, 443, 3923\n[accounts]\n  a: b\n" +
			"[/]\n  /srv/a\n  accs:\n    r: *\n[/b]\n  /srv/b\n  accs:\n    rw: a\n", Request{
			Program: "/usr/bin/copyparty", Arguments: wordsOf("-c", "/etc/copyparty.conf")}, []string{
			"port 80,443,3923 etc/copyparty.conf:2", "served /srv/b etc/copyparty.conf:10"}},
		"a share called as data": {"etc/rsyncd.conf", "[data]\npath = /srv/a\n[cache]\npath = /srv/b\nread only = no\n", Request{Program: "/usr/bin/rsync"},
			[]string{"served /srv/b etc/rsyncd.conf:4", "port 873"}},
		"a directory that is shared": {"etc/samba/smb.conf", "[data]\ndirectory = /srv/a\n[work]\ndirectory = /srv/b\nread only = no\n", Request{
			Program: "/usr/sbin/smbd"}, []string{"served /srv/b etc/samba/smb.conf:4", "port 445"}},
		"a log that is a socket": {"etc/haproxy/haproxy.cfg", "global\n  log /run/log local0\n  server-state-file /srv/state\n", Request{
			Program: "/usr/sbin/haproxy"}, []string{"input /srv/state etc/haproxy/haproxy.cfg:3"}},
		"a token that is read": {"etc/vault.d/vault.hcl", "auto_auth {\n  method \"jwt\" {\n    config = {\n      path = \"/srv/jwt\"\n    }\n  }\n" +
			"  sink \"file\" {\n    config = {\n      path = \"/srv/token\"\n    }\n  }\n}\n", Request{Program: "/usr/bin/vault"}, []string{
			"input /srv/jwt etc/vault.d/vault.hcl:4", "state /srv/token etc/vault.d/vault.hcl:9", "port 8200"}},
		"tags": {"etc/inspircd/inspircd.conf", "#<pid file=\"/srv/y.pid\">\n<pid file=\"/srv/x.pid\">\n<log method=\"file\"\n target=\"/srv/x.log\">\n", Request{
			Program: "/usr/sbin/inspircd"}, []string{"pid-file /srv/x.pid etc/inspircd/inspircd.conf:2", "log /srv/x.log etc/inspircd/inspircd.conf:4"}},
		"tags in a line": {"etc/inspircd/inspircd.conf", "<bind port=\"6667\"> <LOG target=\"/srv/a <b.log\"><pid file=\"/srv/x.pid\">\n", Request{
			Program: "/usr/sbin/inspircd"}, []string{"port 6667 etc/inspircd/inspircd.conf:1", "log /srv/a <b.log etc/inspircd/inspircd.conf:1",
			"pid-file /srv/x.pid etc/inspircd/inspircd.conf:1"}},
		"parameters of modules": {"etc/kamailio/kamailio.cfg", "#!KAMAILIO\n" +
			"modparam(\"ctl\", \"binrpc\", \"unix:/srv/ctl\")\nmodparam(\"x\", \"binrpc\", \"unix:/srv/x\")\n" +
			"",
			Request{Program: "/usr/sbin/kamailio"}, []string{"socket /srv/ctl etc/kamailio/kamailio.cfg:2"}},
		"modules": {"etc/pulse/system.pa", "load-module module-pipe-sink file=/tmp/x rate=1\nload-module module-x file=/srv/x\n",
			Request{Program: "/usr/bin/pulseaudio"},
			[]string{"pipe /tmp/x etc/pulse/system.pa:1"}},
		"a place for mail": {"etc/getmailrc", "[destination]\ntype = Maildir\npath = /srv/mail/\n", Request{Program: "/usr/bin/getmail"},
			[]string{"data /srv/mail etc/getmailrc:3"}},
		"a command for mail": {"etc/getmailrc", "[destination]\npath = /usr/bin/x\ntype = MDA_external\n", Request{Program: "/usr/bin/getmail"},
			[]string{"program /usr/bin/x etc/getmailrc:2"}},
		"what is off": {"etc/suricata/suricata.yaml", "" +
			"outputs:\n- eve-log:\n    filename: /srv/a.json\n    enabled: no\n- http-log:\n    enabled: yes\n    filename: /srv/b\n" +
			"",
			Request{Program: "/usr/bin/suricata"}, []string{"log /srv/b etc/suricata/suricata.yaml:7"}},
		"one of two that is off": {"etc/suricata/suricata.yaml", "" +
			"outputs:\n- eve-log:\n    enabled: no\n    filename: /srv/a.json\n- eve-log:\n    filename: /srv/b.json\n    enabled: Yes\n",
			Request{Program: "/usr/bin/suricata"}, []string{"log /srv/b.json etc/suricata/suricata.yaml:6"}},
		"a switch that is set again": {"var/lib/deluged/config/core.conf", "" +
			"{\n\"file\": 1\n}{\n\"move_completed\": true,\n\"move_completed_path\": \"/srv/a\",\n\"move_completed\": false\n}\n",
			Request{Program: "/usr/bin/deluged"}, nil},
		"exports": {"etc/nbd-server/config", "[a]\nexportname = /srv/a\n[b]\nreadonly = true\nexportname = /srv/b\n[c]\nexportname = /dev/sdb\n", Request{
			Program: "/usr/bin/nbd-server"}, []string{"served /srv/a etc/nbd-server/config:2", "input /srv/b etc/nbd-server/config:5",
			"device /dev/sdb etc/nbd-server/config:7", "port 10809"}},
		"logins that write": {"etc/vsftpd.conf", "local_root=/srv/a\nlocal_enable=YES\nwrite_enable=YES\nanon_root=/srv/b\n",
			Request{Program: "/usr/sbin/vsftpd"},
			[]string{"served /srv/a etc/vsftpd.conf:1", "port 21"}},
		"transports": {"etc/exim4/exim4.conf", "aliases:\n  driver = redirect\n  file = /srv/a\nlocal:\n  driver = appendfile\n  file = /srv/mail/$local_part\n",
			Request{
				Program: "/usr/sbin/exim4"}, []string{"data /srv/mail etc/exim4/exim4.conf:6", "port 25"}},
		"homes of users": {"etc/dovecot/dovecot.conf", "userdb {\n  args = uid=vmail home=/srv/vmail/%d\n}\npassdb {\n  args = /srv/users\n}\n", Request{
			Program: "/usr/sbin/dovecot"}, []string{"data /srv/vmail etc/dovecot/dovecot.conf:2"}},
		"variables": {"etc/freeradius/3.0/radiusd.conf", "localstatedir = /srv\nlogdir = ${localstatedir}/log\nlisten {\n  port = 0\n}\n", Request{
			Program: "/usr/sbin/freeradius"}, []string{"data /srv/log etc/freeradius/3.0/radiusd.conf:2"}},
		"milters": {"etc/opendkim.conf", "Socket inet:891@localhost\n", Request{Program: "/usr/sbin/opendkim"}, []string{"listen 891 etc/opendkim.conf:1"}},
		"ports of others": {"etc/mihomo/config.yaml", "port: 7890\nproxies:\n- {name: a, port: 443}\nlisteners:\n- {name: b, port: 99}\n", Request{
			Program: "/usr/bin/mihomo"}, []string{"port 7890 etc/mihomo/config.yaml:1", "port 99 etc/mihomo/config.yaml:5"}},
		"inputs that connect": {"etc/logstash/conf.d/a.conf", "input {\n  imap {\n    port => 993\n  }\n  syslog {\n    port => 514\n  }\n}\n", Request{
			Program: "/usr/share/logstash/bin/logstash"}, []string{"port 514 etc/logstash/conf.d/a.conf:6"}},
		"an address that is asked": {"etc/mediamtx.yml", "rtspAddress: :554\nauthHTTPAddress: http://auth:80/x\n", Request{Program: "/usr/bin/mediamtx"},
			[]string{"listen 554 etc/mediamtx.yml:1"}},
		"a zone that is read beside others": {"etc/knot/knot.conf", "zone:\n  - domain: x\n    file: /srv/x.zone\n" +
			"  - domain: y\n    master: m\n    file: /srv/y.zone\n",
			Request{Program: "/usr/sbin/knotd"}, []string{"zone /srv/y.zone etc/knot/knot.conf:6", "port 53", "udp-port 53"}},
		"zones of a template": {"etc/knot/knot.conf", "template:\n  - id: default\n    dnssec-signing: on\nzone:\n  - domain: x\n    file: /srv/x.zone\n",
			Request{Program: "/usr/sbin/knotd"}, []string{"zone /srv/x.zone etc/knot/knot.conf:6", "port 53", "udp-port 53"}},
		"actions": {"etc/smtpd.conf", "action a maildir \"/srv/mail/%{user.username}\" alias file:/etc/mail/aliases\naction b mda \"/usr/bin/rspamc\"\n" +
			"action c relay host smtps://a@example.org\n", Request{Program: "/usr/sbin/smtpd"}, []string{"data /srv/mail etc/smtpd.conf:1", "port 25"}},
		"a protocol behind a socket": {"etc/manticoresearch/manticore.conf", "searchd {\n  listen = /srv/m.s:mysql\n}\n", Request{
			Program: "/usr/bin/searchd"}, []string{"socket /srv/m.s etc/manticoresearch/manticore.conf:2"}},
		"options behind a socket": {"etc/rspamd/rspamd.conf", "options {\n  control_socket = \"/srv/x.sock mode=0600\";\n}\n", Request{
			Program: "/usr/bin/rspamd"}, []string{"socket /srv/x.sock etc/rspamd/rspamd.conf:2"}},
		"several documents": {"etc/mediamtx.yml", "logFile: /srv/a.log\n---\nrecordPath: x\npathDefaults:\n  recordPath: /srv/r/%path\n", Request{
			Program: "/usr/bin/mediamtx"}, []string{"log /srv/a.log etc/mediamtx.yml:1", "data /srv/r etc/mediamtx.yml:5"}},
		"options of a directory": {"etc/wpa_supplicant/wpa_supplicant.conf", "ctrl_interface=DIR=/run/w GROUP=netdev\n", Request{
			Program: "/usr/sbin/wpa_supplicant"}, []string{"sockets /run/w etc/wpa_supplicant/wpa_supplicant.conf:1"}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(treeOf(t, map[string]string{c.file: c.text}), c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
}

// TestSocketsInside holds that sockets count that a value ends with.
func TestSocketsInside(t *testing.T) {
	tree := treeOf(t, map[string]string{"etc/tor/torrc": "HiddenServicePort 80 unix:/tmp/web.sock\nContactInfo see /tmp or so, or maybe /x.sock\n"})
	found := Of(tree, Request{Program: "/usr/bin/tor"}).Sockets
	if len(found) != 1 || found[0].Value != "unix:/tmp/web.sock" {
		t.Errorf("%v", found)
	}
}

// TestHomes holds that places in home directories count behind schemes and among words, and
// neither in prose nor where they are left out.
func TestHomes(t *testing.T) {
	tree := treeOf(t, map[string]string{"etc/homes.conf": "maps = hash:/home/a/x\nsource = file:///home/b/x?name=y\nkey = <\"/home/c\"\n" +
		"run = once exec /home/d/x\ncomment = see /home/e for it\nexclude = a /home/f\nurl = http://home/g\nport = 80\n"})
	var got []string
	for _, s := range Of(tree, Request{Program: "/usr/bin/homes"}).Named {
		got = append(got, s.Value)
	}
	if diff := cmp.Diff([]string{"/home/a/x", "/home/b/x", "/home/d/x"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
