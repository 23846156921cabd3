package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/files"
)

// profilesVariable is the variable of the environment that leaves the built-in
// profiles out where it says "none", to measure what is known without them.
const profilesVariable = "UNITLINT_PROFILES"

// library holds the profiles that a configuration asks for.
func (p program) library(settings *config.Config) (*profile.Library, error) {
	library := profile.NewLibrary(nil)
	switch word := p.getenv(profilesVariable); word {
	case "none":
	case "":
		if !settings.Profiles.WithoutBuiltin {
			library = profile.Builtin()
		}
	default:
		return nil, fmt.Errorf("%s=%s: expected none, or nothing", profilesVariable, word)
	}
	var own []profile.File
	for _, directory := range settings.Profiles.Directories {
		found, err := p.profilesIn(settings, directory)
		if err != nil {
			return nil, fmt.Errorf("%s: profiles: %w", settings.Path, err)
		}
		own = append(own, found...)
	}
	return library.With(own)
}

// libraries returns what finds the profiles of each configuration once.
func (p program) libraries() func(*config.Config) (*profile.Library, error) {
	made := map[*config.Config]*profile.Library{}
	return func(settings *config.Config) (*profile.Library, error) {
		if made[settings] != nil {
			return made[settings], nil
		}
		library, err := p.library(settings)
		if err == nil {
			made[settings] = library
		}
		return library, err
	}
}

// The most that is read of profiles: bytes of one, and entries of a directory.
const (
	mostProfile         = 1 << 20
	mostProfilesEntries = 4096
)

// profilesIn reads the profiles of a directory that a configuration names relative
// to itself.
func (p program) profilesIn(settings *config.Config, directory string) ([]profile.File, error) {
	above := filepath.Dir(filepath.FromSlash(settings.Path))
	base := p.base.moved(p.path(above))
	names, err := files.NamesIn(base, directory, mostProfilesEntries)
	if err != nil {
		return nil, err
	}
	var found []profile.File
	for _, name := range names {
		stem, isProfile := strings.CutSuffix(name, profile.Suffix)
		if !isProfile {
			continue
		}
		below := filepath.Join(filepath.FromSlash(directory), name)
		file, err := files.PlainIn(base, below)
		if err != nil {
			return nil, err
		}
		text, err := file.Read(mostProfile)
		if err != nil {
			return nil, err
		}
		shown := filepath.ToSlash(filepath.Join(above, below))
		found = append(found, profile.File{Name: stem, Path: shown, Text: text})
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("there is no profile, named *%s, in %s", profile.Suffix, directory)
	}
	return found, nil
}

// libraryOf holds the profiles for the programs of a tree; without one, for those
// of the working directory's configuration.
func (p program) libraryOf(root string) (*profile.Library, error) {
	if root == "" {
		root = "."
	}
	search, err := p.search(root, "")
	if err != nil {
		return nil, err
	}
	settings, _, err := search.For("")
	if err != nil {
		return nil, err
	}
	return p.library(settings)
}
