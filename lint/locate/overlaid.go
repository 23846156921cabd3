package locate

import (
	"path"
	"path/filepath"
	"strings"
)

// overlaid is where a drop-in of elsewhere is shown in a tree: with the
// administrator's own ones (systemd.unit(5), "UNIT FILE LOAD PATH").
var overlaid = map[Scope]string{System: "etc/systemd/system", User: "etc/systemd/user"}

// layOver shows the drop-ins among the arguments that lie outside of the root in
// its tree, each for the unit that its directory is called after. It comes before
// the tree is looked at. What is no drop-in is left as it is.
func (s *selector) layOver(root *Tree) map[string]string {
	placed := map[string]string{}
	for _, argument := range s.Arguments {
		host := s.absolute(argument)
		unit, file := s.dropInOf(host)
		if unit == "" || s.isBelow(root, argument, host) {
			continue
		}
		if name := s.show(root, host, path.Join(overlaid[s.Scopes[0]], unit+".d", file)); name != "" {
			placed[argument] = name
		}
	}
	return placed
}

// dropInOf returns the unit that a file of the host is a drop-in of, and the name
// that systemd would have to find it under; no unit where it is none.
func (s *selector) dropInOf(host string) (unit, file string) {
	file = filepath.Base(host)
	if s.Unit != "" {
		return s.Unit, strings.TrimSuffix(file, ".conf") + ".conf"
	}
	stem, ok := dropInStem(filepath.Base(filepath.Dir(host)))
	if !ok || !ValidName(stem) || !isConf(file) {
		return "", ""
	}
	return stem, file
}

// isBelow tells whether an argument names a file of the root itself.
func (s *selector) isBelow(root *Tree, argument, host string) bool {
	rel, err := filepath.Rel(root.dir, host)
	if err == nil && !outside(filepath.ToSlash(rel)) {
		return true
	}
	return !filepath.IsAbs(argument) && root.exists(path.Clean(filepath.ToSlash(argument)))
}

// show makes a tree show a file of the host under a name of the tree, while reports
// call it what it is called. The name is empty where it cannot be read: that is
// told where the file is selected.
func (s *selector) show(tree *Tree, host, name string) string {
	directory, err := s.tree(filepath.Dir(host), false, s.shown(filepath.Dir(host)))
	if err != nil {
		return ""
	}
	text, err := directory.Source(filepath.Base(host))
	if err != nil {
		return ""
	}
	tree.SetText(name, text.Text)
	tree.shownAs[name] = directory.Display(filepath.Base(host))
	return name
}

// dropInOfUnit selects a file of the host as a drop-in of the unit that the request
// names, without a root: the unit is looked for beside it.
func (s *selector) dropInOfUnit(host string) error {
	directory, err := s.tree(filepath.Dir(host), false, s.shown(filepath.Dir(host)))
	if err != nil {
		return err
	}
	if _, err := directory.Source(filepath.Base(host)); err != nil {
		return err
	}
	unit, file := s.dropInOf(host)
	return s.dropIn(directory, s.show(directory, host, path.Join(unit+".d", file)), unit)
}
