package unit

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// managerPlaces are the directories of the system manager's own configuration, the first before
// the others (systemd-system.conf(5)).
var managerPlaces = []string{"etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd"}

// ManagerSetting returns what the configuration of the system manager in the unit's tree says of
// a key last, or nil: the first system.conf, and over it drop-ins by their names.
func (u *Unit) ManagerSetting(key string) *Assignment {
	if u.Tree == nil || u.Packaging || u.Scope != locate.System {
		return nil
	}
	var last *unitfile.Assignment
	for _, name := range u.managerFiles() {
		text, err := u.Tree.Source(name)
		if err != nil {
			continue
		}
		for _, section := range unitfile.Parse(text, unitfile.Options{Version: u.Release.Version}).Sections {
			for _, a := range section.Assignments {
				if a.Key == key && section.Name == "Manager" {
					last = a
				}
			}
		}
	}
	if last == nil {
		return nil
	}
	return &Assignment{Assignment: last}
}

// managerFiles returns the files of the manager's configuration in the order of reading. A
// drop-in hides those of its name in later places.
func (u *Unit) managerFiles() []string {
	var files, names []string
	dropIns := map[string]string{}
	for _, place := range managerPlaces {
		name := path.Join(place, "system.conf")
		if info, err := u.Tree.Stat(name); len(files) == 0 && err == nil && info.Mode().IsRegular() {
			files = append(files, name)
		}
		entries, err := u.Tree.ReadDir(name + ".d")
		if err != nil {
			continue
		}
		for _, e := range entries {
			if _, hidden := dropIns[e.Name()]; !hidden && strings.HasSuffix(e.Name(), ".conf") {
				dropIns[e.Name()] = path.Join(name+".d", e.Name())
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		files = append(files, dropIns[name])
	}
	return files
}
