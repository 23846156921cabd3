package locate

import (
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Named finds the units that the arguments of a request name, in their order: by
// file, or with a root by name; of a directory all that it holds. One that does not
// exist has the State NotFound; only what stands for no unit is a problem. The
// request's first scope counts, the system's by default.
func Named(r Request) (*Selection, error) {
	s := &selector{
		Request: r, Selection: &Selection{trees: map[string]*Tree{}, files: map[string]bool{}, all: true}, awaySeen: map[string]bool{},
	}
	if len(s.Scopes) == 0 {
		s.Scopes = []Scope{System}
	}
	for _, argument := range r.Arguments {
		ids, err := s.unitsOf(argument)
		if err != nil {
			s.fail(err)
			continue
		}
		for _, id := range ids {
			s.Identities = append(s.Identities, id)
			s.tell(id.Unread)
			s.lookAway(id)
		}
	}
	s.tellAway()
	return s.Selection, nil
}

// unitsOf finds the unit of one argument, or all that a directory holds.
func (s *selector) unitsOf(argument string) ([]Identity, error) {
	if s.Root != "" && ValidName(argument) {
		root, err := s.tree(s.absolute(s.Root), true, "")
		if err != nil {
			return nil, err
		}
		return []Identity{root.Unit(argument, s.Scopes[0])}, nil
	}
	single := &selector{
		Request:   Request{Dir: s.Dir, Root: s.Root, Arguments: []string{argument}, Scopes: scopes},
		Selection: &Selection{trees: s.trees, files: map[string]bool{}},
		seen:      map[identityKey]bool{},
		awaySeen:  map[string]bool{},
	}
	find := single.here
	if s.Root != "" {
		find = single.belowRoot
	}
	if err := find(); err != nil {
		return nil, err
	}
	if len(single.Identities) == 0 && len(single.Problems) > 0 {
		return nil, errors.Join(single.Problems...)
	}
	if len(single.Identities) == 0 && len(single.Notices) > 0 {
		return nil, errors.New(single.Notices[0])
	}
	s.tell(single.Problems)
	ids := single.Identities
	if len(single.directories) == 0 {
		ids = slices.DeleteFunc(ids, func(id Identity) bool { return len(ids) > 1 && path.Base(id.Fragment) != path.Base(argument) })
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("%s stands for no unit: name a unit file, or a unit with --root", argument)
	}
	return ids, nil
}

// named selects the unit of a name. One that no file mentions is a problem: it
// was probably misspelt.
func (s *selector) named(root *Tree, name string) error {
	found := false
	for _, scope := range s.Scopes {
		id := root.Unit(name, scope)
		if id.State == NotFound && id.Err == nil && len(id.DropIns) == 0 {
			continue
		}
		found = true
		id.FragmentUnknown = id.State == NotFound && id.Err == nil
		s.add(id)
		s.wants(id)
		s.tellMask(id)
	}
	if !found {
		for _, scope := range s.Scopes {
			if near := root.Suggest(name, scope); near != "" {
				return fmt.Errorf("there is no unit %s on the search path below %s, did you mean %s?", name, s.Root, near)
			}
		}
		return fmt.Errorf("there is no unit %s on the search path below %s", name, s.Root)
	}
	return nil
}

// tellMask says of a unit that was named that it is masked by a link: nothing else
// would be said of it.
func (s *selector) tellMask(id Identity) {
	if id.State != Masked {
		return
	}
	if said, err := id.Tree.Readlink(id.Fragment); err == nil {
		s.Notices = append(s.Notices, fmt.Sprintf("%s is masked: %s is a link to %s", id.Name, id.Tree.Display(id.Fragment), said))
	}
}

// wants marks all files of a unit as asked for.
func (s *selector) wants(id Identity) {
	if id.Fragment != "" {
		s.files[id.Tree.Display(id.Fragment)] = true
	}
	for _, file := range id.DropIns {
		s.files[id.Tree.Display(file)] = true
	}
	for _, hidden := range id.Shadowed {
		s.files[id.Tree.Display(hidden.Path)] = true
	}
	if id.ErrPath != "" {
		s.files[id.Tree.Display(id.ErrPath)] = true
	}
	for _, stray := range id.Strays {
		s.files[id.Tree.Display(stray.Path)] = true
		s.directories = append(s.directories, id.Tree.Display(stray.Path))
	}
	for _, link := range id.Ignored {
		s.files[id.Tree.Display(link.Path)] = true
	}
	names := id.Tree.namesOf(id.Scope, id.search, catalog.Newest)
	for _, dir := range names.directories(names.owners(id.Names, catalog.Newest), ".d") {
		s.directories = append(s.directories, id.Tree.Display(dir))
	}
}
