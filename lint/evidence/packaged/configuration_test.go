package packaged

import (
	"slices"
	"testing"
)

// TestQuotes holds that blanks in quotes are of a path.
func TestQuotes(t *testing.T) {
	p := Open(treeOf(t, map[string]string{
		"var/lib/dpkg/info/a.postinst": "adduser --gecos 'It is \"one\" of a' --system \"builder\"\nPLACE='/srv/an example'\n" +
			"chown -R \"builder\":adm \"$PLACE\" '/srv/b c'\ninstall -d -o 'builder' \"/srv/d e\"\nchown builder \"/srv/f\n",
		"var/lib/dpkg/info/a.list":  "/usr/bin/a\n/usr/lib/sysusers.d/a.conf\n/usr/lib/tmpfiles.d/a.conf\n/etc/logrotate.d/a\n",
		"usr/lib/sysusers.d/a.conf": "  # a comment\nu \"runner\" - \"An example\" /\n",
		"usr/lib/tmpfiles.d/a.conf": "d \"/var/lib/an example\" 0750 runner adm -\nd /var/lib/a\\x20b - :keeper :~adm\nf /run/a \"0644 runner adm\n",
		"etc/logrotate.d/a":         "\"/var/log/an example/*.log\" '/var/log/b c' {\n  postrotate\n    find /x -exec rm {} \\;\n  endscript\n}\n/var/log/d {\n}\n",
	})).Of("/usr/bin/a")
	var got []string
	for _, a := range p.Accounts {
		got = append(got, a.Name)
	}
	for _, g := range p.Gifts {
		got = append(got, g.Path, g.User, g.Group)
	}
	for _, l := range p.Logs {
		got = append(got, l.Name)
	}
	want := []string{
		"builder", "runner", "keeper",
		"/srv/an example", "builder", "adm", "/srv/b c", "builder", "adm", "/srv/d e", "builder", "",
		"/var/lib/an example", "runner", "adm", "/var/lib/a b", "keeper", "adm",
		"/var/log/an example/*.log", "/var/log/b c", "/var/log/d",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
