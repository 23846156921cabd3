package machine

import (
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/binary"
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
