package locate

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/files"
)

// Request is what a command line asks for.
type Request struct {
	// Dir is the working directory, an absolute path.
	Dir string
	// Root is the directory of --root as it was given, or empty.
	Root string
	// Arguments are paths of files and directories, and with Root the names of
	// units. None stands for all of the root or of the working directory.
	Arguments []string
	// Unit, if it is not empty, is the unit that the arguments, files of any name,
	// are drop-ins of.
	Unit string
	// Scopes are the managers whose units are asked for; none means both.
	Scopes []Scope
	// Text, if it is not nil, stands for the content of the file that
	// TextName names, whether it exists or not; that file is asked for.
	Text     []byte
	TextName string
	// Overlay holds texts to be shown in place of files, by their paths as
	// reports show them.
	Overlay map[string][]byte
	// Placeholders, where it is not nil, returns the shapes of words that a
	// generator replaces in a file, by its path as reports show it. It is called
	// from several goroutines at once.
	Placeholders func(shown string) []*regexp.Regexp
	// Earlier, where it is not nil, is a selection from the same working directory
	// whose trees are used again. Those that are opened become trees of it, too:
	// it alone needs to be closed.
	Earlier *Selection
	// Ahead, where it is not nil, reads what a run asks the tree of many arguments for
	// whatever units it holds. It is called side by side with the selection, which keeps
	// no second processor busy; what it reads the tree keeps.
	Ahead func(*Tree)
}

// Selection is what a request stands for.
type Selection struct {
	Identities []Identity
	// Problems tell what could not be read, in the order of the arguments.
	Problems []error
	// Notices tell of arguments what is no problem and not what was expected either.
	Notices []string
	// Foreign are the files, as reports show them, that have the name of a unit
	// but are something else, such as D-Bus services. They were passed over.
	Foreign []string
	trees   map[string]*Tree
	// files and directories, as reports show them, are what was asked for; where
	// all is set everything was.
	files       map[string]bool
	directories []string
	all         bool
	// ahead is done when nothing is read ahead any more.
	ahead sync.WaitGroup
}

// Close ends the access to the trees. What was loaded stays readable.
func (s *Selection) Close() error {
	s.ahead.Wait()
	var errs []error
	for _, tree := range s.trees {
		errs = append(errs, tree.Close())
	}
	return errors.Join(errs...)
}

// Reports tells whether a file, as reports show it, was asked for. Findings
// that concern other files alone are not for this run.
func (s *Selection) Reports(display string) bool {
	return s.all || s.files[display] || slices.ContainsFunc(s.directories, func(dir string) bool {
		return dir == "." || dir == display || strings.HasPrefix(display, strings.TrimSuffix(dir, "/")+"/")
	})
}

// selector finds what a request stands for.
type selector struct {
	Request
	*Selection
	seen map[identityKey]bool
	// ahead is the tree of which files were read ahead, or nil.
	ahead *Tree
	// away are the links that lead to files which their trees do not hold.
	away     []string
	awaySeen map[string]bool
}

// identityKey tells units of a run apart: two trees can have units of one name.
// The same unit of a package may be reached by several arguments, each of which
// has a tree of its own; its file tells.
type identityKey struct {
	tree       *Tree
	scope      Scope
	name, file string
}

func keyOf(id Identity) identityKey {
	if id.Packaging {
		return identityKey{nil, id.Scope, id.ID, id.Place()}
	}
	return identityKey{id.Tree, id.Scope, id.ID, id.Fragment}
}

// Select finds the units that a request stands for. An error is returned only
// where there is nothing to work on, such as a missing root; what is wrong with
// single arguments is in Problems.
func Select(r Request) (*Selection, error) {
	s := &selector{
		Request:   r,
		Selection: &Selection{trees: map[string]*Tree{}, files: map[string]bool{}},
		seen:      map[identityKey]bool{},
		awaySeen:  map[string]bool{},
	}
	if len(s.Scopes) == 0 {
		s.Scopes = scopes
	}
	if r.Earlier != nil {
		s.trees = r.Earlier.trees
	}
	var err error
	if r.Root != "" {
		err = s.belowRoot()
	} else {
		err = s.here()
	}
	switch {
	case err != nil && r.Earlier != nil:
		return nil, err
	case err != nil:
		return nil, errors.Join(err, s.Close())
	}
	s.tellAway()
	return s.Selection, nil
}

// absolute returns a path of the command line as the host knows it.
func (s *selector) absolute(name string) string { return placeOf(s.Dir, name) }

// tree opens a directory once.
func (s *selector) tree(dir string, isRoot bool, display string) (*Tree, error) {
	key := fmt.Sprint(isRoot, dir)
	if t := s.trees[key]; t != nil {
		return t, nil
	}
	t, err := open(s.Dir, dir, display, isRoot)
	if err != nil {
		return nil, err
	}
	s.know(key, t)
	return t, nil
}

// rootOf opens a root that lies at, below or above the beginning of a tree once.
func (s *selector) rootOf(tree *Tree, dir string) (*Tree, error) {
	key, display := fmt.Sprint(true, dir), s.shown(dir)
	below, isBelow := strings.CutPrefix(filepath.ToSlash(dir), filepath.ToSlash(tree.dir)+"/")
	if s.trees[key] != nil || !isBelow {
		return s.tree(dir, true, display)
	}
	t := newTree(files.Below(tree.files, below), dir, display, true)
	s.know(key, t)
	return t, nil
}

// know keeps a tree that was opened, with the texts that are laid over it.
func (s *selector) know(key string, t *Tree) {
	t.placeholders = s.Placeholders
	for shown, text := range s.Overlay {
		if name, below := t.named(shown); below {
			t.SetText(name, text)
		}
	}
	s.trees[key] = t
}

// named returns the path in the tree that reports show as a path, and whether
// it lies in the tree.
func (t *Tree) named(shown string) (name string, below bool) {
	if t.display == "" {
		return shown, !path.IsAbs(shown) && !outside(shown)
	}
	return strings.CutPrefix(shown, strings.TrimSuffix(t.display, "/")+"/")
}

// Place returns the directory of the host and the path below it, links
// resolved, of a file as reports show it. It fails where no tree holds it.
func (s *Selection) Place(shown string) (dir, name string, err error) {
	for _, tree := range s.trees {
		name, below := tree.named(shown)
		if !below || !tree.exists(name) {
			continue
		}
		resolved, err := tree.Resolve(name)
		if err != nil {
			return "", "", fmt.Errorf("placing %s: %w", shown, err)
		}
		return tree.dir, resolved, nil
	}
	return "", "", fmt.Errorf("placing %s: no tree of this run holds it", shown)
}

// shown returns how reports show a directory of the host: relative to the
// working directory where it lies in it.
func (s *selector) shown(dir string) string {
	rel, err := filepath.Rel(s.Dir, dir)
	switch {
	case err != nil || outside(filepath.ToSlash(rel)):
		return filepath.ToSlash(dir)
	case rel == ".":
		return ""
	default:
		return filepath.ToSlash(rel)
	}
}

// shownFile is the same for a file.
func (s *selector) shownFile(host string) string {
	return path.Join(s.shown(filepath.Dir(host)), filepath.Base(host))
}

// tell adds what could not be read, once: several units share some directories.
func (s *selector) tell(unread []error) {
	for _, err := range unread {
		if !slices.ContainsFunc(s.Problems, func(told error) bool { return told.Error() == err.Error() }) {
			s.Problems = append(s.Problems, err)
		}
	}
}

func (s *selector) add(ids ...Identity) {
	for _, id := range ids {
		key := keyOf(id)
		if s.seen[key] || !slices.Contains(s.Scopes, id.Scope) {
			continue
		}
		s.seen[key] = true
		s.Identities = append(s.Identities, id)
		s.tell(id.Unread)
		s.lookAway(id)
	}
}

func (s *selector) fail(err error) { s.Problems = append(s.Problems, err) }

// belowRoot selects from a root tree.
func (s *selector) belowRoot() error {
	root, err := s.tree(s.absolute(s.Root), true, "")
	if err != nil {
		return err
	}
	if s.Text != nil {
		s.textBelow(root)
		return nil
	}
	if len(s.Arguments) == 0 {
		s.all = true
		s.addRoot(root)
		return nil
	}
	placed := s.layOver(root)
	for _, argument := range s.Arguments {
		var err error
		switch name := placed[argument]; {
		case name != "":
			err = s.pathIn(root, name)
		case s.Unit != "":
			err = s.path(s.absolute(argument))
		default:
			err = s.argumentBelow(root, argument)
		}
		if err != nil {
			s.fail(err)
		}
	}
	return nil
}

func (s *selector) addRoot(root *Tree) {
	for _, scope := range s.Scopes {
		s.add(root.Units(scope)...)
	}
}

// argumentBelow selects a unit by its name, or a path below the root or in the
// working directory.
func (s *selector) argumentBelow(root *Tree, argument string) error {
	if ValidName(argument) {
		return s.named(root, argument)
	}
	below := strings.TrimPrefix(path.Clean("/"+filepath.ToSlash(argument)), "/")
	if host := s.absolute(argument); filepath.IsAbs(argument) || !root.exists(below) {
		if rel, err := filepath.Rel(root.dir, host); err == nil && !outside(filepath.ToSlash(rel)) {
			below = filepath.ToSlash(rel)
		} else if !root.exists(below) {
			return s.path(host)
		}
	}
	return s.pathIn(root, below)
}

// here selects by paths of the host alone.
func (s *selector) here() error {
	if s.Text != nil {
		return s.textHere()
	}
	arguments := s.Arguments
	if len(arguments) == 0 {
		arguments = []string{"."}
	}
	s.readAhead(arguments)
	s.Identities = make([]Identity, 0, len(arguments)) // most are files of units
	for _, argument := range arguments {
		find := s.path
		if s.Unit != "" {
			find = s.dropInOfUnit
		}
		if err := find(s.absolute(argument)); err != nil {
			s.fail(err)
		}
	}
	return nil
}

// fewArguments are worked off one after the other.
const fewArguments = 8

// readAhead reads the files among many arguments that lie on the same search
// path as the first, and finds their units, side by side; the tree keeps them.
// What cannot be read is told when it is asked for.
func (s *selector) readAhead(arguments []string) {
	if len(arguments) <= fewArguments {
		return
	}
	root, _, _, scope, ok := SplitSearchPath(filepath.ToSlash(s.absolute(arguments[0])))
	if !ok {
		return
	}
	tree, err := s.tree(filepath.FromSlash(root), true, s.shown(filepath.FromSlash(root)))
	if err != nil {
		return
	}
	s.ahead = tree
	units := make([]string, len(arguments))
	sideBySide(1+len(arguments), func(i int) {
		if i == 0 { // what takes longest begins first
			tree.namesOf(scope, nil, catalog.Newest)
			return
		}
		i--
		top, directory, base, found, ok := SplitSearchPath(filepath.ToSlash(s.absolute(arguments[i])))
		if !ok || top != root || found != scope || !ValidName(base) {
			return
		}
		if _, err := tree.Source(below(directory, base)); err == nil {
			units[i] = base
		}
	})
	sideBySide(len(units), func(i int) {
		if units[i] != "" {
			tree.Unit(units[i], scope)
		}
	})
	if s.Ahead != nil && s.Unit == "" { // else files are still to be shown in the tree
		s.Selection.ahead.Go(func() {
			defer func() { _ = recover() }() // what fails here fails again for who asks
			s.Ahead(tree)
		})
	}
}

// sideBySide calls do for 0 to n-1, some at a time, in this order.
func sideBySide(n int, do func(int)) {
	var group sync.WaitGroup
	var next atomic.Int64
	for range 2 * runtime.GOMAXPROCS(0) { // while some wait for files
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

func (t *Tree) exists(name string) bool {
	return t.node(path.Clean(name)).info != nil
}
