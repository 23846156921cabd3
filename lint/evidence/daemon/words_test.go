package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

// TestWords holds what keys mean that nobody described, by their words and the sections around them.
func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"db_file: /srv/a/app.db\n":                                    {"state /srv/a/app.db"},
		"db_file: /srv/a/app.txt\n":                                   nil,
		"sqlite:\n  file: /srv/a/app.sqlite3\n":                       {"state /srv/a/app.sqlite3"},
		"badger:\n  dir: /srv/a\n":                                    {"data /srv/a"},
		"rocksdb_path: /srv/a\n":                                      {"data /srv/a"},
		"port: /dev/ttyUSB0\nother: /dev/null\ntarget: /dev/sda\n":    {"device /dev/ttyUSB0"},
		"dataFolder: /srv/a\n":                                        {"data /srv/a"},
		"output_dir: /srv/a\nreports_dir: /srv/b\ndump_dir: /srv/c\n": {"data /srv/a", "data /srv/b", "data /srv/c"},
		"recording:\n  path: /srv/a\nrecord:\n  path: /srv/b\n":       {"data /srv/a"},
		"errorLogFile: /srv/a.log\nhistory_file: /srv/b\n":            {"log /srv/a.log", "state /srv/b"},
		"appenders:\n  a:\n    kind: file\n    path: /srv/a.log\n":    {"log /srv/a.log"},
		"appenders:\n  a:\n    kind: file\n    path: /srv/template\n": nil,
		"backupFolder: /srv/a\nexport:\n  dir: /srv/b\narchive-path: /srv/c\n" +
			"journal:\n  path: /srv/j\nuploads_directory: /srv/d\n": {
			"data /srv/a", "data /srv/b", "data /srv/c", "data /srv/d",
		},
		"slow_query_log_file: /srv/a\naudit_log: /srv/b\nlockFile: /srv/c\nquery_log: on\n": {
			"log /srv/a", "log /srv/b", "state /srv/c",
		},
		"audit_log: /var/log/audit/audit.log\naccess_log: /var/log/nginx/access.log\nslow_log: /var/log/mysql/slow.log\n": nil,
		"audit_log: /var/log/exampled/audit.log\n":                                                    {"log /var/log/exampled/audit.log"},
		"inputs:\n  debug_log: /srv/a.log\nsources:\n  log_file: /srv/b.log\n":                        nil,
		"lock_file: /var/lib/dpkg/lock\nwait_for_lockfile: /srv/a\nstatus_file: /var/log/openvpn/a\n": nil,
		"openvpn:\n  status_file: /srv/a\n":                                                           nil,
		// Silent: parts of addresses, what others keep, and what is read.
		"uploads: /uploads\nattachments: /api/attachments\nsession_path: /\nblobs_path: /v2/blobs\nsession:\n  path: /app\n":      nil,
		"acme_path: /.well-known/acme-challenge\nacme_directory: /etc/letsencrypt/live\nrundir: /etc/a\ndata_dir: /usr/share/a\n": nil,
		"repositories_root: /srv/git\nmailbox_dir: /var/mail\nworking_dir: /srv/code\nstore_path: /nix/store\ndata_dir: /\n":      nil,
		"source:\n  uploads: /srv/a\nbackup_dir: /srv/source\nwal_path: /var/lib/postgresql/15/main/pg_wal\n":                     nil,
		"backup:\n  path: /srv/a\nmodels_dir: /srv/b\nplugins_dir: /srv/\n":                                                       nil,
	} {
		var got []string
		for _, f := range Of(treeOf(t, map[string]string{"etc/exampled.yaml": text}), Request{Program: "/usr/bin/exampled"}).Facts {
			for _, value := range f.Values {
				got = append(got, string(f.Meaning)+" "+value)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// TestRelativePlaces holds that relative places count from the root directory where the unit starts the
// program there, and that they do not where something names another directory for them.
func TestRelativePlaces(t *testing.T) {
	for _, test := range []struct {
		name, text string
		arguments  []invocation.Word
		variables  map[string]unit.Variable
		want       []string
	}{
		{"nothing else", "data_dir: ./data\nport: 80\n", wordsOf("--verbose"), map[string]unit.Variable{"HOME": {Text: "/srv"}}, []string{"/data"}},
		{"the file", "base_dir: /srv/a\ndata_dir: ./data\n", nil, nil, nil},
		{"the root in the file", "root: /srv/a\ndata_dir: ./data\n", nil, nil, nil},
		{"an option", "data_dir: ./data\n", wordsOf("--home", "/srv/a"), nil, nil},
		{"an option in one", "data_dir: ./data\n", wordsOf("--base-dir=/srv/a"), nil, nil},
		{"a variable", "data_dir: ./data\n", nil, map[string]unit.Variable{"EXAMPLED_HOME": {Text: "/srv/a"}}, nil},
	} {
		tree := treeOf(t, map[string]string{"etc/exampled.yaml": test.text})
		var got []string
		for _, f := range Of(tree, Request{Program: "/usr/bin/exampled", InRoot: true, Arguments: test.arguments, Variables: test.variables}).Facts {
			if f.Meaning == Data && strings.HasPrefix(f.Values[0], "/") {
				got = append(got, f.Values...)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestNamedByVariable holds that the usual configuration counts where one variable is all that
// names it, as packages do whose file of variables may not be at hand, and no other part.
func TestNamedByVariable(t *testing.T) {
	tree := treeOf(t, map[string]string{"etc/grafana/grafana.ini": "[server]\nhttp_port = 443\n"})
	for option, want := range map[string]bool{"--config=${CONF_FILE}": true, "--config=${CONF_DIR}/other.ini": false} {
		said := Of(tree, Request{Program: "/usr/sbin/grafana-server", Arguments: []invocation.Word{{Text: option, Written: option}}})
		found := false
		for _, f := range said.Facts {
			found = found || f.Meaning == Port && !f.Default
		}
		if found != want {
			t.Errorf("%s: the port is known: %t, want %t", option, found, want)
		}
	}
}
