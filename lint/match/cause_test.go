package match_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// TestFurtherCauses expects one refusal that names every setting which would
// refuse the need by itself.
func TestFurtherCauses(t *testing.T) {
	for _, c := range []struct {
		name, line, dropIn string
		aspect             match.Aspect
		first              string
		further            []string
	}{
		{
			"a capability and its calls", "/bin/chown daemon /srv/example", "CapabilityBoundingSet=CAP_KILL\nSystemCallFilter=~@chown",
			match.CapabilityMissing, "CapabilityBoundingSet", []string{"SystemCallFilter"},
		},
		{
			"a port in four ways", "/usr/bin/example --port=80",
			"RestrictAddressFamilies=AF_UNIX\nSystemCallFilter=~bind\nCapabilityBoundingSet=CAP_KILL\nPrivateNetwork=yes",
			match.FamilyDenied, "RestrictAddressFamilies", []string{"SystemCallFilter", "CapabilityBoundingSet", "PrivateNetwork"},
		},
		{
			"modules", "/sbin/modprobe example", "ProtectKernelModules=yes\nSystemCallFilter=~@module",
			match.KernelProtected, "SystemCallFilter", []string{"ProtectKernelModules"},
		},
		{
			"modules without the capability", "/sbin/modprobe example", "CapabilityBoundingSet=~CAP_SYS_MODULE\nProtectKernelModules=yes\nSystemCallFilter=~@module",
			match.KernelProtected, "SystemCallFilter", []string{"CapabilityBoundingSet", "ProtectKernelModules"},
		},
		{
			"the last port that takes a capability", "/usr/bin/example --port=1023", "CapabilityBoundingSet=CAP_KILL\nPrivateNetwork=yes",
			match.PortDenied, "CapabilityBoundingSet", []string{"PrivateNetwork"},
		},
		{
			"the first port that takes none", "/usr/bin/example --port=1024", "CapabilityBoundingSet=CAP_KILL\nPrivateNetwork=yes",
			match.NetworkIsolated, "PrivateNetwork", nil,
		},
		{
			"nothing else", "/usr/bin/example --port=8080", "PrivateNetwork=yes", match.NetworkIsolated, "PrivateNetwork", nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			box := sandbox.New(load(t, "[Service]\nExecStart="+c.line+"\n", "[Service]\n"+c.dropIn+"\n"), nil)
			unmet := match.Refusals(box, assess.Of(box.Unit(), assess.Sources{Library: profile.Builtin()}).Needs)
			if len(unmet) != 1 {
				t.Fatalf("want one unmet need, got %+v", unmet)
			}
			u := unmet[0]
			if u.Aspect != c.aspect || len(u.Verdict.Because) == 0 || u.Verdict.Because[0].Key != c.first {
				t.Errorf("want %s decided by %s, got %s by %+v", c.aspect, c.first, u.Aspect, u.Verdict.Because)
			}
			var keys []string
			for _, a := range u.Further {
				keys = append(keys, a.Key)
			}
			if len(keys) != len(c.further) {
				t.Fatalf("want the further causes %v, got %v", c.further, keys)
			}
			for i := range keys {
				if keys[i] != c.further[i] {
					t.Errorf("want the further causes %v, got %v", c.further, keys)
				}
			}
		})
	}
}
