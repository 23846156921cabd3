package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
)

// given records what follows from the paths that the package gives to accounts, or
// that belong to them in the tree: the program writes them, as their owner, or as root
// over the owner's head.
func (c *collector) given() {
	user := c.unit.PackagedUser()
	for _, g := range c.gifts(user) {
		shown := []need.Sign{{Message: g.Path + " belongs to " + g.User}}
		if g.Told != (packaged.Told{}) {
			shown[0] = toldSign("its package gives "+g.Path+" to "+g.User, g.Told)
		}
		by := c.usesGift(g)
		if by.Message != "" {
			shown = append(shown, by)
		}
		switch {
		case g.User == user:
			c.givenToUser(g, by.Message != "", shown)
		case user == "" || user == "root":
			c.givenToOthers(g, by.Message != "", shown)
		default:
			c.claim(need.Write, need.Possible, "writes "+g.Path, shown, g.Path)
		}
	}
	if c.program.Package != nil {
		c.rotated()
	}
}

// gifts returns what the program's package gives away, and what belongs to others
// than root beside that: to the user of the packaged unit, or, where the program is
// root, whatever its configuration has it write.
func (c *collector) gifts(user string) []packaged.Gift {
	var all []packaged.Gift
	if c.program.Package != nil {
		all = slices.Clone(c.program.Package.Gifts)
	}
	if c.packages == nil {
		return all
	}
	isRoot := user == "" || user == "root"
	for _, g := range c.packages.Owned() {
		known := slices.ContainsFunc(all, func(known packaged.Gift) bool { return known.Path == g.Path })
		if !known && (g.User == user || isRoot && c.places().written[g.Path]) {
			all = append(all, g)
		}
	}
	return all
}

// givenToUser records that the service writes, as the account of its packaged unit,
// what belongs to it. That is likely where something beside the package shows that
// the program uses the path: others work without theirs. Measured with 98 services
// of Debian 12. What the unit has systemd make belongs to any user.
func (c *collector) givenToUser(g packaged.Gift, used bool, shown []need.Sign) {
	certainty := need.Possible
	if used {
		certainty = need.Likely
	}
	if !c.unit.Creates(g.Path) {
		c.claim(need.Owner, certainty, "has files of the user "+g.User, shown, g.User)
	}
	if !isKept(g.Path) {
		certainty = need.Possible
	}
	c.claim(need.Write, certainty, "writes "+g.Path, shown, g.Path)
}

// givenToOthers records that a program of root writes what belongs to another
// account, for which the kernel asks it to override file permissions
// (capabilities(7)). That is likely where its configuration says that it writes
// there; one that can become that account may do it as such.
func (c *collector) givenToOthers(g packaged.Gift, used bool, shown []need.Sign) {
	c.claim(need.Write, need.Possible, "writes "+g.Path, shown, g.Path)
	if g.User == "root" || !used || !isKept(g.Path) {
		return
	}
	certainty := need.Possible
	if c.places().written[g.Path] && !c.surelyBecomesOther() {
		certainty = need.Likely
	}
	c.claim(need.Capability, certainty, "writes "+g.Path+", which belongs to "+g.User, shown, "CAP_DAC_OVERRIDE")
}

// surelyBecomesOther tells whether the program likely becomes another user.
func (c *collector) surelyBecomesOther() bool {
	return slices.ContainsFunc(c.needs, func(n need.Need) bool { return n.Certainty == need.Likely && slices.Contains(n.Any, "CAP_SETUID") })
}

// isKept tells whether a path is one that programs need and change; that a log cannot
// be written few of them mind.
func isKept(name string) bool {
	return packaged.InVariableData(name) && !strings.HasPrefix(name, "/var/log/")
}

// rotated records the logs that logrotate rotates for the package.
func (c *collector) rotated() {
	for _, l := range c.program.Package.Logs {
		directory := path.Dir(l.Name)
		if strings.HasPrefix(directory, "/var/log/") {
			c.claim(need.Write, need.Possible, "writes its logs in "+directory,
				[]need.Sign{toldSign("its package rotates "+l.Name, l.Told)}, directory)
		}
	}
}
