package match_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestWritable holds what is made writable for a path, by whose it is and by what
// is known to be there.
func TestWritable(t *testing.T) {
	facts := host.Facts{Existing: []string{"/srv/orders", "/var/lib/there"}, Missing: []string{"/var/lib/orders", "/run/orders", "/var/lib/there/below"}}
	for _, c := range []struct {
		title, settings, path string
		kind                  need.Kind
		owners                []string
		want                  string
	}{
		{"a directory that exists", "", "/srv/orders", need.Write, nil, "/srv/orders"},
		{"a file below it", "", "/srv/orders/new/x", need.Create, nil, "/srv/orders"},
		{"a missing directory of the unit's user", "User=orders", "/var/lib/orders", need.Write, []string{"orders"}, "StateDirectory=orders"},
		{"a file that is made in it", "User=orders", "/run/orders/pid", need.Create, []string{"orders"}, "RuntimeDirectory=orders"},
		{"one of another user", "User=orders", "/var/lib/orders", need.Write, []string{"other"}, "/var/lib"},
		{"one of root", "", "/var/lib/orders", need.Write, []string{"root"}, "/var/lib"},
		{"one that exists", "User=orders", "/var/lib/there", need.Write, []string{"orders"}, "/var/lib/there"},
		{"one that may exist", "User=orders", "/var/cache/orders", need.Write, []string{"orders"}, "/var/cache"},
		{"a user who is made for the service", "DynamicUser=yes\nUser=orders", "/var/lib/orders", need.Write, []string{"orders"}, "/var/lib"},
		{"a setting that the unit has", "User=orders\nStateDirectory=x", "/var/lib/orders", need.Write, []string{"orders"}, "/var/lib"},
		{"an old name of a directory", "", "/var/run/x.pid", need.Create, nil, "/run"},
		{"nothing above but the root", "", "/elsewhere/x", need.Write, nil, ""},
	} {
		u := load(t, "[Service]\nExecStart=/usr/bin/exampled\n"+c.settings+"\n", "")
		h := host.New(nil, facts)
		got := match.Writable(sandbox.New(u, h), h, &need.Need{Kind: c.kind, Owners: c.owners}, c.path)
		if got != c.want {
			t.Errorf("%s: %s becomes writable by %q, want %q", c.title, c.path, got, c.want)
		}
	}
}
