package unit

import (
	"path"
	"slices"
	"strings"
)

// directories are the directives that make systemd create a directory for the
// unit's user, with the place below which they do (systemd.exec(5)).
var directories = []struct{ directive, below string }{
	{"RuntimeDirectory", "/run"}, {"StateDirectory", "/var/lib"}, {"CacheDirectory", "/var/cache"},
	{"LogsDirectory", "/var/log"},
}

// Creates tells whether a path is a directory that systemd creates for the unit's
// user, or lies in one. /var/run is taken for /run, whose old name it is
// (file-hierarchy(7)).
func (u *Unit) Creates(name string) bool {
	name = belowRun(name)
	return slices.ContainsFunc(u.created(), func(directory string) bool {
		return name == directory || strings.HasPrefix(name, directory+"/")
	})
}

// Leads tells whether a path is a directory that systemd creates for the unit's
// user, or one on the way to it.
func (u *Unit) Leads(name string) bool {
	name = belowRun(name)
	return slices.ContainsFunc(u.created(), func(directory string) bool {
		return name == directory || strings.HasPrefix(directory, name+"/")
	})
}

func belowRun(name string) string {
	if below, other := strings.CutPrefix(name, "/var/run/"); other {
		return path.Join("/run", below)
	}
	return name
}

// created are the directories that systemd creates for the unit's user.
func (u *Unit) created() []string {
	var created []string
	for _, d := range directories {
		for _, a := range u.All(u.ExecSection(), d.directive) {
			for _, name := range strings.Fields(a.Value) {
				name, _, _ = strings.Cut(name, ":")
				created = append(created, path.Join(d.below, name))
			}
		}
	}
	return created
}
