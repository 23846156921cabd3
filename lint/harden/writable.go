package harden

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// managed are the settings with which systemd makes a directory for the unit's
// user, and the place below which it does (systemd.exec(5)).
var managed = []struct{ directive, below string }{
	{"RuntimeDirectory", "/run"}, {"StateDirectory", "/var/lib"}, {"CacheDirectory", "/var/cache"}, {"LogsDirectory", "/var/log"},
}

// writtenPaths makes the file system read-only but for what is written. A word is
// a path that exists, or with the name of a setting before it and "=" a directory
// that systemd makes.
var writtenPaths = List{
	Named: func(s *Subject, u match.Refusal) []string {
		var words []string
		for _, name := range s.alternatives(u) {
			if w := s.writable(u.Need, name); w != "" && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		return words
	},
	Lines: func(_ *Subject, words []string) []string {
		lines := []string{"ProtectSystem=strict"}
		var paths []string
		for _, w := range words {
			if path.IsAbs(w) {
				paths = append(paths, w)
			} else {
				lines = append(lines, w)
			}
		}
		if paths = topmost(paths); len(paths) > 0 {
			lines = append(lines, "ReadWritePaths="+strings.Join(paths, " "))
		}
		return lines
	},
}

// alternatives returns the paths by any of which a need could be met: those that
// exist, for they are the ones of this distribution, else all.
func (s *Subject) alternatives(u match.Refusal) []string {
	var paths, existing []string
	for _, name := range append(slices.Clone(u.Need.Any), u.Argument) {
		if !path.IsAbs(name) {
			continue
		}
		paths = append(paths, name)
		if s.exists(name) {
			existing = append(existing, name)
		}
	}
	if len(existing) > 0 {
		return existing
	}
	return paths
}

// topmost leaves out paths that lie below others, and sorts the rest.
func topmost(paths []string) []string {
	slices.Sort(paths)
	var kept []string
	for _, p := range paths {
		if !slices.ContainsFunc(kept, func(k string) bool { return host.Below(p, k) }) {
			kept = append(kept, p)
		}
	}
	return kept
}

// writable returns what to make writable for a refused path: the directory that
// systemd makes for the unit's user, where it is missing and belongs to that user;
// else the path, if it is a directory that exists; else the nearest directory
// above that does, for a path that is missing when the service starts would keep
// it from starting, and with "-" before it would stay read-only.
func (s *Subject) writable(n need.Need, name string) string {
	name = s.Host.Resolve(path.Clean(name))
	if n.Kind == need.Create && !s.isDirectory(name) {
		name = path.Dir(name)
	}
	if setting := s.managedDirectory(n, name); setting != "" {
		return setting
	}
	for name != "/" && !s.isDirectory(name) {
		name = path.Dir(name)
	}
	if name == "/" || !writeable(name) {
		return ""
	}
	return name
}

func (s *Subject) exists(name string) bool {
	return s.Host.Lookup(name).Presence == host.Exists && s.Host.Lasts(name)
}

// isDirectory tells whether something is known to be a directory, or to be there
// and not known to be something else.
func (s *Subject) isDirectory(name string) bool {
	p := s.Host.Lookup(name)
	return p.Presence == host.Exists && s.Host.Lasts(name) && (p.Kind == host.Directory || p.Kind == host.AnyKind)
}

// managedDirectory returns the setting that makes a missing directory for the
// unit's user, or "".
func (s *Subject) managedDirectory(n need.Need, name string) string {
	id := s.box.Main().Identity()
	if id.Root != sandbox.No || id.Dynamic || !slices.Contains(n.Owners, id.User) || s.Host.Lookup(name).Presence != host.Missing {
		return ""
	}
	for _, m := range managed {
		if below, ok := strings.CutPrefix(name, m.below+"/"); ok && writeable(below) && s.last(m.directive) == nil {
			return m.directive + "=" + below
		}
	}
	return ""
}
