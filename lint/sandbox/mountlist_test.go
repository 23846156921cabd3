package sandbox

import (
	"testing"

	"github.com/unitlint/unitlint/lint/host"
)

// TestNearest holds that the nearest entry, and the one that decides what is seen, are
// those that looking at each directory above a path finds.
func TestNearest(t *testing.T) {
	l := newSandbox(
		t, 252, "ProtectSystem=strict", "ProtectHome=tmpfs", "PrivateTmp=yes", "PrivateDevices=yes", "ProtectKernelTunables=yes",
		"TemporaryFileSystem=/opt /opt/a/b", "BindPaths=/srv:/opt/a", "InaccessiblePaths=/opt/a/b/c", "ReadWritePaths=/opt/a-b /opt/a/b.c /usr/x/y",
	).Main().sandbox.mounts(false)
	above := func(name string, accept func(*mountEntry) bool) *mountEntry {
		for ; ; name = host.Parent(name) {
			if e := l.at(name); e != nil && accept(e) || name == "/" {
				return e
			}
		}
	}
	for _, e := range l.entries {
		for _, name := range []string{e.path, host.Parent(e.path), e.path + "/x", e.path + "-x", e.path + ".x/y", e.path + "0", "/", "/a/b", "/zz", "/opt/a/b/x/y"} {
			if got, want := l.nearest(name), above(name, func(*mountEntry) bool { return true }); got != want {
				t.Errorf("the nearest entry of %s is %+v, want %+v", name, got, want)
			}
			want := above(name, l.decides)
			if want != nil && !l.decides(want) {
				want = nil
			}
			if got := l.content(name); got != want {
				t.Errorf("%+v decides about %s, want %+v", got, name, want)
			}
		}
	}
	if len(l.entries) < 20 {
		t.Errorf("the list has %d entries", len(l.entries))
	}
}
