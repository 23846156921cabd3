package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDirectory holds which files of the directory that is called like a program are its
// configuration, where nobody knows the program.
func TestDirectory(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/exampled/server.yaml": "log_file: /srv/a.log\n", "etc/exampled/conf.d/b.toml": "log_file = \"/srv/b.log\"\n",
		"etc/exampled/server.example.yaml": "log_file: /srv/no.log\n", "etc/exampled/readme": "log_file: /srv/no.log\n",
		"etc/exampled/more/c.yaml": "log_file: /srv/no.log\n", "etc/app/settings.ini": "log_file = /srv/app.log\n",
		"etc/munin/other.conf": "log_file /srv/no.log\n",
	})
	for _, test := range []struct {
		q    Request
		want []string
	}{
		{Request{Program: "/usr/bin/exampled"}, []string{"log /srv/b.log? etc/exampled/conf.d/b.toml:1", "log /srv/a.log? etc/exampled/server.yaml:1"}},
		{Request{Program: "/usr/bin/python3", Scripts: []string{"app"}}, []string{"log /srv/app.log? etc/app/settings.ini:1"}},
		{Request{Program: "/usr/bin/other"}, nil},
		{Request{Program: "/usr/sbin/munin-node"}, []string{"port 4949"}}, // it is known where it looks
	} {
		if diff := cmp.Diff(test.want, facts(Of(tree, test.q))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.q.Program, diff)
		}
	}
}

// TestRelativeNames holds that relative names count from the working directory where the
// configuration lies there.
func TestRelativeNames(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"srv/app/config.toml": "cache_file = \"lists/cache.md\"\ndata_dir = \"data\"\nlog_file = \"stdout\"\nstate_file = \"none\"\ncache_dir = \"auto\"\n" +
			"database_path = \"x:y/z\"\n" +
			"lease_file = \"leases\"\n",
	})
	q := Request{Program: "/srv/app/exampled", Directory: "/srv/app"}
	want := []string{"state /srv/app/lists/cache.md? srv/app/config.toml:1", "data /srv/app/data? srv/app/config.toml:2"}
	if diff := cmp.Diff(want, facts(Of(tree, q))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	q.Directory = "/srv/other"
	if got := facts(Of(tree, q)); len(got) > 0 {
		t.Errorf("elsewhere: %q", got)
	}
}

// TestRelativeStores holds which addresses of data bases count from the working directory.
func TestRelativeStores(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"srv/app/config.yaml": "a_url: sqlite:///a.db\nb_url: sqlite:b/b.sqlite\nc_url: sqlite://c/c.db\nd_url: sqlite:///d/d.db\ne_url: sqlite::memory:\n" +
			"database:\n  source: \"Data Source=f.db;Cache=Shared\"\n  path: g\n",
	})
	want := []string{
		"data /srv/app? srv/app/config.yaml:1", "data /srv/app/b? srv/app/config.yaml:2", "data /srv/app/c? srv/app/config.yaml:3",
		"data /srv/app? srv/app/config.yaml:7",
	}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/srv/app/exampled", Directory: "/srv/app"}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
