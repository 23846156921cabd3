package host

import (
	"slices"
	"testing"
)

// TestAccountFiles holds that accounts are found in /etc and where modules of nsswitch.conf(5) have theirs, and
// that it is told which file has them.
func TestAccountFiles(t *testing.T) {
	h := FromTree(write(t, map[string]string{
		"etc/passwd": "root:x:0:0::/root:/bin/sh\n", "etc/group": "root:x:0:\nlog:x:9:chrony\n",
		"usr/lib/passwd": "chrony:x:7:7::/var/lib/chrony:/bin/sh\n", "usr/lib/group": "chrony:x:7:\n",
	}), Facts{})
	for user, want := range map[string]struct {
		source string
		groups []string
	}{
		"root":   {"/etc/group", []string{"root"}},
		"chrony": {"/usr/lib/group", []string{"log", "chrony"}},
		"7":      {"/usr/lib/group", []string{"log", "chrony"}},
		"other":  {},
	} {
		if of := h.GroupsOf(user); of.Source != want.source || !slices.Equal(of.Groups, want.groups) {
			t.Errorf("%s: groups %q by %q, want %q by %q", user, of.Groups, of.Source, want.groups, want.source)
		}
	}
	if of := h.User("chrony"); of.Source != "/usr/lib/passwd" {
		t.Errorf("chrony is an account of %q", of.Source)
	}
}
