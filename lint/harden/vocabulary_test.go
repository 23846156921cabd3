package harden_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestSharedVocabulary: what was found for one unit says nothing about another that says
// more itself.
func TestSharedVocabulary(t *testing.T) {
	const program = "[Service]\nExecStart=/usr/bin/example\n"
	fragments := []string{
		program,
		program + "CapabilityBoundingSet=~CAP_SYS_TIME CAP_MAC_ADMIN\n",
		program + "PrivateDevices=yes\n",
		program + "SystemCallFilter=~@clock @module\n",
		program + "SystemCallErrorNumber=EACCES\n",
		program + "SystemCallFilter=~socket\n",
		program + "RestrictAddressFamilies=~AF_NETLINK\n",
		program + "RestrictNamespaces=mnt\n",
		program + "User=example\n",
		"[Service]\nExecStart=/usr/sbin/smartd -n /dev/sda\n",
		"[Service]\nExecStart=/usr/sbin/smartd -n /dev/sdb\n",
	}
	one := &harden.Vocabulary{}
	for _, fragment := range append(slices.Clone(fragments), fragments...) {
		s := subject(t, "a.service", fragment, "debian-12")
		advise := func(v *harden.Vocabulary) *harden.Advice {
			u := s.Editions[0].Unit
			return harden.Request{
				Box: sandbox.New(u, s.Host), Host: s.Host, Target: s.Editions[0].Target, Library: s.Library, Vocabulary: v,
				Assessment: assess.Of(u, assess.Sources{Library: s.Library, Host: s.Host}),
			}.Advise()
		}
		shared, alone := advise(one), advise(nil)
		for _, name := range []string{
			"CapabilityBoundingSet", "PrivateDevices", "SystemCallFilter", "RestrictAddressFamilies", "RestrictNamespaces", "User", "ProtectHome",
		} {
			if got, want := shared.Lines(name), alone.Lines(name); !slices.Equal(got, want) {
				t.Errorf("%s for\n%s is %q after other units, %q before them", name, fragment, got, want)
			}
		}
	}
}
