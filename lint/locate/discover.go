package locate

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// skipped are directories of version control, in which nothing is looked for.
var skipped = []string{".git", ".hg", ".svn", ".bzr"}

// maxDepth bounds how deep directories are walked. Paths of a system end at
// 4096 bytes; this keeps loops of mounts from taking for ever.
const maxDepth = 64

// walker collects the directories below one that hold units.
type walker struct {
	tree *Tree
	// searched are the directories that a manager's search path names, packaged
	// all others that hold files with the names of units or of drop-ins.
	searched, packaged []string
	failures           []error
}

func (w *walker) walk(dir string, depth int) {
	entries, err := w.tree.ReadDir(dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			w.failures = append(w.failures, &fs.PathError{Op: "read", Path: w.tree.Display(dir), Err: cause(err)})
		}
		return
	}
	_, _, rest, _, known := SplitSearchPath(w.tree.host(dir))
	holds := false
	for _, e := range entries {
		name := e.Name()
		if !e.IsDir() {
			holds = holds || isUnitFile(name)
			continue
		}
		holds = holds || dropInDirectory(name)
		if slices.Contains(skipped, name) || depth >= maxDepth || dropInDirectory(name) {
			continue
		}
		w.walk(path.Join(dir, name), depth+1)
	}
	switch {
	case known && rest == "":
		w.searched = append(w.searched, dir)
	case holds:
		w.packaged = append(w.packaged, dir)
	}
}

// host returns the path of the host, with forward slashes, for one of the tree.
func (t *Tree) host(name string) string { return path.Join(filepath.ToSlash(t.dir), name) }

// isUnitFile tells whether a file has the name of a unit, or of the template of
// one.
func isUnitFile(name string) bool {
	return unitFileName(name) != ""
}

// unitFileName returns the name of the unit that a file gives by its name,
// without the suffix of a template, or "". Names that a generator fills in
// still count as units.
func unitFileName(name string) string {
	trimmed, template := trimTemplate(name)
	if ValidName(trimmed) {
		return trimmed
	}
	dot := strings.LastIndexByte(trimmed, '.')
	if template && dot > 0 && catalog.IsUnitType(trimmed[dot+1:]) {
		return trimmed
	}
	return ""
}

// packaged returns the units of a directory of a packaging tree, which is
// searched by itself, and the files that only look like units.
func (t *Tree) packaged(dir string) (ids []Identity, foreign []string) {
	scope := scopeOf(t.host(dir))
	byFile := t.givenNames(dir)
	for _, id := range t.namesOf(scope, []string{dir}, catalog.Newest).units(scope, catalog.Newest) {
		_, renamed := byFile[path.Base(id.Fragment)]
		switch {
		case renamed, id.FragmentUnknown && givesName(byFile, id.Name), id.Fragment != "" && t.leadsToUnit(id.Fragment):
		case t.foreign(id.Fragment) != nil:
			foreign = append(foreign, t.Display(id.Fragment))
		default:
			id.Packaging, id.search = true, []string{dir}
			ids = append(ids, id)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		p := path.Join(dir, file)
		if t.foreign(p) != nil {
			foreign = append(foreign, t.Display(p))
			continue
		}
		ids = append(ids, t.given(p, byFile[file]))
	}
	return ids, foreign
}

func givesName(byFile map[string]unitName, name string) bool {
	for _, u := range byFile {
		if u.name == name {
			return true
		}
	}
	return false
}

// leadsToUnit tells whether a file is a link to a unit elsewhere in the tree,
// where it is found by itself.
func (t *Tree) leadsToUnit(file string) bool {
	if _, err := t.Readlink(file); err != nil {
		return false
	}
	resolved, err := t.Resolve(file)
	return err == nil && resolved != nullDevice && isUnitFile(path.Base(resolved))
}

// unitName is what a file of a packaging tree is called when installed.
type unitName struct {
	name  string
	scope Scope
}

// givenNames returns the files of a directory whose units are called otherwise
// than they: templates, and the files of debian/.
func (t *Tree) givenNames(dir string) map[string]unitName {
	entries, err := t.ReadDir(dir)
	if err != nil {
		return nil
	}
	scope := scopeOf(t.host(dir))
	names := map[string]unitName{}
	packages := t.debianPackages(dir)
	for _, e := range entries {
		name := unitFileName(e.Name())
		if e.IsDir() || name == "" {
			continue
		}
		u := unitName{name, scope}
		if packages != nil {
			u = debianName(name, packages)
		}
		if u.name != e.Name() || u.scope != scope {
			names[e.Name()] = u
		}
	}
	return names
}

// given returns the unit of a file that need not be called as it.
func (t *Tree) given(file string, u unitName) Identity {
	search := []string{path.Dir(file)}
	id := t.namesOf(u.scope, search, catalog.Newest).identityOf(u.name, u.scope, catalog.Newest, file)
	id.Packaging, id.search, id.file = true, search, file
	return id
}

// userDirectories are the ends of directories that hold units of user managers.
// A directory that is only called "user" may be somebody's home.
var userDirectories = []string{"systemd/user", "units/user", "systemd-user", "systemd_user", "user-units"}

// scopeOf tells by the name of a directory which manager its units are for.
func scopeOf(dir string) Scope {
	ends := func(end string) bool { return dir == end || strings.HasSuffix(dir, "/"+end) }
	if slices.ContainsFunc(userDirectories, ends) {
		return User
	}
	return System
}
