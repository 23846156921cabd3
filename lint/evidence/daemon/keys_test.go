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
