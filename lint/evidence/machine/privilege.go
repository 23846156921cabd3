package machine

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
)

// raised records the capabilities that the package gives to the program's file: root
// may be refused them, and another user has them unless nothing gives privileges when
// it is executed (capabilities(7), execve(2)).
func (c *collector) raised() {
	if c.program.Package == nil {
		return
	}
	for _, p := range c.program.Package.Privileges {
		if p.Path != c.program.Path {
			continue
		}
		shown := []need.Sign{toldSign("its package gives it "+p.Capabilities, p.Told)}
		for _, word := range strings.FieldsFunc(p.Capabilities, func(r rune) bool { return strings.ContainsRune(",=+- ", r) }) {
			if known, found := catalog.CapabilityNamed(word); found {
				c.claim(need.Capability, need.Possible, "has the file capability "+known.Name, shown, known.Name)
			}
		}
		c.claim(need.GainPrivileges, need.Possible, "has file capabilities", shown, p.Path).Conditions.Starts = need.AsUser
	}
}
