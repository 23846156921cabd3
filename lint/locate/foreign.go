package locate

import "github.com/unitlint/unitlint/lint/unitfile"

// foreign tells what a file is that only has the name of a unit: the service files
// of D-Bus and Avahi, for instance. It is nil for units.
func (t *Tree) foreign(name string) *unitfile.Foreign {
	if name == "" {
		return nil
	}
	src, err := t.Source(name)
	if err != nil {
		return nil
	}
	return unitfile.ForeignTo(src.Text)
}
