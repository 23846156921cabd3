package sandbox

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// directory is an entry of RuntimeDirectory= and its kin.
type directory struct {
	kind     directoryKind
	relative string // below the kind's base
	symlink  string // a further name below the base, or empty
	readOnly bool
	known    bool
	by       *unit.Assignment
}

// directoryKind is one of the five kinds of directories that systemd makes.
type directoryKind struct {
	directive string
	base      string // of the system manager
	// private tells that DynamicUser= moves it below base/private.
	private bool
}

// directoryKinds are the five kinds (systemd.exec(5), RuntimeDirectory=). The
// user manager's lie below the user's directories, whose place is unknown.
var directoryKinds = []directoryKind{
	{"RuntimeDirectory", "/run", true},
	{"StateDirectory", "/var/lib", true},
	{"CacheDirectory", "/var/cache", true},
	{"LogsDirectory", "/var/log", true},
	{"ConfigurationDirectory", "/etc", false},
}

// path is where the process finds it.
func (d directory) path() string { return path.Join(d.kind.base, d.relative) }

// privatePath is where it really lies below base/private.
func (d directory) privatePath() string { return path.Join(d.kind.base, "private", d.relative) }

func readDirectories(r reader) []directory {
	var found []directory
	for _, kind := range directoryKinds {
		for _, a := range r.list(kind.directive) {
			for _, d := range a.Verdict.Directories() {
				found = append(found, directory{
					kind: kind, relative: d.Path, symlink: d.Symlink,
					readOnly: strings.Contains(d.Flags, "ro"), known: d.Known, by: a,
				})
			}
		}
	}
	return found
}

// indexDirectories notes which paths the unit's directories bring with them.
func (s *settings) indexDirectories() {
	if len(s.directories) == 0 {
		return
	}
	s.made, s.owned = map[string]string{}, map[string]string{}
	for _, d := range s.directories {
		if !d.known {
			continue
		}
		for name := d.path(); name != "/" && s.made[name] == ""; name = path.Dir(name) {
			s.made[name] = d.kind.directive
		}
		if d.kind.private {
			s.owned[d.path()], s.owned[d.privatePath()] = d.kind.directive, d.kind.directive
		}
	}
}

// isPrivate tells that DynamicUser= hides the directory below base/private. A
// runtime directory only is where it outlives the service
// (RuntimeDirectoryPreserve=).
func (s *settings) isPrivate(d directory) bool {
	if !s.dynamicUser.on || !d.kind.private {
		return false
	}
	return d.kind.directive != "RuntimeDirectory" || s.runtimePreserve.enabled()
}
