package locate

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Masks tells whether a file masks what has its name: it is empty, or a link
// to an empty file or to /dev/null.
func (t *Tree) Masks(name string) bool {
	r := t.resolve(name, 0)
	if r.err != nil {
		return false
	}
	if r.null {
		return true
	}
	info := t.node(r.path).info
	return info != nil && info.Mode().IsRegular() && info.Size() == 0
}

func (t *Tree) namesOf(scope Scope, dirs []string, version int) *nameMap {
	key := namesKey{scope: scope, dirs: strings.Join(dirs, "\x00"), strict: version >= aliasRulesSince}
	if dirs == nil {
		dirs = searchDirectories[scope]
	}
	t.mu.Lock()
	m := t.names[key]
	t.mu.Unlock()
	if m != nil {
		return m
	}
	m = t.readNames(dirs, key.strict, key.dirs != "")
	t.mu.Lock()
	defer t.mu.Unlock()
	if earlier := t.names[key]; earlier != nil {
		return earlier
	}
	t.names[key] = m
	return m
}

// Unit finds the files of the unit of a name on the search path of a manager
// below the tree's directory, as the newest systemd does.
func (t *Tree) Unit(name string, scope Scope) Identity {
	return t.UnitAt(name, scope, catalog.Newest)
}

// UnitAt finds the files of the unit of a name as a systemd release does.
func (t *Tree) UnitAt(name string, scope Scope, version int) Identity {
	if version < typeLevelSince {
		return *t.unitAt(name, scope, version)
	}
	id := *t.unitAt(name, scope, catalog.Newest) // which is found once
	if version < upholdsSince {
		id.Upholds = nil
	}
	return id
}

func (t *Tree) unitAt(name string, scope Scope, version int) *Identity {
	key := unitKey{name, scope, version}
	t.mu.Lock()
	id, known := t.units[key]
	t.mu.Unlock()
	if known {
		return id
	}
	found := t.namesOf(scope, nil, version).identity(name, scope, version)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.units[key] = &found
	return &found
}

// unitKey tells the answers of [Tree.unitAt] apart: many units name the same few
// others.
type unitKey struct {
	name    string
	scope   Scope
	version int
}

// At returns the identity as a systemd release sees it: older ones know no
// type-level drop-ins and other rules for aliases.
func (i Identity) At(version int) Identity {
	if i.Tree == nil || version >= upholdsSince {
		return i
	}
	if version >= typeLevelSince {
		i.Upholds = nil
		return i
	}
	again := i.Tree.namesOf(i.Scope, i.search, version).identityOf(i.Name, i.Scope, version, i.file)
	again.search, again.file = i.search, i.file
	again.Packaging, again.FragmentUnknown = i.Packaging, i.FragmentUnknown
	return again
}

func (m *nameMap) identity(name string, scope Scope, version int) Identity {
	return m.identityOf(name, scope, version, "")
}

// identityOf finds the files of a unit; file, if any, is its fragment whatever
// the search path says.
func (m *nameMap) identityOf(name string, scope Scope, version int, file string) Identity {
	asked := ParseName(name)
	id := Identity{Name: name, Scope: scope, State: NotFound, ID: name, Names: []string{name}, Tree: m.tree}
	switch {
	case file != "":
		id.Fragment = file
		m.load(&id, file)
	case asked.Form != Invalid:
		m.findFragment(&id, asked)
	}
	for _, known := range id.Names {
		id.Ignored = append(id.Ignored, m.ignored[known]...)
	}
	id.Strays = m.straysOf(id.Names)
	m.findDropIns(&id, version)
	return id
}

// findFragment looks a name up, then the template of an instance, and names
// the unit after what is found.
func (m *nameMap) findFragment(id *Identity, asked Name) {
	key := id.Name
	e, err := m.lookUp(key)
	if e == nil && err == nil && asked.Form == Instance {
		key = asked.Template().String()
		e, err = m.lookUp(key)
	}
	if err != nil {
		id.Err, id.ErrPath = err, m.entries[key].path
		return
	}
	if e == nil {
		if link := m.entries[key]; link != nil {
			id.Err, id.ErrPath = fs.ErrNotExist, link.path
		} else if asked.Type == "slice" {
			id.State = Loaded // slices need no file
		}
		return
	}
	for _, hidden := range m.hidden[path.Base(e.path)] {
		if hidden.alias == "" {
			id.Shadowed = append(id.Shadowed, Shadowed{Path: hidden.path, By: e.path})
		}
	}
	m.load(id, e.path)
	if id.State == NotFound {
		return
	}
	id.Fragment = e.path
	id.ID = ParseName(path.Base(e.path)).WithInstance(asked.Instance).String()
	id.Names = m.allNames(id.ID, id.Name, path.Base(e.path), asked.Instance)
}

// load sets the load state of a unit with this fragment, before it is parsed.
func (m *nameMap) load(id *Identity, file string) {
	if m.tree.Masks(file) {
		id.State = Masked
		return
	}
	_, err := m.tree.Source(file)
	switch {
	case err == nil:
		id.State = Loaded
	case errors.Is(err, fs.ErrNotExist):
		id.State, id.Err, id.ErrPath = NotFound, cause(err), file
	default:
		id.State, id.Err, id.ErrPath = Error, cause(err), file
	}
}

// allNames collects a unit's names: its own first, then its aliases, sorted. They
// are the aliases of the name that was asked for and of the fragment's, as in
// systemd; those of an instance that is read from a template count only where it
// is asked for itself.
func (m *nameMap) allNames(id, asked, fragment, instance string) []string {
	names := []string{asked}
	names = append(names, m.aliases[asked]...)
	for _, alias := range m.aliases[fragment] {
		filled := ParseName(alias).WithInstance(instance)
		if instance != "" && filled.Form == Instance && filled.Instance == instance {
			if e := m.entries[filled.String()]; e != nil && filled.String() != alias {
				// The instance has an entry of its own and may lead elsewhere.
				if own, err := m.lookUp(filled.String()); err != nil || own == nil || path.Base(own.path) != fragment {
					continue
				}
			}
		}
		names = append(names, filled.String())
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return name == id || instance != "" && ParseName(name).Form == Template
	})
	slices.Sort(names)
	return append([]string{id}, slices.Compact(names)...)
}

func (m *nameMap) findDropIns(id *Identity, version int) {
	names := id.Names
	if ParseName(id.ID).Form == Invalid { // the type-level directory alone
		names = []string{id.ID}
	}
	owners := m.owners(names, version)
	if len(owners) == 0 {
		return
	}
	var hidden []Shadowed
	id.DropIns, hidden, id.Unread = m.files(m.directories(owners, ".d"), func(e fs.DirEntry) bool { return m.reads(e.Name()) })
	id.Shadowed = append(id.Shadowed, hidden...)
	id.Wants = m.dependencies(owners, ".wants")
	id.Requires = m.dependencies(owners, ".requires")
	if version >= upholdsSince {
		id.Upholds = m.dependencies(owners, ".upholds")
	}
}
