package machine

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
)

// named records the paths among the program's strings.
func (c *collector) named() {
	for _, name := range c.program.Binary.Strings {
		shown := []need.Sign{{Message: "names " + name, Path: c.program.Path}}
		switch {
		case strings.HasPrefix(name, "/proc/") || strings.HasPrefix(name, "/sys/"):
			c.claim(need.Read, need.Possible, "reads "+name, shown, name)
		case c.program.Package != nil && c.program.Package.Owns(name) && strings.HasPrefix(name, "/etc/"):
			c.claim(need.Read, need.Possible, "reads "+name, shown, name)
		case strings.HasPrefix(name, "/var/") || strings.HasPrefix(name, "/run/"):
			if place := c.program.placed(name); place != "" {
				shown[0].Message = "names " + place
				c.claim(need.Write, need.Possible, "writes "+place, shown, place)
			}
		}
	}
}

// placed returns what a program writes, of a path among its strings: one that its package
// has, or that lies in a directory of it; "" for none. Strings of Go and Rust stand side
// by side, so that what a path begins with is the surer place. The beginning of a name
// stands for names in its directory.
func (p *Program) placed(name string) string {
	of := p.Package
	switch {
	case of == nil:
		return ""
	case of.Owns(name):
		return name
	}
	if p.runsTogether() {
		if place := of.Holding(name); packaged.InVariableData(place) {
			return place
		}
	}
	if !of.Owns(path.Dir(name)) {
		return ""
	}
	plain := strings.TrimRight(strings.TrimSuffix(name, "XXXXXX"), "-_.@") // mkstemp(3), instances
	switch {
	case plain == name || strings.HasSuffix(plain, "/"):
		return name
	case packaged.InVariableData(path.Dir(name)):
		return path.Dir(name)
	}
	return plain
}

// runsTogether tells that the program's strings stand side by side.
func (p *Program) runsTogether() bool { return p.Binary.Go != nil || p.Binary.Rust }

// Shows tells whether one of the program's strings can be told from those beside it.
func (p *Program) Shows(name string) bool {
	return !p.runsTogether() || p.Package != nil && p.Package.Owns(name)
}
