package profile

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// dataPlaces are the directories in which programs keep data where nobody tells them otherwise
// (file-hierarchy(7), and the FHS on /opt and /srv).
var dataPlaces = []string{"/var/lib/", "/var/db/", "/srv/", "/opt/"}

// otherPlaces hold no program's data: what a unit makes writable there says nothing of where
// that is.
var otherPlaces = []string{
	"/run", "/var/run", "/tmp", "/var/tmp", "/dev", "/proc", "/sys", "/etc", "/usr", "/boot", "/var/log", "/var/cache", "/var/spool", "/var/mail", "/var/backups",
}

// moved tells that the unit itself makes another directory writable in place of those in which
// the program keeps its data as it is packaged, so that it may be configured to keep it there.
// A directory that another fact or the command line speaks of is no such place, nor is one beside the packaged one,
// and where the command line speaks of the packaged one it is there;
// what is kept beside the program or in the working directory is kept there.
func (s *Source) moved(i *invocation.Invocation, top *Profile, f *Fact, term string, paths []string) bool {
	if unplaced(term) != term || f.Kind != need.Write && f.Kind != need.Create || s.context == nil || !slices.ContainsFunc(paths, isData) {
		return false
	}
	others := s.madeWritable()
	near := func(name string) bool {
		return slices.ContainsFunc(paths, func(p string) bool {
			return below(name, p) || below(p, name) || path.Dir(name) == path.Dir(p) && !isPlace(path.Dir(p))
		})
	}
	if slices.ContainsFunc(others, near) || slices.ContainsFunc(paths, func(p string) bool { return named(i, p) }) {
		return false
	}
	return slices.ContainsFunc(others, func(name string) bool { return !named(i, name) && !s.spokenOf(top, name, deepestInclusion) })
}

// named tells that the command line names a path, one below it or one above.
func named(i *invocation.Invocation, name string) bool {
	return slices.ContainsFunc(i.Arguments, func(w invocation.Word) bool {
		at := strings.IndexByte(w.Text, '/')
		return at >= 0 && w.Text[at:] != "/" && (below(w.Text[at:], name) || below(name, w.Text[at:]))
	})
}

func isData(name string) bool {
	return slices.ContainsFunc(dataPlaces, func(place string) bool { return strings.HasPrefix(name, place) })
}

// isPlace tells that a directory is one of those in which each program has its own.
func isPlace(name string) bool { return slices.Contains(dataPlaces, name+"/") }

// madeWritable returns the directories outside of [otherPlaces] that the unit makes writable or
// has systemd make.
func (s *Source) madeWritable() []string {
	var found []string
	add := func(name string) {
		if strings.Contains(name, "/.cache") || strings.Contains(name, "/.config") {
			return // what a program keeps of a user beside its data
		}
		if !slices.ContainsFunc(otherPlaces, func(place string) bool { return below(name, place) }) {
			found = append(found, name)
		}
	}
	u := s.context.Unit
	for _, a := range u.All(u.ExecSection(), "ReadWritePaths") {
		for _, p := range a.Verdict.Paths() {
			add(p.Path)
		}
	}
	for _, a := range u.All(u.ExecSection(), "StateDirectory") {
		for _, d := range a.Verdict.Directories() {
			add(path.Join("/var/lib", d.Path))
		}
	}
	return found
}

// spokenOf tells that a fact of a profile, or of one that it includes, speaks of a path.
func (s *Source) spokenOf(p *Profile, name string, depth int) bool {
	for i := range p.Needs {
		for _, term := range p.Needs[i].Terms {
			if slices.ContainsFunc(strings.Split(term, "|"), func(word string) bool {
				return path.IsAbs(word) && word != "/" && (below(name, word) || below(word, name))
			}) {
				return true
			}
		}
	}
	return depth > 0 && slices.ContainsFunc(p.Includes, func(included string) bool {
		other := s.library.Lookup(included)
		return other != nil && s.spokenOf(other, name, depth-1)
	})
}

// below tells that a path is a directory or lies below it.
func below(name, directory string) bool {
	rest, found := strings.CutPrefix(name, directory)
	return found && (directory == "/" || rest == "" || rest[0] == '/')
}
