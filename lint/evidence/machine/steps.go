package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// steps records what a shell script does whatever happens: what it makes in /run,
// which is empty when the system starts, and what it gives to others.
func (c *collector) steps() {
	s := c.program.Binary.Steps
	for _, name := range s.Makes {
		name = path.Clean(name)
		if !strings.HasPrefix(unit.BelowRun(name), "/run/") || c.unit.Creates(name) || c.isTemporary(name) {
			continue
		}
		c.claim(need.Create, need.Likely, "makes "+name, []need.Sign{{Message: "makes " + name, Path: c.program.Path}}, name)
	}
	for _, name := range s.GivesAway {
		c.claim(need.Capability, need.Likely, "changes the owner of "+name, []need.Sign{{Message: "changes the owner of " + name, Path: c.program.Path}}, "CAP_CHOWN")
	}
}

// isTemporary tells whether systemd-tmpfiles or a maintainer script makes a path, or
// one above it, for the package.
func (c *collector) isTemporary(name string) bool {
	return c.program.Package != nil && slices.ContainsFunc(c.program.Package.Gifts, func(g packaged.Gift) bool { return g.Holds(name) })
}
