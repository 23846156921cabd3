package locate

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// maxHops is the number of alias links that systemd follows for one name.
const maxHops = 8

// aliasRulesSince is the release that checks which names a link may stand for.
const aliasRulesSince = 243

// namesKey tells name maps apart.
type namesKey struct {
	scope  Scope
	dirs   string // the search path, where it is not the scope's own
	strict bool   // the alias rules of 243 and later
}

// nameMap is what a search path holds: the winning entry of each unit name and
// the directories of drop-ins and dependency links.
type nameMap struct {
	tree    *Tree
	dirs    []string // the directories that exist, highest priority first
	entries map[string]*entry
	hidden  map[string][]*entry      // entries of lower priority, by name
	ignored map[string][]IgnoredLink // by the name of the link
	aliases map[string][]string      // the other names that lead to a name
	subdirs []map[string]bool        // for each of dirs: its .d, .wants, .requires and .upholds
	owning  map[string]bool          // the names that subdirs are for
	strays  []Stray
	// packaging tells that the directories belong to a packaging tree.
	packaging bool
	// strict tells that the alias rules of 243 and later hold.
	strict bool
	// found is what [Identity.Once] keeps, as functions without arguments.
	found sync.Map
}

// entry is one directory entry with the name of a unit.
type entry struct {
	path string
	// alias is the name that a link inside the search path stands for; it is
	// empty for regular files and for links to other places.
	alias string
}

// IgnoredLink is a link with the name of a unit that systemd takes for nothing.
type IgnoredLink struct {
	Path   string
	Target string // as the link says it
	Reason string // a clause; empty where Self is set
	// Self tells that the link names the same unit in another directory. It has
	// no effect, and systemd says nothing.
	Self bool
}

// readNames reads the directories of a search path.
func (t *Tree) readNames(dirs []string, strict, packaging bool) *nameMap {
	m := &nameMap{
		tree: t, packaging: packaging, strict: strict, entries: map[string]*entry{}, hidden: map[string][]*entry{},
		ignored: map[string][]IgnoredLink{}, aliases: map[string][]string{}, owning: map[string]bool{},
	}
	var resolved, missing []string
	for _, dir := range dirs {
		r, err := t.Resolve(dir)
		if errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, path.Clean(dir))
		}
		if err != nil || slices.Contains(resolved, r) {
			continue
		}
		if info, err := t.Stat(r); err != nil || !info.IsDir() {
			continue
		}
		resolved = append(resolved, r)
		m.dirs = append(m.dirs, path.Clean(dir))
	}
	// A link into a directory of the path is an alias whether or not the directory
	// is there: /lib/systemd/system is not in a tree that has /usr/lib alone.
	within := slices.Concat(resolved, missing)
	for _, dir := range m.dirs {
		m.readDir(dir, within)
	}
	m.reverse()
	m.readStrays()
	if !packaging {
		m.readAbove(dirs)
	}
	return m
}

func (m *nameMap) readDir(dir string, searched []string) {
	subdirs := map[string]bool{}
	m.subdirs = append(m.subdirs, subdirs)
	entries, err := m.tree.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		kind := e.Type()
		isLink := m.tree.mayBeLink(kind, e.Name()) && m.isLink(below(dir, e.Name()))
		switch {
		case (kind.IsDir() || isLink) && dropInDirectory(e.Name()):
			subdirs[e.Name()] = true
			m.owning[strings.TrimSuffix(e.Name(), path.Ext(e.Name()))] = true
		case !ValidName(e.Name()):
		case isLink:
			m.addLink(dir, e.Name(), searched)
		case !kind.IsDir():
			// systemd passes over what is no regular file; it is kept here so
			// that the fault can be told.
			m.add(e.Name(), &entry{path: below(dir, e.Name())})
		}
	}
}

func (m *nameMap) isLink(name string) bool {
	_, err := m.tree.Readlink(name)
	return err == nil
}

// dropInDirectory tells whether a name is that of a directory that belongs to
// a unit.
func dropInDirectory(name string) bool {
	for _, suffix := range []string{".d", ".wants", ".requires", ".upholds"} {
		if stem, ok := strings.CutSuffix(name, suffix); ok && TypeOf(stem) != "" {
			return true
		}
	}
	return false
}

func (m *nameMap) add(name string, e *entry) {
	if m.entries[name] != nil {
		m.hidden[name] = append(m.hidden[name], e)
		return
	}
	m.entries[name] = e
}

// addLink sorts a link into alias, linked file or mask, and ignored.
func (m *nameMap) addLink(dir, name string, searched []string) {
	link := below(dir, name)
	target, err := m.destination(link)
	if err != nil {
		m.add(name, &entry{path: link}) // reading it tells the reason
		return
	}
	if !within(target, searched) {
		m.add(name, &entry{path: link})
		return
	}
	alias := path.Base(target)
	reason := ""
	if m.strict {
		reason = aliasFault(ParseName(name), ParseName(alias))
	}
	if reason != "" || alias == name {
		said, _ := m.tree.Readlink(link)
		m.ignored[name] = append(m.ignored[name], IgnoredLink{Path: link, Target: said, Reason: reason, Self: reason == ""})
		return
	}
	m.add(name, &entry{path: link, alias: alias})
}

// destination is where a link points: its directory without links, the last
// part not followed any further.
func (m *nameMap) destination(link string) (string, error) {
	parent, err := m.tree.Resolve(path.Dir(link))
	if err != nil {
		return "", err
	}
	here := path.Join(parent, path.Base(link))
	said, err := m.tree.link(here)
	if err != nil {
		return "", err
	}
	target, err := m.tree.target(here, said)
	if err != nil {
		return "", err
	}
	above, err := m.tree.Resolve(path.Dir(target))
	switch {
	case err == nil:
		return path.Join(above, path.Base(target)), nil
	case errors.Is(err, fs.ErrNotExist):
		return target, nil
	default:
		return "", err
	}
}

func within(name string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return dir == "." && !strings.Contains(name, "/") || strings.HasPrefix(name, dir+"/")
	})
}

// aliasFault tells why a link of one name to another is ignored since 243
// (systemd.unit(5), "Unit name aliases"); it is empty for a good one.
func aliasFault(link, target Name) string {
	switch {
	case target.Form == Invalid:
		return "its target has no unit's name"
	case link.Type != target.Type:
		return "its target is of another unit type"
	case !link.Type.MayHaveAliases():
		return "units of this type cannot have aliases"
	case link.Form == Instance && target.Form == Template, link.Form == Plain && target.Form == Plain,
		link.Form == Template && target.Form == Template:
		return ""
	case link.Form == Instance && target.Form == Instance:
		if link.Instance == target.Instance {
			return ""
		}
		return "its target is another instance"
	case link.Form == Template:
		return "a template can only be an alias of a template"
	case target.Form == Template:
		return "a unit that is no instance cannot be an alias of a template"
	default:
		return "only an instance can be an alias of an instance"
	}
}

// ErrTooManyAliases is the state of a name whose aliases lead nowhere.
var ErrTooManyAliases = errors.New("more than 8 alias links, or alias links in a loop")

// lookUp follows the aliases of a name to the entry that is read. It returns
// nil where a name on the way is missing. A link stands for the name that it
// leads to, be there a file of that name or not: since 243 an instance that has
// none is read from its template.
func (m *nameMap) lookUp(name string) (*entry, error) {
	for hop := range maxHops {
		e := m.entries[name]
		if e == nil && hop > 0 && m.strict {
			if target := ParseName(name); target.Form == Instance {
				e = m.entries[target.Template().String()]
			}
		}
		if e == nil || e.alias == "" {
			return e, nil
		}
		name = e.alias
	}
	return nil, ErrTooManyAliases
}

// reverse collects for every name the other names that lead to it.
func (m *nameMap) reverse() {
	for name, first := range m.entries {
		if first.alias == "" {
			continue
		}
		e, err := m.lookUp(name)
		if err != nil || e == nil || m.tree.Masks(e.path) {
			continue
		}
		own := ParseName(path.Base(e.path))
		if from := ParseName(name); from.Form == Instance {
			own = own.WithInstance(from.Instance)
		}
		m.aliases[own.String()] = append(m.aliases[own.String()], name)
	}
	for _, names := range m.aliases {
		slices.Sort(names)
	}
}
