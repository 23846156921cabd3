package locate

import (
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Units returns the units that the directories of a manager's search path hold,
// sorted by name: each once, under its own name, templates under theirs, and an
// instance where it has files of its own. Drop-ins without a unit give an
// identity with FragmentUnknown.
func (t *Tree) Units(scope Scope) []Identity {
	return t.namesOf(scope, nil, catalog.Newest).units(scope, catalog.Newest)
}

func (m *nameMap) units(scope Scope, version int) []Identity {
	found := map[string]Identity{}
	for name, e := range m.entries {
		if end, err := m.lookUp(name); e.alias != "" && end != nil && err == nil {
			continue // the unit has an entry under its own name
		}
		id := m.identity(name, scope, version)
		if earlier, ok := found[id.ID]; !ok || earlier.Name != id.ID {
			found[id.ID] = id
		}
	}
	for name := range m.ignored {
		if m.entries[name] == nil {
			found[name] = m.identity(name, scope, version)
		}
	}
	for _, stem := range m.stems() {
		if _, ok := found[stem]; ok {
			continue
		}
		if id, ok := m.ofDropIns(stem, scope, version); ok {
			if _, known := found[id.ID]; !known {
				found[id.ID] = id
			}
		}
	}
	m.addStrays(found, scope)
	names := slices.Sorted(maps.Keys(found))
	ids := make([]Identity, 0, len(names))
	for _, name := range names {
		ids = append(ids, found[name])
	}
	return ids
}

// addStrays adds what was meant for no unit that is there, under the name of
// what it was meant for, so that it can be told.
func (m *nameMap) addStrays(found map[string]Identity, scope Scope) {
	known := map[string]bool{}
	for _, id := range found {
		for _, name := range id.Names {
			known[name] = true
		}
	}
	for _, s := range m.strays {
		name := s.Unit
		if name == "" {
			name = path.Base(s.Path)
		}
		if known[name] || s.Kind == StrayAbove && scope == User {
			// The directory above is that of both managers: the system's tells it.
			continue
		}
		id, ok := found[name]
		if !ok {
			id = Identity{
				Name: name, Scope: scope, State: NotFound, ID: name, Names: []string{name}, Tree: m.tree, FragmentUnknown: true,
			}
		}
		id.Strays = append(id.Strays, s)
		found[name] = id
	}
}

// stems returns the names that directories of drop-ins are for, sorted.
func (m *nameMap) stems() []string {
	stems := map[string]bool{}
	for _, subdirs := range m.subdirs {
		for dir := range subdirs {
			if stem, ok := strings.CutSuffix(dir, ".d"); ok {
				stems[stem] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(stems))
}

// ofDropIns returns the unit that a directory of drop-ins is for: an instance
// that it singles out, or one whose fragment is not here. ok is false where
// other units read the drop-ins, or none are there.
func (m *nameMap) ofDropIns(stem string, scope Scope, version int) (id Identity, ok bool) {
	id = m.identity(stem, scope, version)
	if id.State != NotFound {
		return id, true
	}
	if len(id.DropIns) == 0 || m.covered(stem) {
		return id, false
	}
	id.FragmentUnknown = true
	return id, true
}

// covered tells whether a unit of the tree reads the drop-ins for a name that
// is not its own: the type level, a prefix that ends in a dash, or a template
// of which there is only an instance.
func (m *nameMap) covered(stem string) bool {
	name := ParseName(stem)
	for other := range m.entries {
		parsed := ParseName(other)
		switch {
		case name.Form == Invalid:
			if parsed.Type == catalog.UnitType(stem) {
				return true
			}
		case parsed.Type == name.Type && slices.Contains(parsed.Candidates(), stem):
			return true
		}
	}
	return false
}

// Neighbours returns the names that have an entry on the search path that the
// unit was found on, sorted.
func (i Identity) Neighbours() []string {
	if i.Tree == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(i.Tree.namesOf(i.Scope, i.search, catalog.Newest).entries))
}

// Once returns what find returns, and calls it once for all units of the search
// path that this one was found on, as a systemd release reads it. Who asks tells
// its answers apart by keys of a type of its own. It may be called by several
// goroutines at once, and find must not ask for the same key.
func (i Identity) Once(version int, key any, find func() any) any {
	if i.Tree == nil {
		return find()
	}
	names := i.Tree.namesOf(i.Scope, i.search, version)
	answer, _ := names.found.LoadOrStore(key, sync.OnceValue(find))
	if once, ok := answer.(func() any); ok {
		return once()
	}
	return nil
}

// Neighbour finds the unit of another name on the search path that this one was
// found on, as a systemd release does.
func (i Identity) Neighbour(name string, version int) Identity {
	if i.Tree == nil {
		return Identity{Name: name, Scope: i.Scope, State: NotFound, ID: name, Names: []string{name}}
	}
	if i.search == nil && !i.Packaging {
		return i.Tree.UnitAt(name, i.Scope, version)
	}
	other := i.Tree.namesOf(i.Scope, i.search, version).identity(name, i.Scope, version)
	other.search, other.Packaging = i.search, i.Packaging
	return other
}
