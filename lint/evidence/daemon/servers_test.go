package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestServers holds which statements have a program connect to another host: by addresses that
// only clients are given, by the words of their keys and sections, and by what a program's
// documentation says of a key; and that what is switched off, listened on or on the host is none.
func TestServers(t *testing.T) {
	for title, c := range map[string]struct {
		file, text, program string
		want                []string
	}{
		"sections": {
			"etc/exampled.yaml", "database:\n  host: 192.0.2.1\nredis:\n  addr: cache.example.org:6379\nweb:\n  host: web.example.org\n" +
				"  addr: 192.0.2.2:80\n",
			"/usr/bin/exampled", []string{"192.0.2.1", "cache.example.org"},
		},
		"words": {"etc/exampled.conf", "db_host = db.example.org\nDBHost=192.0.2.2\nsmtp-server mail.example.org\nmail_from = a@mail.example.org\nhost = 192.0.2.3\n",
			"/usr/bin/exampled", []string{"db.example.org", "192.0.2.2", "mail.example.org"}},
		"addresses": {"etc/exampled.toml", "[cache]\nurl = \"redis://192.0.2.4/0\"\nlisten_url = \"redis://192.0.2.5/0\"\nsite = \"https://example.org\"\n",
			"/usr/bin/exampled", []string{"192.0.2.4"}},
		"here": {"etc/exampled.ini", "[database]\nhost = 127.0.0.1\n[redis]\nhost = localhost.localdomain\n[ldap]\nhost = 0.0.0.0\n" +
			"[mysql]\nhost = db\n[smtp]\nhost = 1.2\n",
			"/usr/bin/exampled", nil},
		"own names": {"etc/exampled.yaml", "smtp:\n  hostname: mx.example.org\nmail_hostname: mx.example.org\nsmtpd:\n  host: mx.example.org\n" +
			"redis:\n  hostname: cache.example.org\n",
			"/usr/bin/exampled", []string{"cache.example.org"}},
		"switched off": {"etc/exampled.ini", "[smtp]\nenabled = false\nhost = mail.example.org\n[mqtt]\nhost = 192.0.2.6\ndisabled = yes\n",
			"/usr/bin/exampled", nil},
		"in a file": {"etc/exampled.yaml", "database:\n  name: sqlite3\n  args:\n    host: 192.0.2.7\n", "/usr/bin/exampled", nil},
		"elsewhere": {"etc/exampled.yaml", "database:\n  name: psycopg2\n  args:\n    host: 192.0.2.7\n", "/usr/bin/exampled", []string{"192.0.2.7"}},
		"known": {"etc/lightningd/lightningd.conf", "bitcoin-rpcconnect=node.example.org:8332\naddr=192.0.2.8:9735\n", "/usr/bin/lightningd",
			[]string{"node.example.org"}},
	} {
		var got []string
		for _, s := range Of(treeOf(t, map[string]string{c.file: c.text}), Request{Program: c.program}).Servers {
			got = append(got, s.Value)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", title, diff)
		}
	}
}
