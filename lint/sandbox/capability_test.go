package sandbox

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
)

// TestHolds holds that the short answer about a capability is that of the long one.
func TestHolds(t *testing.T) {
	for _, lines := range []string{
		"", "User=a", "DynamicUser=yes", "CapabilityBoundingSet=CAP_CHOWN CAP_SETUID", "User=a; AmbientCapabilities=CAP_CHOWN",
		"CapabilityBoundingSet=; AmbientCapabilities=CAP_CHOWN", "SecureBits=noroot", "User=root; SecureBits=noroot; AmbientCapabilities=CAP_SETUID",
		"User=root; SystemCallFilter=@system-service; NoNewPrivileges=yes", "ProtectClock=yes; ProtectKernelLogs=yes",
		"User=root; SystemCallFilter=@system-service setuid; NoNewPrivileges=yes; CapabilityBoundingSet=CAP_SETUID",
	} {
		for _, version := range []int{239, 252, 257} {
			p := newSandbox(t, version, strings.Split(lines, "; ")...).Main()
			for _, c := range catalog.Capabilities() {
				bit := CapabilitySet(1) << c.Number
				if got, want := p.holds(c.Name, bit), p.heldCapability(c.Name, bit); got != (want.Answer == Yes) {
					t.Errorf("%d: with %q it holds %s: %v, but %+v", version, lines, c.Name, got, want)
				}
			}
		}
	}
}
