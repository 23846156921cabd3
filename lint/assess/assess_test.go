package assess_test

import (
	"fmt"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/need"
)

// TestConfiguredOnce holds that what the configuration of a program says, of which
// all needs were measured, is asked for once.
func TestConfiguredOnce(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"usr/lib/systemd/system/example.service": "[Service]\nExecStart=/usr/sbin/nginx\n",
		"usr/sbin/nginx":                         "#!/bin/sh\n",
		"etc/nginx/nginx.conf":                   "error_log /srv/log/error.log;\nserver { listen 8443; ssl_certificate /srv/cert.pem; }\n",
	})
	seen := map[string]int{}
	for _, n := range assess.Of(loadFrom(t, tree), assess.Sources{
		Library: profile.Builtin(), Machine: machine.New(tree, machine.Everything(), nil),
		Configuration: func() *machine.Machine { return machine.New(tree, machine.Sources{Configuration: true}, nil) },
	}).Needs {
		if !n.FromText() {
			seen[fmt.Sprint(n.Kind, n.Any, n.Line, n.Evidence.Source)]++
		}
	}
	for asked, count := range seen {
		if count > 1 {
			t.Errorf("%d times: %s", count, asked)
		}
	}
	if len(seen) == 0 {
		t.Error("nothing is known")
	}
}

// TestConfiguredElsewhere holds that the places of a program as packaged are no more
// than possible where its command line names another configuration, and nothing else is
// less sure for it.
func TestConfiguredElsewhere(t *testing.T) {
	for _, c := range []struct {
		start     string
		elsewhere bool
	}{
		{"/usr/sbin/chronyd -n", false},
		{"/usr/sbin/chronyd -n -f /etc/chrony/chrony.conf", false},
		{"/usr/sbin/chronyd -n -f /etc/chrony/other.conf", true},
		{"/usr/sbin/unbound -d -c /srv/unbound.conf", true},
		{"/usr/sbin/unbound -d", false},
		{"/nix/store/x-unbound-1/bin/unbound -d", true},
	} {
		tree := treeOf(t, systemdtest.Tree{"usr/lib/systemd/system/example.service": "[Service]\nType=exec\nExecStart=" + c.start + "\n"})
		sure := map[bool]int{}
		for _, n := range assess.Of(loadFrom(t, tree), assess.Sources{Library: profile.Builtin()}).Needs {
			if !n.FromText() && n.Certainty > need.Possible {
				sure[n.Kind == need.Write || n.Kind == need.Create || n.Kind == need.Serve || n.Kind == need.Bind]++
			}
		}
		if (sure[true] == 0) != c.elsewhere || sure[false] == 0 {
			t.Errorf("%s: %d places and %d other needs are sure", c.start, sure[true], sure[false])
		}
	}
}
