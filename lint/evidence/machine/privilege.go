package machine

import "github.com/unitlint/unitlint/lint/need"

// raised records the capabilities that the package gives to the program's file: root
// may be refused them, and another user has them unless nothing gives privileges when
// it is executed; it is not executed at all where the bounding set lacks one of them that
// is effective at once (capabilities(7), execve(2)).
func (c *collector) raised() {
	for _, p := range c.program.Privileges {
		shown := []need.Sign{toldSign("its package gives it "+p.Capabilities, p.Told)}
		permitted := p.Permitted()
		if len(permitted) == 0 {
			continue
		}
		for _, name := range permitted {
			why := "has the file capability " + name
			c.claim(need.Capability, need.Possible, why, shown, name)
			gained := &c.claim(need.Capability, need.Possible, why, shown, name).Conditions
			gained.Starts, gained.Gained = need.AsUser, true
		}
		c.claim(need.GainPrivileges, need.Possible, "has file capabilities", shown, p.Path).Conditions.Starts = need.AsUser
	}
}
