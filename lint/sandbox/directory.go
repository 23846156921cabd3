package sandbox

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// directory is an entry of RuntimeDirectory= and its kin.
type directory struct {
	kind     unit.DirectoryKind
	relative string // below the kind's base
	symlink  string // a further name below the base, or empty
	readOnly bool
	known    bool
	by       *unit.Assignment
}

// path is where the process finds it.
func (d directory) path() string { return path.Join(d.kind.Base, d.relative) }

// privatePath is where it really lies below base/private.
func (d directory) privatePath() string { return path.Join(d.kind.Base, "private", d.relative) }

// readDirectories reads the unit's directories, and notes which paths they bring with them.
func (s *settings) readDirectories() {
	s.directories = nil
	for kind := range unit.DirectoryKinds() {
		for _, a := range s.reader.list(kind.Directive) {
			for _, d := range a.Verdict.Directories() {
				s.directories = append(s.directories, directory{
					kind: kind, relative: d.Path, symlink: d.Symlink,
					readOnly: strings.Contains(d.Flags, "ro"), known: d.Known, by: a,
				})
			}
		}
	}
	s.made, s.owned = map[string]string{}, map[string]string{}
	for _, d := range s.directories {
		if !d.known {
			continue
		}
		for name := d.path(); name != "/" && s.made[name] == ""; name = path.Dir(name) {
			s.made[name] = d.kind.Directive
		}
		if d.kind.Owned {
			s.owned[d.path()], s.owned[d.privatePath()] = d.kind.Directive, d.kind.Directive
		}
	}
}

// isPrivate tells that DynamicUser= hides the directory below base/private. A
// runtime directory only is where it outlives the service
// (RuntimeDirectoryPreserve=).
func (s *settings) isPrivate(d directory) bool {
	if !s.dynamicUser.on || !d.kind.Owned {
		return false
	}
	return d.kind.Directive != "RuntimeDirectory" || s.runtimePreserve.enabled()
}
