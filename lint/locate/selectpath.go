package locate

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// path selects a file or a directory of the host.
func (s *selector) path(host string) error {
	if tree, name, ok := s.readAlready(host); ok {
		return s.file(tree, name)
	}
	if files.IsRevision(host) {
		return s.everything(host, false)
	}
	info, err := os.Lstat(host)
	if err != nil {
		return s.noFile(host, err)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		if led, err := os.Stat(host); err == nil && led.IsDir() {
			info = led
		}
	}
	if info.IsDir() {
		if _, ok := dropInStem(filepath.Base(host)); ok {
			return s.filesIn(host)
		}
		tree, err := s.tree(host, false, s.shown(host))
		if err != nil {
			return err
		}
		return s.directory(tree, ".")
	}
	if unitFileName(filepath.Base(host)) == "" && files.IsArchive(host) {
		return s.everything(host, true)
	}
	if root, rest, ok := splitHost(host); ok {
		tree, err := s.tree(filepath.FromSlash(root), true, s.shown(filepath.FromSlash(root)))
		if err != nil {
			return err
		}
		return s.pathIn(tree, rest)
	}
	dir := s.treeOf(host)
	tree, err := s.tree(dir, false, s.shown(dir))
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(dir, host)
	if err != nil {
		return err
	}
	return s.file(tree, filepath.ToSlash(rel))
}

// noFile tells that there is no file of a name, and which unit beside it was probably
// meant.
func (s *selector) noFile(host string, err error) error {
	told := &fs.PathError{Op: "read", Path: s.shownFile(host), Err: cause(err)}
	entries, unlisted := os.ReadDir(filepath.Dir(host))
	if unlisted != nil || !errors.Is(err, fs.ErrNotExist) {
		return told
	}
	var names []string
	for _, e := range entries {
		if isUnitFile(e.Name()) {
			names = append(names, e.Name())
		}
	}
	if near := catalog.Suggest(filepath.Base(host), names); near != "" {
		return fmt.Errorf("%w, did you mean %s?", told, near)
	}
	return told
}

// everything selects all that an archive or a revision holds.
func (s *selector) everything(host string, isRoot bool) error {
	tree, err := s.tree(host, isRoot, s.shown(host))
	if err != nil {
		return err
	}
	return s.directory(tree, ".")
}

// readAlready returns where the text of a file of the host was read ahead.
func (s *selector) readAlready(host string) (tree *Tree, name string, ok bool) {
	if s.ahead == nil {
		return nil, "", false
	}
	name, below := strings.CutPrefix(filepath.ToSlash(host), strings.TrimSuffix(filepath.ToSlash(s.ahead.dir), "/")+"/")
	s.ahead.mu.Lock()
	found, read := s.ahead.texts[name]
	s.ahead.mu.Unlock()
	return s.ahead, name, below && read && found.err == nil
}

// filesIn selects the files of a directory of drop-ins one by one.
func (s *selector) filesIn(host string) error {
	entries, err := os.ReadDir(host)
	if err != nil {
		return &fs.PathError{Op: "read", Path: s.shownFile(host), Err: cause(err)}
	}
	for _, e := range entries {
		if e.IsDir() || isAside(e.Name()) {
			continue
		}
		if err := s.path(filepath.Join(host, e.Name())); err != nil {
			s.fail(err)
		}
	}
	return nil
}

// splitHost cuts a path of the host at the root whose search path it lies on.
func splitHost(host string) (root, rest string, ok bool) {
	root, directory, below, _, ok := SplitSearchPath(filepath.ToSlash(host))
	return root, path.Join(directory, below), ok
}

// treeOf returns the directory that a file's tree begins at: the working
// directory where it lies in it, else its own, or for a drop-in the one that
// its unit would be in. A directory that was named is followed where its links
// lead.
func (s *selector) treeOf(host string) string {
	if rel, err := filepath.Rel(s.Dir, host); err == nil && !outside(filepath.ToSlash(rel)) && !leadsOut(s.Dir, filepath.Dir(host)) {
		return s.Dir
	}
	dir := filepath.Dir(host)
	if _, ok := dropInStem(filepath.Base(dir)); ok {
		return filepath.Dir(dir)
	}
	return dir
}

// leadsOut tells whether links on the way to a directory lead out of another one.
func leadsOut(from, dir string) bool {
	begin, err := filepath.EvalSymlinks(from)
	if err != nil {
		return false
	}
	end, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(begin, end)
	return err == nil && outside(filepath.ToSlash(rel))
}

// dropInStem returns what a directory X.d holds drop-ins for.
func dropInStem(dir string) (stem string, ok bool) {
	stem, ok = strings.CutSuffix(dir, ".d")
	return stem, ok && TypeOf(stem) != ""
}

// pathIn selects a path of a root tree.
func (s *selector) pathIn(root *Tree, name string) error {
	if info, err := root.Stat(name); err == nil && info.IsDir() {
		return s.directory(root, name)
	}
	return s.file(root, name)
}

// directory selects what is below a directory: root trees, as managers would
// search them, and everything else by itself.
func (s *selector) directory(tree *Tree, dir string) error {
	w := &walker{tree: tree}
	w.walk(dir, 0)
	s.Problems = append(s.Problems, w.failures...)
	asked := tree.Display(dir)
	if asked == "" {
		asked = "."
	}
	s.directories = append(s.directories, asked)
	for _, found := range w.searched {
		if err := s.searchedDirectory(tree, found, dir); err != nil {
			return err
		}
	}
	for _, found := range w.packaged {
		ids, foreign := tree.packaged(found)
		s.add(ids...)
		s.Foreign = append(s.Foreign, foreign...)
	}
	return nil
}

// searchedDirectory selects the units that have a file below asked, of the root
// tree that a search directory belongs to.
func (s *selector) searchedDirectory(tree *Tree, found, asked string) error {
	host := tree.host(found)
	top, directory, _, scope, _ := SplitSearchPath(host)
	root := tree
	if !tree.clamped || path.Clean(top) != path.Clean(filepath.ToSlash(tree.dir)) {
		var err error
		if root, err = s.rootOf(tree, filepath.FromSlash(top)); err != nil {
			return err
		}
	}
	below, ok := strings.CutPrefix(tree.host(asked), strings.TrimSuffix(top, "/")+"/")
	if !ok {
		below = "." // all of the root was asked for
	}
	for _, id := range root.Units(scope) {
		if id.hasFileBelow(below) {
			s.add(id)
		}
	}
	named := root.givenNames(directory)
	for _, file := range slices.Sorted(maps.Keys(named)) {
		u := named[file]
		if p := path.Join(directory, file); root.foreign(p) == nil {
			u.scope = scope
			s.add(root.given(p, u))
		}
	}
	return nil
}

// hasFileBelow tells whether a file of the unit lies below a directory of its
// tree.
func (i Identity) hasFileBelow(dir string) bool {
	if dir == "" || dir == "." {
		return true
	}
	files := append([]string{i.Fragment, i.ErrPath}, i.DropIns...)
	for _, s := range i.Strays {
		files = append(files, s.Path)
	}
	return slices.ContainsFunc(files, func(file string) bool { return strings.HasPrefix(file, dir+"/") })
}

// file selects the unit of a fragment, or the units of a drop-in.
func (s *selector) file(tree *Tree, name string) error {
	s.files[tree.Display(name)] = true
	base, dir := path.Base(name), path.Dir(name)
	if stem, ok := dropInStem(path.Base(tree.host(dir))); ok {
		if isAside(base) {
			return fmt.Errorf("%s is no drop-in: systemd reads only files that end in .conf from a directory of drop-ins", tree.Display(name))
		}
		return s.dropIn(tree, name, stem)
	}
	unit := unitFileName(base)
	if unit == "" {
		return fmt.Errorf("%s is neither a unit file nor a drop-in: units end in .service, .socket and the like, drop-ins lie in a directory such as "+
			"foo.service.d", tree.Display(name))
	}
	if scope := searchedBy(dir); scope != "" && tree.clamped {
		s.addNamed(s.ofSearchPath(tree, name, scope))
		return nil
	}
	if is := tree.foreign(name); is != nil {
		return s.foreign(tree.Display(name), is)
	}
	if u, renamed := tree.givenNames(dir)[base]; renamed {
		s.addNamed(tree.given(name, u))
		return nil
	}
	s.addNamed(tree.given(name, unitName{unit, scopeOf(tree.host(dir))}))
	return nil
}

// addNamed adds the unit of a file that was named.
func (s *selector) addNamed(id Identity) {
	s.add(id)
	s.tellMask(id)
}

// foreign passes over a file that was named and is no unit, and says so. Only where
// nothing but a unit goes by the name is it a problem.
func (s *selector) foreign(shown string, is *unitfile.Foreign) error {
	if !is.Namesake {
		return fmt.Errorf("%s is no unit but %s", shown, is.What)
	}
	s.Foreign = append(s.Foreign, shown)
	s.Notices = append(s.Notices, fmt.Sprintf("%s is no unit but %s: it was passed over", shown, is.What))
	return nil
}

// ofSearchPath returns the unit of a file on the search path; a file that
// another one hides is taken by itself.
func (s *selector) ofSearchPath(tree *Tree, name string, scope Scope) Identity {
	unit := unitFileName(path.Base(name))
	id := tree.Unit(unit, scope)
	wanted, err := tree.Resolve(name)
	if err == nil && id.Fragment != "" {
		if got, err := tree.Resolve(id.Fragment); err == nil && got == wanted {
			s.files[tree.Display(id.Fragment)] = true
			return id
		}
	}
	if id.State == NotFound && id.Err != nil {
		return id
	}
	id = tree.namesOf(scope, nil, catalog.Newest).identityOf(unit, scope, catalog.Newest, name)
	id.file = name
	return id
}

// dropIn selects the units that a drop-in is for. One that no unit reads is
// selected with what its directory is called after.
func (s *selector) dropIn(tree *Tree, name, stem string) error {
	above := path.Dir(path.Dir(name))
	var search []string
	var candidates []Identity
	scope := scopeOf(tree.host(above))
	if found := searchedBy(above); found != "" && tree.clamped {
		scope = found
		candidates = tree.Units(scope)
	} else {
		search = []string{above}
		candidates, _ = tree.packaged(above)
	}
	if resolved, err := tree.Resolve(path.Dir(name)); err == nil {
		name = path.Join(resolved, path.Base(name))
		s.files[tree.Display(name)] = true
	}
	count := len(s.Identities)
	for _, id := range candidates {
		if slices.Contains(id.DropIns, name) || id.Name == stem || slices.ContainsFunc(id.Strays, func(s Stray) bool { return s.Path == name }) ||
			slices.ContainsFunc(id.Shadowed, func(hidden Shadowed) bool { return hidden.Path == name }) {
			s.add(id)
		}
	}
	if len(s.Identities) > count || slices.ContainsFunc(candidates, func(id Identity) bool { return id.Name == stem }) {
		return nil
	}
	id := tree.namesOf(scope, search, catalog.Newest).identity(stem, scope, catalog.Newest)
	id.FragmentUnknown, id.Packaging, id.search = true, search != nil, search
	s.add(id)
	return nil
}
