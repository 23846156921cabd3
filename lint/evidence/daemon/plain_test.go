package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestPlain holds what statements of programs that nobody knows mean by their values, or by few words:
// devices, ports of their own, servers, sudo and the socket of the system's log.
func TestPlain(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"port: serial:///dev/ttyUSB0?baud=9600\n", "device /dev/ttyUSB0"},
		{"modem: /dev/ttyACM1:115200\n", "device /dev/ttyACM1"},
		{"tpm: /dev/tpmrm0\nkeyboard: /dev/input/event3\n", "device /dev/tpmrm0; device /dev/input/event3"},
		{"null: /dev/null\nlog: /dev/log\nurl: http://example.org/dev/ttyUSB0\n", ""},
		{"port: 80\n", "port 80"},
		{"server:\n  port: 443\n", "port 443"},
		{"http_port: 80\n", "port 80"},
		{"port: 22\n", ""},
		{"host: db.example.org\nport: 80\n", ""},
		{"server:\n  host: a.example.org\n  port: 443\n", ""},
		{"upstream:\n  port: 80\n", ""},
		{"server:\n  host: 0.0.0.0\n  port: 443\n", "port 443"},
		{"server:\n  fqdn: hub.example.org\n  port: 443\n", ""},
		{"server:\n  name: hub.example.org\n  port: 443\n", ""},
		{"server:\n  hostname: a.example.org\n  http:\n    port: 443\n", ""},
		{"server:\n  port: 443\n  scheme: https\n", ""},
		{"remote: vpn.example.org\nport: 443\n", ""},
		{"router:\n  http_port: 80\n", ""},
		{"router:\n  ip: 10.0.0.1\n  listen_port: 80\n", ""},
		{"http:\n  proxy: none\n  port: 80\n", ""},
		{"broker: 192.0.2.7\n", "server 192.0.2.7"},
		{"brokers: [k.example.org:9092]\n", "server k.example.org"},
		{"upstream: 192.0.2.9:53\n", "server 192.0.2.9"},
		{"webhook: https://h.example.org/x\n", "server h.example.org"},
		{"broker: localhost\nupstream: 127.0.0.1:53\nurl: https://me.example.org\n", ""},
		{"use_sudo: true\n", "sudo"},
		{"run_with_sudo: yes\n", "sudo"},
		{"remote:\n  sudo: yes\nsudo: no\nsudoers: true\n", ""},
		{"allow_sudo: true\nmonitor_sudo: yes\n", ""},
		{"detect:\n  sudo: true\nmodules:\n  sudo: yes\n", ""},
		{"ansible:\n  use_sudo: true\ninventory:\n  use_sudo: true\n", ""},
		{"serial:\n  enabled: false\n  port: /dev/ttyUSB0\ntun:\n  enable: false\n  device: /dev/net/tun\n", ""},
		{"serial:\n  enabled: true\n  port: /dev/ttyUSB0\n", "device /dev/ttyUSB0"},
		{"deny: [/dev/fuse]\nexclude_device: /dev/kvm\nblacklist_port: /dev/ttyS0\n", ""},
		{"link:\n  mode: tcp\n  serial_port: /dev/ttyUSB0\n", ""},
		{"link:\n  mode: rtu\n  serial_port: /dev/ttyUSB0\n", "device /dev/ttyUSB0"},
		{"log: syslog\n", "socket unix:/dev/log"},
		{"use_syslog: yes\n", "socket unix:/dev/log"},
		{"logging:\n  output: syslog\n", "socket unix:/dev/log"},
		{"log: syslog\nsyslog_host: l.example.org\n", ""},
		{"log_to: syslog\nloghost: l.example.org\n", ""},
		{"logging:\n  output: syslog\n  syslog:\n    remote: l.example.org\n", ""},
		{"inputs:\n  syslog: true\ncollect_syslog: true\n", ""},
		{"parsers:\n  log: syslog\n  driver: syslog\nlabels:\n  log: syslog\n", ""},
		{"parser: syslog\nsyslog: no\n", ""},
	} {
		c := Of(treeOf(t, map[string]string{"etc/a.yaml": test.text}), Request{Program: "/usr/bin/a"})
		var got []string
		for _, f := range c.Facts {
			if f.Plain {
				got = append(got, string(f.Meaning)+" "+strings.Join(f.Values, ","))
			}
		}
		for _, s := range c.Servers {
			got = append(got, "server "+s.Value)
		}
		for range c.Raising {
			got = append(got, "sudo")
		}
		for _, s := range c.Sockets {
			got = append(got, "socket "+s.Value)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

// TestPortsOfServers holds that a port is not that of a client, nor of a program that shares the configuration of a server.
func TestPortsOfServers(t *testing.T) {
	for _, test := range []struct {
		program, file string
		want          bool
	}{
		{"account-server", "account-server.conf", true},
		{"account-auditor", "account-server.conf", false},
		{"example-agent", "example.conf", false},
		{"example-exporter", "config.ini", false},
		{"exampled", "client.conf", false},
		{"exampled", "exampled.conf", true},
		{"exampled", "server.conf", true},
	} {
		tree := treeOf(t, map[string]string{"etc/example/" + test.file: "bind_ip = 0.0.0.0\nbind_port = 80\n"})
		got := false
		argument := invocation.Word{Text: "/etc/example/" + test.file, Written: "/etc/example/" + test.file, Known: true}
		for _, f := range Of(tree, Request{Program: "/usr/bin/" + test.program, Arguments: []invocation.Word{argument}, Named: []string{argument.Text}}).Facts {
			got = got || f.Meaning == Port && f.Plain
		}
		if got != test.want {
			t.Errorf("%s of %s: the port is its own: %t, want %t", test.file, test.program, got, test.want)
		}
	}
}

// TestOwnSocket holds that a socket is a program's own which is called like it, or whose directory is.
func TestOwnSocket(t *testing.T) {
	for socket, want := range map[string]bool{
		"/run/exampled.sock": true, "/run/example/ctl.sock": true, "/run/other.sock": false, "/run/redis/redis.sock": false, "/srv/example/deep/x.sock": false,
	} {
		tree := treeOf(t, map[string]string{"etc/exampled.yaml": "socket: " + socket + "\n"})
		got := false
		for _, f := range Of(tree, Request{Program: "/usr/bin/exampled"}).Facts {
			got = got || f.Meaning == Socket && f.Plain
		}
		if got != want {
			t.Errorf("%s: %v, want %v", socket, got, want)
		}
	}
}
