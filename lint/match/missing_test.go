package match_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestDirectoriesOfAFirstStart asks for directories that are not there before a
// program makes them: what lies above them has to be writable, which nobody claims
// that it is not where nothing says that the program needs them.
func TestDirectoriesOfAFirstStart(t *testing.T) {
	machine := host.New(nil, host.Facts{
		Existing: []string{"/etc/letsencrypt", "/var/lib", "/var/log"},
		Missing:  []string{"/var/lib/letsencrypt", "/var/log/letsencrypt"},
	})
	for dropIn, want := range map[string]int{
		"ProtectSystem=strict\nReadWritePaths=/etc/letsencrypt":                   2,
		"ProtectSystem=strict\nReadWritePaths=/etc/letsencrypt /var/log":          1,
		"ProtectSystem=strict\nReadWritePaths=/etc/letsencrypt /var/log /var/lib": 0,
		"ProtectSystem=full\nReadWritePaths=/etc/letsencrypt":                     0,
	} {
		box := sandbox.New(load(t, "[Service]\nType=oneshot\nExecStart=/usr/bin/certbot renew\n", "[Service]\n"+dropIn+"\n"), machine)
		found := 0
		for _, r := range match.Refusals(box, assess.Of(box.Unit(), assess.Sources{Library: profile.Builtin()}).Needs) {
			found++
			if r.Aspect != match.NotWritable || r.Need.Certainty != need.Possible {
				t.Errorf("%q: %s of certainty %d refuses %v", dropIn, r.Aspect, r.Need.Certainty, r.Need.Any)
			}
		}
		if found != want {
			t.Errorf("%q: %d needs are refused, want %d", dropIn, found, want)
		}
	}
}
