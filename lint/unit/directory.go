package unit

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/value"
)

// DirectoryKind is a setting with which systemd makes directories for a unit.
type DirectoryKind struct {
	Directive string
	// Base is the place below which they lie for the system manager. The user
	// manager's lie below the user's directories, whose place is unknown.
	Base string
	// Owned tells that they belong to the unit's user, and that DynamicUser= moves
	// them below Base/private.
	Owned bool
}

// directoryKinds are the five kinds (systemd.exec(5), RuntimeDirectory=).
var directoryKinds = []DirectoryKind{
	{"RuntimeDirectory", "/run", true},
	{"StateDirectory", "/var/lib", true},
	{"CacheDirectory", "/var/cache", true},
	{"LogsDirectory", "/var/log", true},
	{"ConfigurationDirectory", "/etc", false},
}

// DirectoryKinds returns the settings with which systemd makes directories.
func DirectoryKinds() iter.Seq[DirectoryKind] { return slices.Values(directoryKinds) }

// Creates tells whether a path is a directory that systemd creates for the unit's
// user, or lies in one.
func (u *Unit) Creates(name string) bool {
	name = BelowRun(name)
	for directory, kind := range u.created() {
		if kind.Owned && (name == directory || strings.HasPrefix(name, directory+"/")) {
			return true
		}
	}
	return false
}

// Leads tells whether a path is a directory that systemd creates for the unit, or
// one on the way to it.
func (u *Unit) Leads(name string) bool {
	name = BelowRun(name)
	for directory := range u.created() {
		if name == directory || strings.HasPrefix(directory, name+"/") {
			return true
		}
	}
	return false
}

// BelowRun returns a path with /run in place of /var/run, its old name, which is a link on every
// system (file-hierarchy(7)).
func BelowRun(name string) string {
	if below, other := strings.CutPrefix(name, "/var/run/"); other {
		return path.Join("/run", below)
	}
	return name
}

// WorkingDirectory returns the directory that the unit's commands run in, or "" where none is
// named by its path: it is a home, say, or known to the manager alone.
func (u *Unit) WorkingDirectory() string {
	a := u.Last(u.ExecSection(), "WorkingDirectory")
	if a == nil {
		return ""
	}
	expansion, fault := value.Expand(strings.TrimPrefix(a.Value, "-"), a.Directive.Specifiers, u.Context(a))
	if fault != nil || !expansion.Known || !path.IsAbs(expansion.Text) {
		return ""
	}
	return path.Clean(expansion.Text)
}

// StartsInRoot tells that the unit starts its programs in the root directory of the system, as systemd does
// where the unit of a service names no other (systemd.exec(5), WorkingDirectory=).
func (u *Unit) StartsInRoot() bool {
	section := u.ExecSection()
	if u.Scope != locate.System || u.Last(section, "RootDirectory") != nil || u.Last(section, "RootImage") != nil {
		return false
	}
	a := u.Last(section, "WorkingDirectory")
	return a == nil || a.Value == "" || a.Value == "/"
}

// created are the directories that systemd creates for the unit.
func (u *Unit) created() iter.Seq2[string, DirectoryKind] {
	return func(yield func(string, DirectoryKind) bool) {
		for _, kind := range directoryKinds {
			for _, a := range u.All(u.ExecSection(), kind.Directive) {
				for _, d := range a.Verdict.Directories() {
					if !yield(path.Join(kind.Base, d.Path), kind) {
						return
					}
				}
			}
		}
	}
}
