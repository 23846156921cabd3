package unit

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
)

// Setting returns the history of a list or scalar, by the catalogue's name of
// its store, or nil where no file mentions it.
func (u *Unit) Setting(section, list string) *Setting { return u.settingOf(settingKey{section, list}) }

func (u *Unit) settingOf(key settingKey) *Setting {
	if !u.lists.mayHold(key.list) {
		return nil
	}
	for ; u != nil; u = u.base { // of whose lists the unit's own has all
		if s := u.own(key); s != nil {
			return s
		}
	}
	return nil
}

// own is a setting that is not the base's.
func (u *Unit) own(key settingKey) *Setting {
	for i := range u.sections {
		if u.sections[i].name != key.section {
			continue
		}
		for _, s := range u.sections[i].settings {
			if s.List == key.list {
				return s
			}
		}
	}
	return nil
}

// All returns the assignments of a store that survive, in order; see
// [Setting.Values] for empty ones.
func (u *Unit) All(section, list string) []*Assignment {
	if s := u.Setting(section, list); s != nil {
		return s.Values
	}
	return nil
}

// NamedGroups returns the groups that Group= and SupplementaryGroups= of the unit name, as they are
// written (systemd.exec(5)).
func (u *Unit) NamedGroups() []string {
	section := u.ExecSection()
	groups := strings.Fields(u.Value(section, "Group"))
	for _, a := range u.All(section, "SupplementaryGroups") {
		groups = append(groups, strings.Fields(a.Value)...)
	}
	return groups
}

// Last returns the assignment that decides a scalar, or nil where it was never
// assigned. An empty value that unset it is returned as well.
func (u *Unit) Last(section, list string) *Assignment {
	all := u.All(section, list)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// Value returns the value that decides a scalar, or "" where it has none.
func (u *Unit) Value(section, list string) string {
	if a := u.Last(section, list); a != nil {
		return a.Value
	}
	return ""
}

// Overruled returns the assignments of a store that lost, in the order in which
// they lost.
func (u *Unit) Overruled(section, list string) []Overruled {
	if s := u.Setting(section, list); s != nil {
		return s.Overruled
	}
	return nil
}

// ExecSection returns the section with the unit's settings for execution
// (systemd.exec(5)), or "" for the types that run nothing.
func (u *Unit) ExecSection() string {
	switch u.Type {
	case "service":
		return "Service"
	case "socket":
		return "Socket"
	case "mount":
		return "Mount"
	case "swap":
		return "Swap"
	}
	return ""
}

// PackagedUser returns the user that the unit's own file alone would give the
// service, or "".
func (u *Unit) PackagedUser() string {
	user := ""
	for _, text := range u.packaged("User") {
		user = text
	}
	return user
}

// PackagedDynamicUser tells whether the unit's own file alone has systemd make a user
// for the service.
func (u *Unit) PackagedDynamicUser() bool {
	dynamic := false
	for _, text := range u.packaged("DynamicUser") {
		if on, valid := value.Boolean(text); valid {
			dynamic = on
		}
	}
	return dynamic
}

// packaged returns what the unit's own file says of a setting for execution, line by
// line.
func (u *Unit) packaged(key string) []string {
	if u.Fragment == nil {
		return nil
	}
	var texts []string
	for _, section := range u.Fragment.Sections {
		if section.Name != u.ExecSection() {
			continue
		}
		for _, a := range section.Assignments {
			if a.Key == key {
				texts = append(texts, a.Value)
			}
		}
	}
	return texts
}

// Files returns the files that were read, the fragment first.
func (u *Unit) Files() []*unitfile.File {
	if u.Fragment == nil {
		return u.DropIns
	}
	return append([]*unitfile.File{u.Fragment}, u.DropIns...)
}

// DropIn returns the drop-in at a path in the unit's tree, or nil where none of
// the unit's could be read there.
func (u *Unit) DropIn(name string) *unitfile.File {
	if u.Tree == nil || !slices.Contains(u.Identity.DropIns, name) {
		return nil
	}
	shown := u.Tree.Display(name)
	at := slices.IndexFunc(u.DropIns, func(f *unitfile.File) bool { return f.Source.Path == shown })
	if at < 0 {
		return nil
	}
	return u.DropIns[at]
}

// Start is a place for what concerns the whole unit: the start of its first
// file. For a unit of which no file could be read it lies in an empty stand-in
// with the path of the file that stands for it.
func (u *Unit) Start() source.Range {
	if files := u.Files(); len(files) > 0 {
		return files[0].Source.Range(0, 0)
	}
	return source.New(u.Place(), nil).Range(0, 0)
}
