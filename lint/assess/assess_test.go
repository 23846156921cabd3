package assess_test

import (
	"fmt"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
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
