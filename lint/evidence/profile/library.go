package profile

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// File is a profile as it is written.
type File struct {
	// Name is the profile's name, and Path what messages call the file.
	Name, Path string
	Text       []byte
}

// Library holds profiles and reads each when it is first asked for.
type Library struct {
	volumes map[string]*volume
	index   func() index
	// files hold the profiles that have no text yet; it is nil where all have.
	files fs.FS
	// beneath is asked where this library knows nothing; it may be nil.
	beneath *Library
}

// volume is one profile of a library.
type volume struct {
	file    File
	library *Library
	// profile and fault are what decoding it once came to.
	once    sync.Once
	profile *Profile
	fault   error
}

func (v *volume) decode() (*Profile, error) {
	v.once.Do(func() {
		file := v.file
		file.Text = v.text()
		v.profile, v.fault = decode(file, func(name string) bool { return v.library.volume(name) != nil })
	})
	return v.profile, v.fault
}

// text returns what is written in a profile.
func (v *volume) text() []byte {
	if v.library.files == nil {
		return v.file.Text
	}
	text, _ := fs.ReadFile(v.library.files, v.file.Path) // it was listed
	return text
}

// head returns what is written before the needs of a profile. The room is where it is
// read into, if it must be: a run decodes few of hundreds of profiles.
func (v *volume) head(room []byte) []byte {
	text, whole := v.file.Text, true
	if v.library.files != nil {
		file, err := v.library.files.Open(v.file.Path)
		if err != nil {
			return nil
		}
		count, err := io.ReadFull(file, room)
		text, whole = room[:count], err != nil
	}
	head, _, found := bytes.Cut(text, []byte("\nneeds:"))
	if !found && !whole {
		return v.text()
	}
	return head
}

// index says which profile is about a program.
type index struct {
	paths    []entry           // of whole paths
	plain    map[string]string // by names
	patterns []entry           // of names
}

// entry is a pattern and the profile that it leads to.
type entry struct {
	pattern, profile string
	literal          string // what stands before the first special character
	wild             bool   // there is one
}

func newEntry(pattern, profile string) entry {
	e := entry{pattern: pattern, profile: profile, literal: pattern}
	if special := strings.IndexAny(pattern, `*?[\`); special >= 0 {
		e.literal, e.wild = pattern[:special], true
	}
	return e
}

// matches compares a name or a whole path with the pattern.
func (e *entry) matches(name string) bool {
	if !e.wild || !strings.HasPrefix(name, e.literal) {
		return e.pattern == name
	}
	matched, _ := path.Match(e.pattern, name)
	return matched
}

// Builtin returns the profiles that come with the program. They are read once.
var Builtin = sync.OnceValue(func() *Library {
	const directory = "profiles"
	entries, err := profileFiles.ReadDir(directory)
	if err != nil {
		return NewLibrary(nil)
	}
	builtin := make([]File, 0, len(entries))
	for _, e := range entries {
		builtin = append(builtin, File{Name: strings.TrimSuffix(e.Name(), Suffix), Path: directory + "/" + e.Name()})
	}
	l := NewLibrary(builtin)
	l.files = profileFiles
	return l
})

// Suffix is the end of the names of files that hold profiles.
const Suffix = ".yaml"

// NewLibrary returns a library of profiles. None of them is read yet: one that is
// no profile is like one that is not there. Of several with the same name the
// first counts.
func NewLibrary(profiles []File) *Library {
	l := &Library{volumes: make(map[string]*volume, len(profiles))}
	volumes := make([]volume, len(profiles))
	for i, f := range profiles {
		if l.volumes[f.Name] == nil {
			volumes[i].file, volumes[i].library = f, l
			l.volumes[f.Name] = &volumes[i]
		}
	}
	l.index = sync.OnceValue(l.buildIndex)
	return l
}

// Prepare finds out what the first question about a program would have to wait for.
func (l *Library) Prepare() { l.index() }

// With returns a library that asks further profiles before its own: one with the
// name of another stands in its place, and what it says of a program counts alone.
// The error tells of all that is no profile.
func (l *Library) With(profiles []File) (*Library, error) {
	if len(profiles) == 0 {
		return l, nil
	}
	above := NewLibrary(profiles)
	above.beneath = l
	var faults []error
	for _, f := range profiles {
		v := above.volumes[f.Name]
		_, err := v.decode()
		if v.file.Path != f.Path {
			err = fmt.Errorf("%s: the profile %s stands in %s already", f.Path, f.Name, v.file.Path)
		}
		faults = append(faults, err)
	}
	return above, errors.Join(faults...)
}

// Names returns the profiles' names, sorted.
func (l *Library) Names() []string {
	names := slices.Collect(maps.Keys(l.volumes))
	if l.beneath != nil {
		names = append(names, l.beneath.Names()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// programsOfProfile is how many programs a profile is about, or more.
const programsOfProfile = 4

// roomOfHead is more than what most profiles are long.
const roomOfHead = 4096

// buildIndex finds out which programs each profile is about. Of several profiles
// that name a program the first counts, in the order of their names.
func (l *Library) buildIndex() index {
	room := make([]byte, roomOfHead)
	found := index{plain: make(map[string]string, programsOfProfile*len(l.volumes))}
	for _, profile := range slices.Sorted(maps.Keys(l.volumes)) {
		paths, programs := l.volumes[profile].subjects(room)
		for _, pattern := range paths {
			found.paths = append(found.paths, newEntry(pattern, profile))
		}
		for _, pattern := range programs {
			found.add(newEntry(pattern, profile))
		}
	}
	return found
}

// add adds a pattern of names.
func (x *index) add(e entry) {
	if e.wild {
		x.patterns = append(x.patterns, e)
	} else if _, known := x.plain[e.pattern]; !known {
		x.plain[e.pattern] = e.profile
	}
}

// path returns the profile of a whole path, or "".
func (x *index) path(name string) string { return firstMatch(x.paths, name) }

// name returns the profile of a program's name, or "": plain names are more
// telling than patterns.
func (x *index) name(name string) string {
	if profile, known := x.plain[name]; known {
		return profile
	}
	return firstMatch(x.patterns, name)
}

func firstMatch(entries []entry, name string) string {
	for i := range entries {
		if entries[i].matches(name) {
			return entries[i].profile
		}
	}
	return ""
}

// subjects are the patterns of paths and of names that a profile is about. Where
// each stands on a line of its own in the head, as in all profiles that come with
// the program, the file need not be decoded for that: a run decodes the few that
// its programs need.
func (v *volume) subjects(room []byte) (paths, programs []string) {
	head := v.head(room)
	programs, plain := headList(head, "programs")
	if plain {
		paths, plain = headList(head, "paths")
	}
	if plain && len(programs) > 0 {
		return paths, programs
	}
	p, err := v.decode()
	if err != nil {
		return nil, nil
	}
	return p.Paths, p.Programs
}

// headList returns the words of a list "key: [a, b]" that stands on one line;
// none where nothing speaks of the key. It is not plain where something else does.
func headList(text []byte, key string) (words []string, plain bool) {
	for found := bytes.Index(text, []byte(key)); found >= 0; found = bytes.Index(text, []byte(key)) {
		begin := bytes.LastIndexByte(text[:found], '\n') + 1
		line, after, _ := bytes.Cut(text[begin:], []byte{'\n'})
		text = after
		if len(bytes.TrimLeft(line[:found-begin], "{\"' \t")) > 0 {
			continue // a word like the key stands in another one's value
		}
		list, plain := strings.CutPrefix(string(line), key+": [")
		inner, rest, closed := strings.Cut(list, "]")
		if !plain || !closed || strings.TrimSpace(rest) != "" {
			return nil, false
		}
		words = make([]string, 0, strings.Count(inner, ",")+1)
		for word := range strings.SplitSeq(inner, ",") {
			if word = strings.Trim(strings.TrimSpace(word), `"'`); word != "" {
				words = append(words, word)
			}
		}
		return words, true
	}
	return nil, true
}

// volume returns the profile of a name, or nil.
func (l *Library) volume(name string) *volume {
	if v := l.volumes[name]; v != nil || l.beneath == nil {
		return v
	}
	return l.beneath.volume(name)
}

// Lookup returns a profile by its name, or nil.
func (l *Library) Lookup(name string) *Profile {
	p, err := l.Decode(name)
	if err != nil {
		return nil
	}
	return p
}

// Decode returns a profile by its name; the error says what in it is no profile.
func (l *Library) Decode(name string) (*Profile, error) {
	v := l.volume(name)
	if v == nil {
		return nil, fmt.Errorf("there is no profile %q", name)
	}
	return v.decode()
}

// find returns the name of the profile of an invocation, or "".
func (l *Library) find(i *invocation.Invocation) string {
	name := l.findHere(i)
	if name == "" && l.beneath != nil {
		return l.beneath.find(i)
	}
	return name
}

func (l *Library) findHere(i *invocation.Invocation) string {
	known := l.index()
	if profile := known.path(i.Program.Text); profile != "" {
		return profile
	}
	if script := i.Program.Text; strings.HasPrefix(script, "/etc/") && !strings.HasPrefix(script, "/etc/init.d/") {
		return "" // jobs and hooks are named after programs that they are not
	}
	for _, name := range i.Names() {
		if profile := known.name(name); profile != "" {
			return profile
		}
	}
	return ""
}
