package profile

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// builtinIndex is what the index of these files is written as: to find it out from
// them takes longer than to find and decode the few that a run needs.
//
//go:embed index.txt
var builtinIndex string

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
	l.index = sync.OnceValue(func() index { return readIndex(builtinIndex) })
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
		if profile := known.name(name); profile != "" && l.counts(i, profile, name) {
			return profile
		}
	}
	return ""
}

// counts tells that an invocation is of a profile's program by a name, which says little where
// it is a common word.
func (l *Library) counts(i *invocation.Invocation, profile, name string) bool {
	p := l.Lookup(profile)
	if p == nil || !slices.Contains(p.CommonWords, name) || i.Shipped() && !i.Interprets() {
		return true
	}
	known := l.index()
	return slices.ContainsFunc(i.Names(), func(other string) bool { return slices.Contains(p.Includes, known.name(other)) })
}
