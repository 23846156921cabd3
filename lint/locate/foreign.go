package locate

import "github.com/unitlint/unitlint/lint/unitfile"

// isForeign tells whether a file only has the name of a unit: the service files
// of D-Bus and Avahi, for instance.
func (t *Tree) isForeign(name string) bool {
	if name == "" {
		return false
	}
	src, err := t.Source(name)
	return err == nil && unitfile.LooksForeign(src.Text)
}
