package locate

import "testing"

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
