package daemon

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// commonKeys are keys that sections of a tree have for things of their own, be it of hosts that
// the program connects to.
var commonKeys = []string{
	"address", "bind", "cert", "dir", "file", "group", "host", "key", "listen", "log", "name", "path", "pid", "port", "root", "socket", "state", "temp", "user",
}

// TestQualified holds that rows of programs whose files are trees say of which section such a
// key is.
func TestQualified(t *testing.T) {
	isTree := func(file string) bool {
		return slices.Contains([]string{".yaml", ".yml", ".json", ".toml"}, path.Ext(file))
	}
	for _, table := range programs {
		for _, p := range table {
			if !slices.ContainsFunc(p.files, isTree) && !slices.ContainsFunc(strings.Fields(p.naming.always), isTree) {
				continue
			}
			for _, k := range p.keys {
				if slices.Contains(commonKeys, k.name) && k.meaning != Nothing {
					t.Errorf("%s: %q is a key of every section: begin it with the section, or with \".\" for none", p.names[0], k.name)
				}
			}
		}
	}
}

// TestSections holds that a key of one section is not taken for that of another.
func TestSections(t *testing.T) {
	for title, c := range map[string]struct {
		file, text string
		request    Request
		want       []string
	}{
		"the server of a data base": {"etc/gotosocial/config.yaml", "port: 8080\ndb:\n  port: 543\n", Request{Program: "/usr/bin/gotosocial"},
			[]string{"port 8080 etc/gotosocial/config.yaml:1"}},
		"the store of uploads": {"etc/hedgedoc/config.json", "{\"production\": {\"port\": 3000, \"minio\": {\"port\": 443}}}\n", Request{
			Program: "/usr/bin/hedgedoc"}, []string{"port 3000 etc/hedgedoc/config.json:1"}},
		"UDP": {"etc/hysteria/config.yaml", "listen: :443\ntrafficStats:\n  listen: :999\n", Request{Program: "/usr/bin/hysteria", Arguments: wordsOf(
			"server", "-c", "/etc/hysteria/config.yaml")}, []string{"udp-port 443 etc/hysteria/config.yaml:1", "listen 999 etc/hysteria/config.yaml:3"}},
		"a server of keys": {"etc/mongod.conf", "net:\n  port: 27018\nsecurity:\n  kmip:\n    port: 569\n", Request{Program: "/usr/bin/mongod"},
			[]string{"port 27018 etc/mongod.conf:2"}},
		"a user of a data base": {"etc/salt/master", "user: salt\nmysql:\n  user: x\n", Request{Program: "/usr/bin/salt-master"},
			[]string{"user salt etc/salt/master:1"}},
		"runners of two kinds": {"etc/gitlab-runner/config.toml", "[[runners]]\nname = \"a\"\nexecutor = \"shell\"\nbuilds_dir = \"/srv/a\"\n" +
			"[[runners]]\nname = \"b\"\nbuilds_dir = \"/srv/b\"\nexecutor = \"docker\"\n[runners.docker]\ncache_dir = \"/srv/c\"\n", Request{
			Program: "/usr/bin/gitlab-runner"}, []string{"data /srv/a etc/gitlab-runner/config.toml:4"}},
		"a data base for tests": {"srv/app/config/database.yml", "test:\n  database: /srv/app/test.sqlite3\nproduction:\n  database: /srv/app/p.sqlite3\n", Request{
			Program: "/usr/bin/puma", Directory: "/srv/app"}, []string{"state /srv/app/p.sqlite3 srv/app/config/database.yml:4"}},
		"tools of a server": {"etc/my.cnf", "[mariadb-10.11]\nport = 3310\n[mariadb-dump]\nuser = a\n[mysqladmin]\nport = 33\n[mariabackup]\nuser = b\n" +
			"[mysqld_multi]\nuser = c\n[mysqld2]\ndatadir = /srv/d\n", Request{Program: "/usr/sbin/mariadbd"},
			[]string{"port 3310 etc/my.cnf:2", "data /srv/d etc/my.cnf:12"}},
		"a user of a radio": {"etc/mpd.conf", "user \"mpd\"\naudio_output {\n  user \"source\"\n}\n", Request{Program: "/usr/bin/mpd"},
			[]string{"user mpd etc/mpd.conf:1"}},
		"users who log in": {"etc/haproxy/haproxy.cfg", "global\n  user haproxy\nuserlist a\n  user admin insecure-password x\n", Request{
			Program: "/usr/sbin/haproxy"}, []string{"user haproxy etc/haproxy/haproxy.cfg:2"}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(treeOf(t, map[string]string{c.file: c.text}), c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
}
