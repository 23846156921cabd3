package system

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// Mention is a place where a unit's own text names a path.
type Mention struct {
	Unit *unit.Unit
	Line *unit.Assignment
	// Path is clean; Start and End are where it stands in the line's value.
	Path       string
	Start, End int
}

// Of all mentions so many are kept: of a unit, and of a path by all units.
const (
	mostOfUnit = 64
	mostOfPath = 16
)

// temporaryDirectories are those that PrivateTmp= replaces (systemd.exec(5)).
var temporaryDirectories = []string{"/tmp/", "/var/tmp/"}

// mentioning are the beginnings of the directives that name a file which is
// used at run time.
var mentioning = []string{"Exec", "Listen", "Path", "DirectoryNotEmpty", "PIDFile", "EnvironmentFile"}

// Temporary returns where a unit names files below /tmp and /var/tmp, as far
// as their names are plain: without specifiers, variables and patterns.
func Temporary(u *unit.Unit) []Mention {
	var found []Mention
	for _, s := range u.Settings {
		for _, a := range s.Values {
			if !mentions(a) {
				continue
			}
			found = appendTemporary(found, u, a)
			if len(found) >= mostOfUnit {
				return found[:mostOfUnit]
			}
		}
	}
	return found
}

func mentions(a *unit.Assignment) bool {
	for _, beginning := range mentioning {
		if strings.HasPrefix(a.Key, beginning) {
			return true
		}
	}
	return false
}

func appendTemporary(found []Mention, u *unit.Unit, a *unit.Assignment) []Mention {
	for at := 0; at < len(a.Value) && len(found) < mostOfUnit; {
		slash := strings.IndexByte(a.Value[at:], '/')
		if slash < 0 {
			break
		}
		start := at + slash
		end := start
		for end < len(a.Value) && inPath(a.Value[end]) {
			end++
		}
		if plain(a.Value, start, end) {
			if name := path.Clean(a.Value[start:end]); IsTemporary(name) {
				found = append(found, Mention{Unit: u, Line: a, Path: name, Start: start, End: end})
			}
		}
		at = end
	}
	return found
}

// IsTemporary tells whether a path lies in one of the directories that PrivateTmp=
// replaces.
func IsTemporary(name string) bool {
	for _, directory := range temporaryDirectories {
		if strings.HasPrefix(name, directory) {
			return true
		}
	}
	return false
}

// HasOtherEnd tells by the name of a file that it is a socket or a named pipe, at whose other end
// is another process (fifo(7), unix(7)).
func HasOtherEnd(name string) bool {
	base := strings.ToLower(path.Base(name))
	return LocalSocket(name) != "" || strings.Contains(base, "fifo") || base == "pipe" || strings.HasSuffix(base, ".pipe") ||
		strings.HasSuffix(base, "-pipe") || strings.HasSuffix(base, "_pipe")
}

// MayBeLost tells of what a program keeps below /tmp that it may do without after a restart, by its
// path and the words that name it. What lies in /tmp is gone when the system is started anyway, so
// that who has a directory there reckons with it; /var/tmp is there to outlast that
// (file-hierarchy(7)), for all but a directory of what can be made again.
func MayBeLost(name, words string) bool {
	isDirectory, isCache := path.Ext(name) == "", strings.Contains(strings.ToLower(words+name), "cache")
	if strings.HasPrefix(name, "/var/tmp/") {
		return isCache && isDirectory
	}
	return isCache || isDirectory
}

func inPath(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/._-+@", c) >= 0
}

// plain tells whether a path begins and ends where its characters do, rather
// than with a variable, a specifier, a pattern or mktemp(1)'s places.
func plain(text string, start, end int) bool {
	if start > 0 && (strings.IndexByte("$}%)", text[start-1]) >= 0 || inPath(text[start-1]) && strings.IndexByte("-+@", text[start-1]) < 0) {
		return false
	}
	if end < len(text) && strings.IndexByte("$%*?[{`\\~", text[end]) >= 0 {
		return false
	}
	return !strings.Contains(text[start:end], "XXX")
}

// Sharing returns the first mention of a temporary file's path in each unit
// that belongs to the same manager and the same tree of files as another.
func (s *System) Sharing(u *unit.Unit, name string) []Mention {
	s.mentioning.Do(func() {
		s.mentioned = map[key][]Mention{}
		for _, other := range s.units {
			for _, m := range Temporary(other) {
				k := keyOf(other, m.Path)
				all := s.mentioned[k]
				if len(all) < mostOfPath && (len(all) == 0 || all[len(all)-1].Unit != other) {
					s.mentioned[k] = append(all, m)
				}
			}
		}
	})
	return s.mentioned[keyOf(u, name)]
}

// Joins tells whether one of two units names the other in JoinsNamespaceOf=,
// so that they share a private /tmp where both have one (systemd.unit(5)).
func Joins(u, other *unit.Unit) bool {
	return overlap(unitNames(u, u.All("Unit", "JoinsNamespaceOf")), other.Names) ||
		overlap(unitNames(other, other.All("Unit", "JoinsNamespaceOf")), u.Names)
}
