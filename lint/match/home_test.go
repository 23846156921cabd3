package match_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestHomeOfNobodyHere holds that homes are hidden by settings alone, not by there
// being nobody of the name that is asked for.
func TestHomeOfNobodyHere(t *testing.T) {
	machine := host.New(nil, host.Facts{Missing: []string{"/home/user"}})
	for dropIn, want := range map[string]bool{"UMask=0077": false, "ProtectHome=yes": true, "ProtectHome=tmpfs": true, "ProtectHome=read-only": false} {
		box := sandbox.New(load(t, server, "[Service]\n"+dropIn+"\n"), machine)
		if got := match.Refused(box, &need.Need{Kind: need.Home}); got != want {
			t.Errorf("%s: refused %t, want %t", dropIn, got, want)
		}
	}
}
