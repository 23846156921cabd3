package harden_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestAdviceKeeps expects that advice gives up for a need what refuses it, and nothing that
// only seemed to.
func TestAdviceKeeps(t *testing.T) {
	const root = "[Service]\nUser=root\nExecStart=/usr/bin/example\n"
	for _, test := range []struct {
		name, fragment string
		needs          []need.Need
		keeps, givesUp string
	}{
		{
			"a need of ordinary users alone", "[Service]\nExecStart=/usr/bin/example\n",
			[]need.Need{
				{Kind: need.GainPrivileges, Conditions: need.Conditions{Starts: need.AsUser}},
				{Kind: need.Owner, Any: []string{"root"}},
			},
			"NoNewPrivileges", "User",
		},
		{
			"one of several capabilities", root,
			[]need.Need{
				{Kind: need.Root},
				{Kind: need.Capability, Any: []string{"CAP_SETUID", "CAP_CHOWN"}},
				{Kind: need.Capability, Any: []string{"CAP_SYS_NICE"}},
			},
			"NoNewPrivileges", "PrivateUsers",
		},
		{
			"the one capability", root,
			[]need.Need{{Kind: need.Root}, {Kind: need.Capability, Any: []string{"CAP_SETUID"}}},
			"ProtectClock", "NoNewPrivileges",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := subject(t, "a.service", test.fragment, "debian-13")
			u := s.Editions[0].Unit
			advice := harden.Request{
				Box: sandbox.New(u, s.Host), Host: s.Host, Target: s.Editions[0].Target, Library: s.Library, Assessment: &assess.Assessment{Needs: test.needs},
			}.Advise()
			if len(advice.Lines(test.keeps)) == 0 {
				t.Errorf("%s is given up", test.keeps)
			}
			if lines := advice.Lines(test.givesUp); len(lines) > 0 {
				t.Errorf("%q is advised", lines)
			}
		})
	}
}

// TestNoVainWords expects that calls which a looser filter lets pass anyway are not named in
// it again.
func TestNoVainWords(t *testing.T) {
	s := subject(t, "nginx.service", "[Service]\nType=forking\nPIDFile=/run/nginx.pid\n"+
		"ExecStart=/usr/sbin/nginx -g 'daemon on; master_process on;'\n", "debian-12")
	u := s.Editions[0].Unit
	lines := harden.Request{
		Box: sandbox.New(u, s.Host), Host: s.Host, Target: s.Editions[0].Target, Library: s.Library,
		Assessment: assess.Of(u, assess.Sources{Library: s.Library, Host: s.Host}),
	}.Advise().Lines("SystemCallFilter")
	want := []string{"SystemCallFilter=~@clock @cpu-emulation @debug @module @obsolete @raw-io @reboot @swap", "SystemCallErrorNumber=EPERM"}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q instead of %q", lines, want)
	}
}
