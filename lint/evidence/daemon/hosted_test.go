package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

// TestHosted holds what the configuration of further servers says, in the form that each has.
func TestHosted(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/odoo/odoo.conf":    "[options]\ndata_dir = /srv/odoo\nlogfile = /srv/odoo.log\naddons_path = /srv/addons\n; pidfile = /srv/x\n",
		"etc/netatalk/afp.conf": "[Global]\nlog file = /srv/afpd.log\n[Homes]\npath = afp\n[Open]\npath = /srv/open\n[Shut]\npath = /srv/shut\nread only = yes\n",
		"etc/lldap/lldap_config.toml": "ldap_port = 389\nkey_file = \"/srv/lldap/key\"\ndatabase_url = \"sqlite:///srv/lldap/users.db?mode=rwc\"\n" +
			"[ldaps_options]\nkey_file = \"/srv/tls/key.pem\"\n",
		"etc/owntone.conf":           "general {\n\tuid = \"music\"\n\tlogfile = \"/srv/o.log\"\n\tdb_path = \"/srv/o/songs3.db\"\n}\nlibrary {\n\tport = 3689\n}\n",
		"srv/ox/config":              "---\nrest: 127.0.0.1:8888\npid: \"/srv/ox/pid\"\noutput:\n  default: git\n  git:\n    repo: \"/srv/repo.git\"\n",
		"etc/mfs/mfschunkserver.cfg": "# WORKING_USER = mfs\nDATA_PATH = /srv/mfs\n",
		"etc/lsyncd/lsyncd.conf.lua": "settings {\n  logfile = \"/srv/l.log\",\n  statusFile = \"/srv/l.status\"\n}\nsync {\n  default.rsync,\n" +
			"  source = \"/srv/www\",\n  target = \"/srv/copy\"\n}\n",
		"etc/osquery/osquery.conf":     "{\"options\": {\"logger_path\": \"/srv/results\", \"disable_audit\": \"true\"}}",
		"etc/news/inn.conf":            "pathspool:      /srv/news\npathbin: /usr/lib/news/bin\n",
		"etc/monitorix/monitorix.conf": "base_dir = /srv/www\n<httpd_builtin>\n\tenabled = y\n\tport = 8080\n\tlog_file = /srv/m.log\n</httpd_builtin>\n",
		"etc/orthanc/orthanc.json":     "{ \"StorageDirectory\": \"/srv/pictures\", \"HttpPort\": 8042 }",
		"etc/hitch/hitch.conf":         "user = \"hitch\"\nchroot = \"/srv/jail\"\npem-file = \"/srv/a.pem\"\n",
		"etc/jitsi/jibri/jibri.conf":   "jibri {\n  recording {\n    recordings-directory = \"/srv/recordings\"\n    finalize-script = \"/srv/done.sh\"\n  }\n}\n",
		"etc/mautrix-signal/config.yaml": "appservice:\n  address: http://localhost:29328\n  port: 29328\n" +
			"logging:\n  writers:\n  - type: file\n    filename: /srv/m.log\n" +
			"database:\n  type: sqlite3-fk-wal\n  uri: file:/srv/m/m.db?_txlock=immediate\n",
	})
	for program, c := range map[string]struct {
		arguments []string
		want      []string
	}{
		"odoo":     {nil, []string{"data /srv/odoo etc/odoo/odoo.conf:2", "log /srv/odoo.log etc/odoo/odoo.conf:3"}},
		"netatalk": {nil, []string{"log /srv/afpd.log etc/netatalk/afp.conf:2", "served /srv/open etc/netatalk/afp.conf:6"}},
		"lldap": {nil, []string{
			"port 389 etc/lldap/lldap_config.toml:1", "state /srv/lldap/key etc/lldap/lldap_config.toml:2", "data /srv/lldap? etc/lldap/lldap_config.toml:3",
			"input /srv/tls/key.pem etc/lldap/lldap_config.toml:5",
		}},
		"owntone": {nil, []string{
			"user music etc/owntone.conf:2", "log /srv/o.log etc/owntone.conf:3", "state /srv/o/songs3.db etc/owntone.conf:4", "port 3689 etc/owntone.conf:7",
		}},
		"oxidized": {[]string{"--home-dir", "/srv/ox"}, []string{
			"listen 8888 srv/ox/config:2", "pid-file /srv/ox/pid srv/ox/config:3", "data /srv/repo.git srv/ox/config:7",
		}},
		"mfschunkserver": {nil, []string{"data /srv/mfs etc/mfs/mfschunkserver.cfg:2"}},
		"orthanc":        {nil, []string{"data /srv/pictures etc/orthanc/orthanc.json:1", "port 8042 etc/orthanc/orthanc.json:1"}},
		"lsyncd": {[]string{"/etc/lsyncd/lsyncd.conf.lua"}, []string{
			"log /srv/l.log etc/lsyncd/lsyncd.conf.lua:2", "state /srv/l.status etc/lsyncd/lsyncd.conf.lua:3", "input /srv/www etc/lsyncd/lsyncd.conf.lua:7",
			"data /srv/copy etc/lsyncd/lsyncd.conf.lua:8",
		}},
		"osqueryd": {nil, []string{"data /srv/results etc/osquery/osquery.conf:1"}},
		"innd":     {nil, []string{"data /srv/news etc/news/inn.conf:1"}},
		"monitorix": {nil, []string{
			"data /srv/www etc/monitorix/monitorix.conf:1", "port 8080 etc/monitorix/monitorix.conf:4", "log /srv/m.log etc/monitorix/monitorix.conf:5",
		}},
		"hitch": {nil, []string{"user hitch etc/hitch/hitch.conf:1", "chroot /srv/jail etc/hitch/hitch.conf:2", "input /srv/a.pem etc/hitch/hitch.conf:3"}},
		"jibri": {nil, []string{"data /srv/recordings etc/jitsi/jibri/jibri.conf:3", "program /srv/done.sh etc/jitsi/jibri/jibri.conf:4"}},
		"mautrix-signal": {nil, []string{
			"port 29328 etc/mautrix-signal/config.yaml:3", "log /srv/m.log etc/mautrix-signal/config.yaml:7", "data /srv/m? etc/mautrix-signal/config.yaml:10",
		}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(tree, Request{Program: "/usr/bin/" + program, Arguments: wordsOf(c.arguments...)}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
}
