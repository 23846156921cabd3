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
	words := func(all ...string) []invocation.Word {
		var list []invocation.Word
		for _, text := range all {
			list = append(list, invocation.Word{Text: text, Written: text, Known: true})
		}
		return list
	}
	for name, c := range map[string]struct {
		request Request
		want    []string
	}{
		"php": {Request{Program: "/usr/bin/php", Scripts: []string{"cron.php", "cron"}, Arguments: words("-f", "/var/www/nextcloud/cron.php")}, []string{
			"data /srv/files var/www/nextcloud/config/config.php:3", "log /srv/nc.log var/www/nextcloud/config/config.php:4",
		}},
		"node": {Request{Program: "/usr/bin/node", Scripts: []string{"index.js", "index"}, Arguments: words("index.js"), Directory: "/opt/zigbee2mqtt"}, []string{
			"data /srv/z opt/zigbee2mqtt/data/configuration.yaml:2", "device /dev/ttyACM0 opt/zigbee2mqtt/data/configuration.yaml:4",
		}},
		"a directory of another's name": {Request{Program: "/usr/bin/node", Scripts: []string{"index.js"}, Arguments: words("/opt/monit/index.js")}, nil},
		"ruby": {Request{Program: "/usr/bin/puma", Directory: "/srv/app"}, []string{
			"socket /srv/run/p.sock srv/app/config/puma.rb:1", "log /srv/o.log srv/app/config/puma.rb:2",
		}},
		"a profile": {Request{Program: "/usr/bin/qbittorrent-nox", Arguments: words("--profile=/var/lib/qb")}, []string{
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
		"etc/apache2/apache2.conf": "php_admin_value session.save_path \"2;/srv/s\"\nphp_value open_basedir /srv/b\n<Directory /srv/dav>\nDav On\n</Directory>\n" +
			"<Directory /srv/no>\nDav off\n</Directory>\nMutex file:/srv/lock default\nMutex pthread\nSSLSessionCache shmcb:/srv/c(512000)\n",
		"etc/haproxy/haproxy.cfg":       "frontend a\n bind :443 ssl crt /srv/a.pem alpn h2\nbackend b\n server s 10.0.0.1:1 ssl ca-file /srv/ca.pem\n server crt 10.0.0.1:2\n",
		"etc/gitlab-runner/config.toml": "[[runners]]\nexecutor = \"shell\"\nbuilds_dir = \"/srv/b\"\n",
		"srv/docker.toml":               "[[runners]]\nexecutor = \"docker\"\nbuilds_dir = \"/srv/b\"\n",
		"etc/uwsgi.ini":                 "[uwsgi]\nreq-logger = file:/srv/r.log\nlogger = syslog:app\n",
		"etc/libvirt/libvirtd.conf":     "log_outputs=\"1:file:/srv/l.log\"\n",
	})
	for program, want := range map[string][]string{
		"apache2": {
			"data /srv/s etc/apache2/apache2.conf:1", "served /srv/dav etc/apache2/apache2.conf:4", "data /srv/lock etc/apache2/apache2.conf:9",
			"state /srv/c etc/apache2/apache2.conf:11",
		},
		"haproxy": {
			"listen 443 etc/haproxy/haproxy.cfg:2", "input /srv/a.pem etc/haproxy/haproxy.cfg:2", "input /srv/ca.pem etc/haproxy/haproxy.cfg:4",
		},
		"gitlab-runner": {"data /srv/b etc/gitlab-runner/config.toml:3"},
		"uwsgi":         {"log /srv/r.log etc/uwsgi.ini:2"},
		"libvirtd":      {"log /srv/l.log etc/libvirt/libvirtd.conf:1"},
	} {
		if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/" + program}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
	inside := Request{Program: "/usr/bin/gitlab-runner", Arguments: []invocation.Word{{Text: "--config=/srv/docker.toml", Known: true}}}
	if got := facts(Of(tree, inside)); len(got) > 0 {
		t.Errorf("%v for jobs in containers", got)
	}
}
