package profile

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// builtin is what the profiles that come with the program and their index are written as:
// YAML takes many times as long to read, and a run needs few of them.
//
//go:embed index.txt
var builtin string

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
	// shelf holds the profiles in place of the volumes; it may be nil.
	shelf *shelf
	// beneath is asked where this library knows nothing; it may be nil.
	beneath *Library
}

// volume is one profile of a library as its user wrote it.
type volume struct {
	file    File
	library *Library
	// profile and fault are what decoding it once came to.
	once    sync.Once
	profile *Profile
	fault   error
}

func (v *volume) decode() (*Profile, error) {
	v.once.Do(func() { v.profile, v.fault = decode(v.file, v.library.has) })
	return v.profile, v.fault
}

// Builtin returns the profiles that come with the program. They are read once.
var Builtin = sync.OnceValue(func() *Library { return readLibrary(builtin) })

// readLibrary returns the library that [Library.write] has written.
func readLibrary(text string) *Library {
	programs, profiles, _ := strings.Cut(text, titleOfProfiles)
	return &Library{
		index: sync.OnceValue(func() index { return readIndex(programs) }),
		shelf: &shelf{written: strings.TrimSpace(profiles), read: map[string]*Profile{}},
	}
}

// write returns the library as text: its index and its profiles, with empty lines between them.
// What is no profile is left out.
func (l *Library) write() string {
	known := l.index()
	var profiles []string
	for _, name := range l.Names() {
		if p := l.Lookup(name); p != nil {
			profiles = append(profiles, writeProfile(p))
		}
	}
	return "# Made from the profiles: go test ./lint/evidence/profile -run Index -update\n\n" +
		known.write() + "\n" + titleOfProfiles + "\n" + strings.Join(profiles, "\n\n") + "\n"
}

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
	if l.shelf != nil {
		names = append(names, l.shelf.names()...)
	}
	if l.beneath != nil {
		names = append(names, l.beneath.Names()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// has tells whether there is a profile of a name, be it one or not.
func (l *Library) has(name string) bool {
	return l.volumes[name] != nil || l.shelf != nil && l.shelf.profile(name) != nil || l.beneath != nil && l.beneath.has(name)
}

// Lookup returns a profile by its name, or nil.
func (l *Library) Lookup(name string) *Profile {
	p, _ := l.decode(name) // who wrote it was told
	return p
}

// Decode returns a profile by its name; the error says what in it is no profile.
func (l *Library) Decode(name string) (*Profile, error) {
	p, err := l.decode(name)
	if p == nil && err == nil {
		err = fmt.Errorf("there is no profile %q", name)
	}
	return p, err
}

// decode returns a profile by its name, nil where there is none.
func (l *Library) decode(name string) (*Profile, error) {
	if v := l.volumes[name]; v != nil {
		return v.decode()
	}
	if l.shelf != nil {
		if p := l.shelf.profile(name); p != nil {
			return p, nil
		}
	}
	if l.beneath != nil {
		return l.beneath.decode(name)
	}
	return nil, nil
}

// find returns the name of the profile of an invocation that may be known by these names, or "".
func (l *Library) find(i *invocation.Invocation, names []string) string {
	name := l.findHere(i, names)
	if name == "" && l.beneath != nil {
		return l.beneath.find(i, names)
	}
	return name
}

func (l *Library) findHere(i *invocation.Invocation, names []string) string {
	known := l.index()
	if profile := known.path(i.Program.Text); profile != "" {
		return profile
	}
	if script := i.Program.Text; strings.HasPrefix(script, "/etc/") && !strings.HasPrefix(script, "/etc/init.d/") {
		return "" // jobs and hooks are named after programs that they are not
	}
	for _, name := range names {
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
