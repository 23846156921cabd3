package binary

import (
	"slices"
	"strings"
	"testing"
)

func TestServes(t *testing.T) {
	for _, c := range []struct {
		imports, want string
	}{
		{"bind getaddrinfo", "bind getaddrinfo"},
		{"accept gethostbyname", "accept gethostbyname"},
		{"bind listen", ""},                      // a socket in the file system
		{"bind inet_pton inet_ntop", ""},         // addresses that it prints
		{"getaddrinfo connect", ""},              // a client
		{"MHD_start_daemon", "MHD_start_daemon"}, // a library takes the connections
		{"socket_tcp6b connect", "socket_tcp6b"},
	} {
		if got := read(t, object{imports: strings.Fields(c.imports)}.made(t)).Serves(); !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("%s: %q, want %q", c.imports, got, c.want)
		}
	}
}

func TestScriptsServe(t *testing.T) {
	for _, c := range []struct {
		script string
		want   bool
	}{
		{"#!/usr/bin/python3\nimport socket\ns = socket.socket(socket.AF_INET)\ns.bind(('', 80))\n", true},
		{"#!/usr/bin/python3\nimport socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('/run/x')\n", false},
		{"#!/usr/bin/perl\nuse IO::Socket::INET;\nmy $s = IO::Socket::INET->new();\n$s->accept();\n", true},
		{"#!/usr/bin/perl\nuse Net::Server;\n", true},
		{"#!/usr/bin/perl\nuse IO::Socket::UNIX;\n$s->accept();\n", false},
	} {
		if got := len(read(t, []byte(c.script)).Serves()) > 0; got != c.want {
			t.Errorf("%s: %t, want %t", c.script, got, c.want)
		}
	}
}

func TestAccountsAmongStrings(t *testing.T) {
	for constants, want := range map[string]string{"\x00nobody\x00": "nobody", "\x00nobody knows\x00": "", "": ""} {
		if got := strings.Join(read(t, object{imports: []string{"setuid"}, constants: constants}.made(t)).Accounts, " "); got != want {
			t.Errorf("%q: %q, want %q", constants, got, want)
		}
	}
}

func TestShellCommands(t *testing.T) {
	p := read(t, []byte("#!/bin/sh\n# mount nothing\nif true; then /bin/chown x /y; fi\necho su\nexec chroot /srv daemon\nulimit -n 10\n"))
	if want := []string{"chown", "chroot", "setrlimit"}; !slices.Equal(p.Imports, want) {
		t.Errorf("%q, want %q", p.Imports, want)
	}
	if p := read(t, []byte("#!/usr/bin/awk -f\nchown\n")); len(p.Imports) > 0 {
		t.Errorf("%q of a script that is no shell's", p.Imports)
	}
}

func TestNetworks(t *testing.T) {
	for script, want := range map[string]string{
		"#!/usr/bin/python3\nimport os, http.server\n":    "http.server",
		"#!/usr/bin/python3\nimport httpapi\nimport os\n": "",
		"#!/usr/bin/perl\nuse Net::DNS;\n":                "Net::DNS",
		"#!/usr/bin/node\nrequire('node:http')\n":         "node:http",
		"#!/bin/sh\nimport socket\n":                      "",
	} {
		if got := read(t, []byte(script)).Networks(); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
}

func TestSteps(t *testing.T) {
	p := read(t, []byte("#!/bin/sh\nRUN=/run/example\nmkdir --parents \"$RUN\" ${OTHER}/x; touch /not/seen\nif x; then\n  mkdir /run/perhaps\nfi\n"+
		"chown -R a:b \"${RUN}\" || exit 1\nchgrp b /run/*\n[ -d /run/a ] || mkdir /run/a\ntest ! -e /run/b && mkdir -p /run/b\n"+
		"[ -d /run/c ] && mkdir /run/c/d\necho 'a > b' \"$X\" > /run/e\nprintf x >&2\necho x | cat > /run/f\n"+
		"echo a > /dev/null\necho 'usage: x > /run/g'\necho \"x > /run/h\"\necho \"a; b\">/run/i\n"))
	want := Steps{Makes: []string{"/dev/null", "/run/a", "/run/b", "/run/e", "/run/example", "/run/i"}, GivesAway: []string{"/run/example"}}
	if !slices.Equal(p.Steps.Makes, want.Makes) ||
		!slices.Equal(p.Steps.GivesAway, want.GivesAway) {
		t.Errorf("%+v, want %+v", p.Steps, want)
	}
}

func TestOfferedBelowTmp(t *testing.T) {
	for constants, want := range map[string]string{
		"\x00  -p  \tSocket for clients (DEFAULT: /tmp/collect.pipe)\n  -q\x00": "/tmp/collect.pipe",
		"\x00/tmp/example.sock\x00":                         "/tmp/example.sock",
		"\x00/tmp/example.log\x00":                          "",
		"\x00the socket to use, e.g. /tmp/example.sock\x00": "",
		"\x00a pipe\x00the default is /tmp/example\x00":     "",
		"\x00/tmp/\x00":                                     "",
	} {
		if got := strings.Join(read(t, object{imports: []string{"bind"}, constants: constants}.made(t)).Offered, " "); got != want {
			t.Errorf("%q: %q, want %q", constants, got, want)
		}
	}
}
