package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDefined holds the forms in which configurations define names, each of a program that nobody
// knows.
func TestDefined(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"etc/a.conf", "export DATA_DIR=\"/srv/a\"\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "set data_dir /srv/a\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "setenv DATA_DIR /srv/a\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "set :data_dir, '/srv/a'\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "(data-dir \"/srv/a\")\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "[{app, [{data_dir, \"/srv/a\"}]}].\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "$config['data_dir'] = '/srv/a';\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a.conf", "define('DATA_DIR', '/srv/a');\n", "data /srv/a? etc/a.conf:1"},
		{"etc/a/a.xml", "<a><property name=\"data.dir\" value=\"/srv/a\"/></a>\n", "data /srv/a? etc/a/a.xml:1"},
		{"etc/a/a.xml", "<a><property><name>data.dir</name><value>/srv/a</value></property></a>\n", "data /srv/a? etc/a/a.xml:1"},
		{"etc/a.yaml", "env:\n- name: DATA_DIR\n  value: /srv/a\n", "data /srv/a? etc/a.yaml:3"},
		{"etc/a.yaml", "stores:\n- type: local\n  path: /srv/a\n", "data /srv/a? etc/a.yaml:3"},
		{"etc/a.yaml", "database:\n  dsn: /srv/a.db\n", "state /srv/a.db? etc/a.yaml:2"},
		{"etc/a.yaml", "uploads: /srv/a\n", "data /srv/a? etc/a.yaml:1"},
		{"etc/a.ini", "state_path = /srv/a\n", "state /srv/a? etc/a.ini:1"},
		// Silent: what names something else, what is shipped, and what belongs to somebody else.
		{"etc/a.conf", "export PATH=/srv/a\nset mode data_dir\nset data_dir\ndefine(x)\n(note \"data_dir /srv/a\")\n", ""},
		{"etc/a.yaml", "env:\n- name: MANUAL\n  value: /srv/a\n", ""},
		{"etc/a.yaml", "uploads: /usr/share/a\nbackups: daily\ndatabase:\n  url: https://example.org/a.db\n", ""},
		{"etc/a.yaml", "client:\n  uploads: /srv/a\n", ""},
	} {
		got := ""
		for _, fact := range facts(Of(treeOf(t, map[string]string{test.file: test.text}), Request{Program: "/usr/bin/a"})) {
			got += fact
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}
