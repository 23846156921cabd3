package harden

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
)

// writtenPaths makes the file system read-only but for what is written. A word is
// a path that exists, or with the name of a setting before it and "=" a directory
// that systemd makes.
var writtenPaths = List{
	Named: func(s *Subject, u *match.Refusal) []string {
		var words []string
		for _, name := range s.alternatives(u) {
			if w := match.Writable(s.box, s.Host, u.Need, name); w != "" && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		return words
	},
	Lines: func(_ *Subject, words []string) []string {
		return append([]string{"ProtectSystem=strict"}, match.WritableLines(words)...)
	},
}

// alternatives returns the paths by any of which a need could be met: those that
// exist, for they are the ones of this distribution, else all.
func (s *Subject) alternatives(u *match.Refusal) []string {
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

func (s *Subject) exists(name string) bool {
	return s.Host.Lookup(name).Presence == host.Exists && s.Host.Lasts(name)
}
