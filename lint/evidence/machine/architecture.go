package machine

import (
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/need"
)

// sisters are the architectures whose programs run on hosts of another one, with that of the
// host (systemd.exec(5), SystemCallArchitectures=).
var sisters = map[string]string{"x86": "x86-64", "x32": "x86-64", "arm": "arm64", "ppc": "ppc64", "s390": "s390x"}

// ofHost are programs that a host has of its own architecture, whatever else is installed.
var ofHost = []string{"/usr/lib/systemd/systemd", "/lib/systemd/systemd", "/usr/bin/bash", "/bin/bash", "/usr/bin/sh", "/bin/sh", "/usr/bin/ls", "/bin/ls"}

// hostArchitecture returns the architecture of the tree's own programs, or "".
func (m *Machine) hostArchitecture() string {
	for _, name := range ofHost {
		if b := m.read(name); b != nil && b.Format == binary.ELF {
			return b.Architecture
		}
	}
	return ""
}

// foreign records that a program is for another architecture than the host's, whose system
// calls it makes. Where the tree does not show which one that is, a program for 32 bits of a
// PC is taken for one on a host of 64; of others there are many hosts of either kind.
func (c *collector) foreign() {
	own := c.program.Binary.Architecture
	wider, hasWider := sisters[own]
	if !hasWider {
		return // no other host runs it
	}
	host := c.host()
	if host != "" && host != wider {
		return
	}
	certainty := need.Likely
	if host == "" && own != "x86" {
		certainty = need.Possible
	}
	shown := []need.Sign{{Message: "is machine code for " + own, Path: c.program.Path}}
	made := c.claim(need.Architecture, certainty, "is a program for "+own, shown, own)
	made.Evidence.Local = !strings.HasPrefix(c.program.Path, "/usr/") || strings.HasPrefix(c.program.Path, "/usr/local/")
}
