package machine

import (
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
)

// TestNeedsThatDoNotCount holds that a need beyond the bound changes none of those
// that were recorded.
func TestNeedsThatDoNotCount(t *testing.T) {
	c := &collector{program: Program{Binary: &binary.Program{Imports: []string{"pam_open_session"}}}}
	for range mostNeeds {
		c.claim(need.Read, need.Likely, "reads its configuration", nil, "/etc/example")
	}
	c.sessions()
	if last := c.needs[mostNeeds-1]; len(c.needs) != mostNeeds || last.Kind != need.Read || last.Consequence != need.StartFails {
		t.Errorf("the last of %d needs is %+v", len(c.needs), last)
	}
}

// TestPlaced holds what of a program's strings are places that it writes.
func TestPlaced(t *testing.T) {
	of := &packaged.Package{Files: []string{"/var", "/var/cache", "/var/lib", "/var/lib/example", "/var/lib/example/own.db", "/var/log", "/var/log/example"}}
	for _, c := range []struct {
		name, ofC, ofGo string
		isShown         bool
	}{
		{"/var/lib/example", "/var/lib/example", "/var/lib/example", true},
		{"/var/lib/example/own.db", "/var/lib/example/own.db", "/var/lib/example/own.db", true},
		{"/var/lib/example/new.db", "/var/lib/example/new.db", "/var/lib/example", false},
		{"/var/lib/exampletag", "/var/lib/exampletag", "/var/lib/example", false},
		{"/var/lib/example/a/b", "", "/var/lib/example", false},
		{"/var/cachefile", "/var/cachefile", "/var/cachefile", false},
		{"/var/log/example/example-", "/var/log/example", "/var/log/example", false},
		{"/var/lib/example/.new.XXXXXX", "/var/lib/example", "/var/lib/example", false},
		{"/var/cache/example.", "/var/cache/example", "/var/cache/example", false},
		{"/srv/example", "", "", false},
	} {
		inC, inGo := &Program{Binary: &binary.Program{}, Package: of}, &Program{Binary: &binary.Program{Go: &binary.Go{}}, Package: of}
		if got := inC.placed(c.name); got != c.ofC || !inC.Shows(c.name) {
			t.Errorf("%s: %q, want %q", c.name, got, c.ofC)
		}
		if got := inGo.placed(c.name); got != c.ofGo || inGo.Shows(c.name) != c.isShown {
			t.Errorf("%s of Go: %q, want %q", c.name, got, c.ofGo)
		}
	}
	if got := (&Program{Binary: &binary.Program{}}).placed("/var/lib/example"); got != "" {
		t.Errorf("of no package: %q", got)
	}
}
