package harden_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestNeededNamesWhatKeepsAPoint holds that each check which stays failed for a need
// names that need, and that no other check names one.
func TestNeededNamesWhatKeepsAPoint(t *testing.T) {
	s := subject(t, "a.service", "[Service]\nType=forking\nPIDFile=/run/a.pid\nExecStart=/usr/sbin/exampled --listen 0.0.0.0:80 --user=www\n", "debian-12")
	box := sandbox.New(s.Editions[0].Unit, s.Host)
	score, err := exposure.Of(box, nil)
	if err != nil {
		t.Fatal(err)
	}
	library := profile.Builtin()
	needed := harden.Request{
		Box: box, Host: s.Host, Target: s.Editions[0].Target, Library: library,
		Assessment: assess.Of(box.Unit(), assess.Sources{Library: library, Host: s.Host}),
	}.Needed(score)
	for id, want := range map[string]need.Kind{
		"PrivateNetwork":                             need.Serve,
		"IPAddressDeny":                              need.Serve,
		"RestrictAddressFamilies_AF_INET_INET6":      need.Serve,
		"CapabilityBoundingSet_CAP_SET_UID_GID_PCAP": need.Capability,
		"PrivateTmp":                                 "",
		"RestrictNamespaces_user":                    "",
		"RestrictAddressFamilies_OTHER":              "",
		"CapabilityBoundingSet_CAP_SYS_TIME":         "",
	} {
		o, kept := needed[id]
		if kept != (want != "") || kept && o.Need.Kind != want {
			t.Errorf("%s is kept by %+v, want %q", id, o.Need, want)
		}
	}
	for id := range needed {
		if score.Passes(id) {
			t.Errorf("%s passes, and a need keeps it from that", id)
		}
	}
}

// TestEveryListOfChecksCanBeTaken holds that the line of a check by which its words
// are taken from a service passes it, or halves it where the release does so with
// every list of what is denied.
func TestEveryListOfChecksCanBeTaken(t *testing.T) {
	for _, targets := range []string{"systemd-240", "debian-12", "systemd-262"} {
		s := subject(t, "a.service", "[Service]\nExecStart=/usr/bin/exampled\n", targets)
		u := s.Editions[0].Unit
		score, err := exposure.Of(sandbox.New(u, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range score.Checks {
			c := &score.Checks[i]
			if c.Takes == "" || c.Set == nil || *c.Set {
				continue
			}
			after, err := exposure.Of(sandbox.New(u.With(c.Takes), nil), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !after.Passes(c.ID) && *c.Tenths > 1 && *after.Check(c.ID).Tenths >= *c.Tenths { // a tenth is the least that is shown
				t.Errorf("%s: %s is no better with %s", targets, c.ID, c.Takes)
			}
		}
	}
}
