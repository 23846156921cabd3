package locate

import (
	"path"
	"testing"
)

func TestSplitSearchPath(t *testing.T) {
	type answer struct {
		root, directory, rest string
		scope                 Scope
		ok                    bool
	}
	tests := map[string]answer{
		"a/usr/lib/systemd/system/b.service":          {"a", "usr/lib/systemd/system", "b.service", System, true},
		"a/lib/systemd/system/b.service":              {"a", "lib/systemd/system", "b.service", System, true},
		"usr/local/lib/systemd/system":                {".", "usr/local/lib/systemd/system", "", System, true},
		"/usr/lib/systemd/user/b.service.d/x.conf":    {"/", "usr/lib/systemd/user", "b.service.d/x.conf", User, true},
		"/etc/systemd/system/x.service":               {"/", "etc/systemd/system", "x.service", System, true},
		"/r/etc/systemd/system.control/x.service":     {"/r", "etc/systemd/system.control", "x.service", System, true},
		"x/etc/systemd/system/y/lib/systemd/system/z": {"x/etc/systemd/system/y", "lib/systemd/system", "z", System, true},
		"contrib/systemd/system/x.service":            {},
		"my-etc/systemd/system/x.service":             {},
		"x.service":                                   {},
	}
	for name, want := range tests {
		var got answer
		got.root, got.directory, got.rest, got.scope, got.ok = SplitSearchPath(name)
		if got != want {
			t.Errorf("SplitSearchPath(%q) = %+v, want %+v", name, got, want)
		}
	}
}

// TestClean holds the short way to what path.Clean says of every short path.
func TestClean(t *testing.T) {
	names := []string{""}
	for range 6 {
		for _, name := range names {
			if got, want := clean(name), path.Clean(name); got != want {
				t.Fatalf("clean(%q) = %q, want %q", name, got, want)
			}
		}
		var longer []string
		for _, name := range names {
			longer = append(longer, name+"a", name+".", name+"/")
		}
		names = longer
	}
}
