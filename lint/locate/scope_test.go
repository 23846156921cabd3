package locate

import "testing"

// TestScopeOf holds that only the directories of managers make a user unit, not a
// home that is called so.
func TestScopeOf(t *testing.T) {
	for dir, want := range map[string]Scope{
		"/home/user":                      System,
		"/src/user":                       System,
		"/src/systemd/user":               User,
		"/src/units/user":                 User,
		"/home/user/.config/systemd/user": User,
		"/src/systemd-user":               User,
		"systemd/user":                    User,
		"/src/xsystemd/system":            System,
		"/src/mysystemd/user":             System,
	} {
		if got := scopeOf(dir); got != want {
			t.Errorf("%s: got %s, want %s", dir, got, want)
		}
	}
}
