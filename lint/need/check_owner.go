package need

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// ownedByOthers tells that the unit's user was changed by a drop-in while the
// files still belong to whom they were packaged for. What systemd gives to the
// unit's user itself does not count.
func ownedByOthers(box *sandbox.Sandbox, n Need, file string) []Unmet {
	id := n.Process.Identity()
	if id.Root != sandbox.No || len(n.Owners) == 0 || createdByUnit(box, file) || belowTmp(file+"/") {
		return nil
	}
	by := changedByDropIn(box.Unit(), id)
	if id.User == "" && id.Dynamic {
		// systemd.exec(5): a static user of the unit's name is used where there is one.
		id.User, _, _ = strings.Cut(strings.TrimSuffix(box.Unit().Name, ".service"), "@")
	}
	if by == nil || slices.Contains(n.Owners, id.User) || id.User != "" && id.User == fragmentUser(box.Unit()) {
		return nil
	}
	return refusedBy(n, WrongUser, file, sandbox.Verdict{
		Answer: sandbox.No, Error: "EACCES", Because: []*unit.Assignment{by},
		Reason: "Its files belong to " + strings.Join(n.Owners, " or ") + ".",
	})
}

// changedByDropIn returns the assignment in a drop-in that decides the user, or
// nil where the fragment does.
func changedByDropIn(u *unit.Unit, id sandbox.Identity) *unit.Assignment {
	for _, a := range id.Because {
		if (a.Key == "User" || a.Key == "DynamicUser") && (u.Fragment == nil || a.File != u.Fragment) {
			return a
		}
	}
	return nil
}

// fragmentUser returns the user that the fragment alone would give the service.
func fragmentUser(u *unit.Unit) string {
	if u.Fragment == nil {
		return ""
	}
	user := ""
	for _, section := range u.Fragment.Sections {
		for _, a := range section.Assignments {
			if a.Key == "User" {
				user = a.Value
			}
		}
	}
	return user
}

// directories are the directives that make systemd create a directory for the
// unit's user, with the place below which they do (systemd.exec(5)).
var directories = []struct{ directive, below string }{
	{"RuntimeDirectory", "/run"}, {"StateDirectory", "/var/lib"}, {"CacheDirectory", "/var/cache"},
	{"LogsDirectory", "/var/log"},
}

// createdByUnit tells whether a path lies in a directory that systemd creates
// for the unit.
func createdByUnit(box *sandbox.Sandbox, file string) bool {
	file = belowRun(file)
	return slices.ContainsFunc(createdDirectories(box), func(directory string) bool {
		return file == directory || strings.HasPrefix(file, directory+"/")
	})
}

// madeByUnit tells whether a path is a directory that systemd creates for the
// unit, or one on the way to it.
func madeByUnit(box *sandbox.Sandbox, file string) bool {
	file = belowRun(file)
	return slices.ContainsFunc(createdDirectories(box), func(directory string) bool {
		return file == directory || strings.HasPrefix(directory, file+"/")
	})
}

// belowRun returns a path below /run for one by the other name of that directory,
// /var/run (file-hierarchy(7)).
func belowRun(file string) string {
	if below, other := strings.CutPrefix(file, "/var/run/"); other {
		return path.Join("/run", below)
	}
	return file
}

// createdDirectories are the directories that systemd creates for the unit.
func createdDirectories(box *sandbox.Sandbox) []string {
	var created []string
	u := box.Unit()
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
