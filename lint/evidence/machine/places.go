package machine

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
)

// places are the directories in which something is placed for a program, each with
// all that are above it.
type places struct {
	// shown is what places something there first.
	shown map[string]need.Sign
	// written are those of them in which the configuration has the program write.
	written map[string]bool
}

// writing are the meanings of what a program writes.
var writing = []daemon.Meaning{daemon.PIDFile, daemon.Log, daemon.State, daemon.Data, daemon.Socket, daemon.Pipe, daemon.Sockets}

// placing are the settings by which a unit says where its program works
// (systemd.exec(5), systemd.unit(5)).
var placing = []struct{ section, name string }{{"Service", "WorkingDirectory"}, {"Unit", "RequiresMountsFor"}}

// places returns where the program's configuration, its command line and its unit
// place something.
func (c *collector) places() *places {
	if c.placed != nil {
		return c.placed
	}
	c.placed = &places{shown: map[string]need.Sign{}, written: map[string]bool{}}
	for _, f := range c.program.Configuration.Facts {
		if f.Default || f.Meaning == daemon.Input {
			continue
		}
		for _, value := range f.Values {
			c.placed.add(value, c.stated(f)[0], slices.Contains(writing, f.Meaning))
		}
	}
	for _, s := range c.program.Configuration.Named {
		c.placed.add(s.Value, need.Sign{Message: "'" + s.Key + " " + s.Value + "'", Path: s.Place.File.Path, Place: s.Place}, false)
	}
	for _, word := range namedFiles(c.program.Arguments) {
		c.placed.add(word, need.Sign{Message: "is called with " + word}, false)
	}
	for _, p := range placing {
		for _, a := range c.unit.All(p.section, p.name) {
			c.placed.add(a.Value, need.Sign{Message: "'" + a.Key + "=" + a.Value + "'", Path: a.File.Source.Path, Place: a.Range()}, false)
		}
	}
	return c.placed
}

// deepestPlace bounds how deep a path is followed.
const deepestPlace = 32

func (p *places) add(name string, shown need.Sign, written bool) {
	if !path.IsAbs(name) {
		return
	}
	for depth := 0; name != "/" && depth < deepestPlace; depth++ {
		if _, known := p.shown[name]; !known {
			p.shown[name] = shown
		}
		if written {
			p.written[name] = true
		}
		name = path.Dir(name)
	}
}

// usesGift returns what shows that the program works with a path of its package:
// its strings name it, or its configuration, its command line or its unit places
// something there. The sign is empty where nothing does.
func (c *collector) usesGift(g packaged.Gift) need.Sign {
	if shown, found := c.places().shown[g.Path]; found {
		return shown
	}
	if c.program.names(g.Path) {
		return need.Sign{Message: "names " + g.Path, Path: c.program.Path}
	}
	return need.Sign{}
}

// names tells whether one of the program's strings is a path. Strings of Go and Rust
// stand side by side, so that what follows in another one may look as if it belonged
// to it.
func (p *Program) names(name string) bool {
	const mostLooked = 64
	sorted := p.Binary.Strings
	at, found := slices.BinarySearch(sorted, name)
	if found || !p.runsTogether() {
		return found
	}
	return slices.ContainsFunc(sorted[at:min(at+mostLooked, len(sorted))], func(text string) bool {
		behind, begins := strings.CutPrefix(text, name)
		return begins && behind[0] != '/'
	})
}
