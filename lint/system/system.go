// Package system knows all units of a run, system and user: it answers what
// crosses units, such as which of them wait for each other. Of a single unit it
// also tells which sockets it is handed and whose namespaces it joins, by what
// lies on the unit's own search path, whether the run holds that or not.
package system

import (
	"path"
	"sync"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// System is all units of a run, merged at one release. It may be asked by
// several goroutines at once.
type System struct {
	units []*unit.Unit
	named map[key]*unit.Unit

	order  sync.Once
	cycles map[*unit.Unit][]Cycle

	preceding sync.Once
	before    map[*unit.Unit][]*unit.Unit

	linking sync.Once
	links   map[*unit.Unit][]locate.DependencyLink

	mentioning sync.Once
	mentioned  map[key][]Mention
}

// key is a unit's name with its manager and the tree of files it comes from. In
// a packaging tree each directory stands for itself: there may be variants of a
// unit that are never installed together.
type key struct {
	files     *locate.Tree
	scope     locate.Scope
	directory string
	name      string
}

func keyOf(u *unit.Unit, name string) key {
	k := key{files: u.Tree, scope: u.Scope, name: name}
	if u.Packaging {
		k.directory = path.Dir(u.Identity.Fragment)
	}
	return k
}

// New returns the system of units that were merged at the same release. Of
// several with one name, as packaging trees have them, the first is kept.
func New(units []*unit.Unit) *System {
	s := &System{units: units, named: make(map[key]*unit.Unit, len(units))}
	for _, u := range units {
		s.name(u, u.Name)
		for _, name := range u.Names {
			s.name(u, name)
		}
	}
	return s
}

// name gives a unit a name, unless another one has it.
func (s *System) name(u *unit.Unit, name string) {
	if k := keyOf(u, name); s.named[k] == nil {
		s.named[k] = u
	}
}

// Beside returns the unit of a name that belongs to the same manager and the
// same tree of files (in a packaging tree the same directory) as another, or nil where the run does not hold it.
func (s *System) Beside(u *unit.Unit, name string) *unit.Unit {
	return s.named[keyOf(u, name)]
}

// Units returns all units of the run, in its order.
func (s *System) Units() []*unit.Unit { return s.units }
