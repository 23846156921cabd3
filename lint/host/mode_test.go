package host

import (
	"io/fs"
	"testing"

	"github.com/unitlint/unitlint/lint/files"
)

// TestCloses asks who may read keys by the owners and modes of a tree.
func TestCloses(t *testing.T) {
	h := New(nil, Facts{})
	owned := func(uid, gid int, mode fs.FileMode) permission {
		return permission{files.Owner{UID: uid, GID: gid}, mode}
	}
	modes := map[string]permission{
		"/": owned(0, 0, fs.ModeDir|0o755), "/etc": owned(0, 0, fs.ModeDir|0o755),
		"/etc/keys": owned(0, 50, fs.ModeDir|0o710), "/etc/keys/tls.key": owned(0, 50, 0o640), "/etc/keys/own.key": owned(1000, 50, 0o400),
		"/etc/live": owned(0, 0, fs.ModeDir|0o700), "/etc/live/privkey.pem": owned(0, 0, 0o600),
		"/etc/listed": owned(0, 0, fs.ModeDir|0o750), "/etc/listed/tls.key": owned(0, 0, 0o644),
		"/etc/open.key": owned(0, 0, 0o644), "/etc/group.key": owned(1000, 50, 0o604),
		"/etc/named.key": {files.Owner{User: "root", Group: "keys"}, 0o640},
	}
	h.modes = func(name string) (permission, bool) { p, found := modes[name]; return p, found }
	h.accounts = func() *accounts {
		return &accounts{
			users:  []account{{name: "own", number: "1000", group: "1000"}, {name: "in", number: "1001", group: "1001"}, {name: "out", number: "1002", group: "1002"}},
			groups: []group{{name: "keys", number: "50", members: []string{"in"}}, {name: "out", number: "1002"}},
		}
	}
	for _, c := range []struct {
		file, user string
		groups     []string
		closed     string
		known      bool
	}{
		{"/etc/keys/tls.key", "in", nil, "", false},
		{"/etc/keys/tls.key", "out", nil, "/etc/keys", true},
		{"/etc/keys/tls.key", "1002", nil, "/etc/keys", true},
		{"/etc/keys/tls.key", "out", []string{"keys"}, "", false},
		{"/etc/keys/tls.key", "out", []string{"50"}, "", false},
		{"/etc/keys/own.key", "own", []string{"keys"}, "", false},
		{"/etc/keys/own.key", "in", nil, "/etc/keys/own.key", true},
		{"/etc/keys/absent.key", "in", nil, "", false},
		{"/etc/live/privkey.pem", "out", nil, "/etc/live", true},
		{"/etc/listed/tls.key", "out", nil, "/etc/listed", false}, // perhaps by a list
		{"/etc/open.key", "out", nil, "", false},
		{"/etc/group.key", "in", nil, "/etc/group.key", true}, // the group has less than others
		{"/etc/named.key", "in", nil, "", false},
		{"/etc/named.key", "out", nil, "/etc/named.key", true},
		{"/etc/keys/tls.key", "unknown", nil, "", false},
	} {
		if closed, known := h.Closes(c.file, c.user, c.groups); closed != c.closed || known != c.known {
			t.Errorf("%s for %s in %v: %q, %t; want %q, %t", c.file, c.user, c.groups, closed, known, c.closed, c.known)
		}
	}
}
