package locate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// away looks at the links of a unit that lead to nothing in the tree: its file's and
// its drop-ins'. That nothing was read there has to be told: the unit is judged
// without what they lead to. Who asked may not have given all of a system, so that
// only a link out of the tree is a fault.
func (s *selector) lookAway(id Identity) {
	if id.Tree == nil {
		return
	}
	links := id.DropIns
	if id.ErrPath != "" && (errors.Is(id.Err, fs.ErrNotExist) || errors.Is(id.Err, ErrLeavesTree)) {
		links = append([]string{id.ErrPath}, links...)
	}
	for _, link := range links {
		err := id.Tree.awayFrom(link)
		switch {
		case errors.Is(err, ErrLeavesTree):
			s.tell([]error{err})
		case err != nil && !s.awaySeen[id.Tree.Display(link)]:
			s.awaySeen[id.Tree.Display(link)] = true
			s.away = append(s.away, id.Tree.Display(link))
		}
	}
}

// awayFrom tells why nothing can be read behind a link; nil for plain files, and
// where something is there.
func (t *Tree) awayFrom(link string) error {
	if said, err := t.Readlink(link); err != nil || said == "" {
		return nil //nolint:nilerr // it is no link
	}
	resolved, err := t.Resolve(link)
	if err != nil {
		return &fs.PathError{Op: "read", Path: t.Display(link), Err: cause(err)}
	}
	if path.Clean(resolved) == nullDevice {
		return nil
	}
	if n := t.node(resolved); n.info == nil {
		return &fs.PathError{Op: "read", Path: t.Display(link), Err: n.err}
	}
	return nil
}

// mostAway is how many links are named.
const mostAway = 3

// tellAway tells of the links to files that the tree does not hold.
func (s *selector) tellAway() {
	named := s.away[:min(len(s.away), mostAway)]
	switch more := len(s.away) - len(named); {
	case len(s.away) == 0:
	case len(s.away) == 1:
		s.Notices = append(s.Notices, named[0]+" leads to a file that is not in the tree: it was not read")
	case more == 0:
		s.Notices = append(s.Notices, strings.Join(named, ", ")+" lead to files that are not in the tree: they were not read")
	default:
		s.Notices = append(s.Notices, fmt.Sprintf("%s and %d more lead to files that are not in the tree: they were not read",
			strings.Join(named, ", "), more))
	}
}
