package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestApplications holds that applications are known by where their scripts lie, and that relative
// files of configuration are found there.
func TestApplications(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"var/www/nextcloud/config/config.php":            "<?php\n$CONFIG = array (\n  'datadirectory' => '/srv/files',\n  \"logfile\" => '/srv/nc.log',\n);\n",
		"opt/zigbee2mqtt/data/configuration.yaml":        "advanced:\n  log_directory: /srv/z\nserial:\n  port: /dev/ttyACM0\n",
		"opt/monit/data/configuration.yaml":              "advanced:\n  log_directory: /srv/z\n",
		"srv/app/config/puma.rb":                         "bind \"unix:///srv/run/p.sock\"\nstdout_redirect '/srv/o.log', '/srv/e.log', true\n",
		"var/lib/qb/qBittorrent/config/qBittorrent.conf": "[BitTorrent]\nSession\\DefaultSavePath=/srv/q\n",
		"opt/mattermost/config/config.json":              `{"FileSettings": {"Directory": "/srv/m"}}`,
	})
	for name, c := range map[string]struct {
		request Request
		want    []string
	}{
		"php": {Request{Program: "/usr/bin/php", Scripts: []string{"cron.php", "cron"}, Arguments: wordsOf("-f", "/var/www/nextcloud/cron.php")}, []string{
			"data /srv/files var/www/nextcloud/config/config.php:3", "log /srv/nc.log var/www/nextcloud/config/config.php:4",
		}},
		"node": {Request{Program: "/usr/bin/node", Scripts: []string{"index.js", "index"}, Arguments: wordsOf("index.js"), Directory: "/opt/zigbee2mqtt"}, []string{
			"data /srv/z opt/zigbee2mqtt/data/configuration.yaml:2", "device /dev/ttyACM0 opt/zigbee2mqtt/data/configuration.yaml:4",
		}},
		"a directory of another's name": {Request{Program: "/usr/bin/node", Scripts: []string{"index.js"}, Arguments: wordsOf("/opt/monit/index.js")}, nil},
		"ruby": {Request{Program: "/usr/bin/puma", Directory: "/srv/app"}, []string{
			"socket /srv/run/p.sock srv/app/config/puma.rb:1", "log /srv/o.log srv/app/config/puma.rb:2",
		}},
		"a profile": {Request{Program: "/usr/bin/qbittorrent-nox", Arguments: wordsOf("--profile=/var/lib/qb")}, []string{
			"data /srv/q var/lib/qb/qBittorrent/config/qBittorrent.conf:2",
		}},
		"beside a program": {Request{Program: "/opt/mattermost/bin/mattermost"}, []string{"data /srv/m opt/mattermost/config/config.json:1"}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(tree, c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestForms holds how some programs write what others have a key for.
func TestForms(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/apache2/apache2.conf": "php_admin_value session.save_path \"2;/srv/s\"\nphp_value open_basedir /srv/b\n" +
			"<Directory /srv/dav>\nDav On\n</Directory>\n" +
			"<Directory /srv/no>\nDav off\n</Directory>\nMutex file:/srv/lock default\nMutex pthread\nSSLSessionCache shmcb:/srv/c(512000)\n",
		"etc/haproxy/haproxy.cfg": "frontend a\n bind :443 ssl crt /srv/a.pem alpn h2\n" +
			"backend b\n server s 10.0.0.1:1 ssl ca-file /srv/ca.pem\n server crt 10.0.0.1:2\n",
		"etc/nginx/nginx.conf": "http {\n server {\n root /srv/www;\n location /dav {\n alias /srv/dav;\n dav_methods PUT DELETE;\n }\n" +
			"location /no {\n dav_methods off;\n }\n }\n}\n",
		"etc/buildkit/buildkitd.toml":   "[grpc]\n address = [ \"unix:///srv/b.sock\" ]\n",
		"etc/gitlab-runner/config.toml": "[[runners]]\nexecutor = \"shell\"\nbuilds_dir = \"/srv/b\"\n",
		"srv/docker.toml":               "[[runners]]\nexecutor = \"docker\"\nbuilds_dir = \"/srv/b\"\n",
		"etc/uwsgi.ini":                 "[uwsgi]\nreq-logger = file:/srv/r.log\nlogger = syslog:app\n",
		"etc/libvirt/libvirtd.conf":     "log_outputs=\"1:file:/srv/l.log\"\n",
	})
	for program, want := range map[string][]string{
		"apache2": {
			"data /srv/s etc/apache2/apache2.conf:1", "served /srv/dav etc/apache2/apache2.conf:4",
			"state /srv/c etc/apache2/apache2.conf:11",
		},
		"haproxy": {
			"listen 443 etc/haproxy/haproxy.cfg:2", "input /srv/a.pem etc/haproxy/haproxy.cfg:2", "input /srv/ca.pem etc/haproxy/haproxy.cfg:4",
		},
		"nginx":         {"served /srv/dav etc/nginx/nginx.conf:6"},
		"buildkitd":     {"socket /srv/b.sock etc/buildkit/buildkitd.toml:2"},
		"gitlab-runner": {"data /srv/b etc/gitlab-runner/config.toml:3"},
		"uwsgi":         {"log /srv/r.log etc/uwsgi.ini:2"},
		"libvirtd":      {"log /srv/l.log etc/libvirt/libvirtd.conf:1"},
	} {
		if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/" + program}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
	stored := treeOf(t, systemdtest.Tree{
		"etc/gitea/app.ini":                     "[database]\nDB_TYPE = postgres\nPATH = /srv/g.db\n[repository]\nROOT = /srv/r\n",
		"etc/transmission-daemon/settings.json": `{"incomplete-dir": "/srv/i", "incomplete-dir-enabled": false, "watch-dir": "/srv/w", "watch-dir-enabled": true}`,
		"srv/app/config/puma.rb":                "threads 1, 2\n",
		"srv/app/config/database.yml":           "production:\n  adapter: sqlite3\n  database: /srv/p.sqlite3\ntest:\n  database: app_test\n",
		"opt/net/appsettings.json": `{"Serilog": {"WriteTo": [{"Args": {"path": "/srv/n.log"}}]}, ` +
			`"ConnectionStrings": {"App": "Data Source=/srv/n/app.db;Cache=Shared"}}`,
		"opt/spring/application.yml":        "server:\n  port: 443\n",
		"opt/mattermost/config/config.json": `{"FileSettings": {"Directory": "/srv/f"}, "ServiceSettings": {"LocalModeSocketLocation": "/var/tmp/m.socket"}}`,
		"srv/d.yaml":                        "global:\n  database:\n    connection_string: file:/srv/d/d.db?_x=1\n",
		"opt/tmp/application.properties":    "server.tomcat.basedir=/srv/t\nspring.servlet.multipart.location=/srv/u\n",
		"etc/kanidm/server.toml":            "bindaddress = \"[::]:443\"\n",
		"etc/stalwart/config.toml":          "[server.listener.smtp]\nbind = [\"[::]:25\", '[::]:587']\n",
		"opt/jul/config/logging.properties": "java.util.logging.FileHandler.pattern = /srv/j.log\njava.util.logging.FileHandler.limit = 5\n",
	})
	for program, c := range map[string]struct {
		request Request
		want    []string
	}{
		"a data base of another kind": {Request{Program: "/usr/bin/gitea"}, []string{"data /srv/r etc/gitea/app.ini:5"}},
		"what is switched off":        {Request{Program: "/usr/bin/transmission-daemon"}, []string{"data /srv/w etc/transmission-daemon/settings.json:1"}},
		"files of Rails":              {Request{Program: "/usr/bin/puma", Directory: "/srv/app"}, []string{"state /srv/p.sqlite3 srv/app/config/database.yml:3"}},
		"settings of .NET": {Request{Program: "/opt/net/app", Directory: "/opt/net"}, []string{
			"log /srv/n.log? opt/net/appsettings.json:1", "data /srv/n? opt/net/appsettings.json:1",
		}},
		"settings of Spring": {Request{Program: "/usr/bin/java", Directory: "/opt/spring", Arguments: wordsOf("-jar", "app.jar")}, []string{
			"port 443? opt/spring/application.yml:2",
		}},
		"a socket that is off": {Request{Program: "/opt/mattermost/bin/mattermost"}, []string{"data /srv/f opt/mattermost/config/config.json:1"}},
		"a data base of Go":    {Request{Program: "/usr/bin/dendrite", Arguments: wordsOf("--config=/srv/d.yaml")}, []string{"data /srv/d? srv/d.yaml:3"}},
		"tempdirs of Spring": {Request{Program: "/usr/bin/java", Directory: "/opt/tmp", Arguments: wordsOf("-jar", "app.jar")}, []string{
			"data /srv/t? opt/tmp/application.properties:1", "data /srv/u? opt/tmp/application.properties:2",
		}},
		"an address in brackets": {Request{Program: "/usr/bin/kanidmd"}, []string{"listen 443 etc/kanidm/server.toml:1"}},
		"a list of addresses":    {Request{Program: "/usr/bin/stalwart"}, []string{"listen 25,587 etc/stalwart/config.toml:2"}},
		"logs of Java": {Request{Program: "/opt/jul/run", Named: []string{"/opt/jul/config/logging.properties"}}, []string{
			"log /srv/j.log? opt/jul/config/logging.properties:1",
		}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(stored, c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
	inside := Request{Program: "/usr/bin/gitlab-runner", Arguments: []invocation.Word{{Text: "--config=/srv/docker.toml", Known: true}}}
	if got := facts(Of(tree, inside)); len(got) > 0 {
		t.Errorf("%v for jobs in containers", got)
	}
}
