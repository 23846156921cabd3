package machine_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/need"
)

// TestRaised holds that a program has the capabilities which a script of its package
// gives to its file by another name, and none that it takes away.
func TestRaised(t *testing.T) {
	for title, c := range map[string]struct {
		command, script string
		want            bool
	}{
		"by its name":          {"/usr/bin/unseen", "setcap cap_net_raw+ep /usr/bin/unseen", true},
		"by the merged one":    {"/usr/bin/unseen", "setcap cap_net_raw+ep /bin/unseen", true},
		"run by an old one":    {"/bin/unseen", "setcap cap_net_raw+ep /usr/bin/unseen", true},
		"run by a link to it":  {"/usr/bin/linked", "setcap cap_net_raw+ep /usr/bin/unseen", true},
		"another program":      {"/usr/bin/unseen", "setcap cap_net_raw+ep /usr/bin/other", false},
		"taken away":           {"/usr/bin/unseen", "setcap cap_net_raw-ep /usr/bin/unseen", false},
		"for those who may it": {"/usr/bin/unseen", "setcap cap_net_raw=i /usr/bin/unseen", false},
	} {
		k, _ := knowledge(t, map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=" + c.command + "\n",
			"usr/bin/unseen":                        "#!/usr/bin/python3\n",
			"usr/bin/linked":                        systemdtest.Link("unseen"),
			"bin":                                   systemdtest.Link("usr/bin"),
			"var/lib/dpkg/status":                   "Package: unseen\n\n",
			"var/lib/dpkg/info/unseen.list":         "/usr/bin/unseen\n/usr/bin/linked\n",
			"var/lib/dpkg/info/unseen.postinst":     "#!/bin/sh\n" + c.script + "\n",
		}, machine.Everything(), nil)
		possible := claims(k, need.Possible)
		if got := has(possible, "capability CAP_NET_RAW"); got != c.want || has(possible, "gain-privileges") != c.want {
			t.Errorf("%s: %q", title, possible)
		}
	}
}

// TestRaisedForUsers holds that a service of another user than root needs the capabilities
// of its program's file in its bounding set, and no more than that.
func TestRaisedForUsers(t *testing.T) {
	k, _ := knowledge(t, map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nUser=unseen\nExecStart=/usr/bin/unseen\n",
		"usr/bin/unseen":                        "#!/usr/bin/python3\n",
		"var/lib/dpkg/status":                   "Package: unseen\n\n",
		"var/lib/dpkg/info/unseen.list":         "/usr/bin/unseen\n",
		"var/lib/dpkg/info/unseen.postinst":     "setcap cap_net_raw=ep /usr/bin/unseen\n",
	}, machine.Everything(), nil)
	var gained []string
	for _, n := range k.Needs {
		if n.Kind == need.Capability && n.Conditions.Starts == need.AsUser && n.Conditions.Gained {
			gained = append(gained, n.Any...)
		}
	}
	if !slices.Equal(gained, []string{"CAP_NET_RAW"}) {
		t.Errorf("%q", gained)
	}
}
