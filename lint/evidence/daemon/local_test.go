package daemon

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

func TestIsLoopback(t *testing.T) {
	for list, want := range map[string]bool{
		"127.0.0.1":                 true,
		"127.0.0.1 -::1":            true,
		"localhost, \"[::1]:6379\"": true,
		"127.0.0.1:11211":           true,
		"":                          false,
		"*":                         false,
		"127.0.0.1 * -::*":          false,
		"127.0.0.1,192.0.2.1":       false,
		"0.0.0.0:11211":             false,
		"lo":                        false,
	} {
		if got := isLoopback(list); got != want {
			t.Errorf("%q is on the loopback device alone: %v, want %v", list, got, want)
		}
	}
}

// TestLastStatement holds that of redis' statements of a key the last one counts, and
// that of memcached's all do.
func TestLastStatement(t *testing.T) {
	for _, c := range []struct {
		program, text  string
		beyond         string
		onlyOnLoopback bool
	}{
		{"redis-server", "bind 127.0.0.1\nbind 192.0.2.1\n", "192.0.2.1", false},
		{"redis-server", "bind 192.0.2.1\nbind 127.0.0.1\n", "", true},
		{"redis-server", "bind 192.0.2.1\nreplicaof db 6379\nbind 127.0.0.1\n", "", false},
		{"memcached", "-l 192.0.2.1\n-l 127.0.0.1\n", "192.0.2.1", false},
	} {
		tree := treeOf(t, systemdtest.Tree{"etc/x.conf": c.text})
		q := requestOf("/usr/bin/"+c.program, "/etc/x.conf")
		q.Named = []string{"/etc/x.conf"}
		found := Of(tree, q)
		var beyond []string
		for _, f := range found.BeyondLoopback([]string{"/etc/x.conf"}) {
			beyond = append(beyond, f.Setting.Value)
		}
		_, only := found.OnlyLoopback([]string{"/etc/x.conf"})
		if got := strings.Join(beyond, " "); got != c.beyond || only != c.onlyOnLoopback {
			t.Errorf("%s, %q: beyond %q, want %q; on it alone: %t", c.program, c.text, got, c.beyond, only)
		}
	}
}

// TestNoPort holds that a statement that there is no port keeps the usual one away.
func TestNoPort(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "port 6379",
		"port 0\nunixsocket /run/r.sock\n": "socket /run/r.sock etc/redis/redis.conf:2",
		"port 7000\nport 0\n":              "",
		"port 0\nport 7000\n":              "port 7000 etc/redis/redis.conf:2",
	} {
		tree := treeOf(t, systemdtest.Tree{"etc/redis/redis.conf": text})
		if got := strings.Join(facts(Of(tree, Request{Program: "/usr/bin/redis-server"})), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
