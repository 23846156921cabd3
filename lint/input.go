package lint

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Input is what a run's arguments stand for.
type Input struct {
	Identities []locate.Identity
	Load       Loader
	// Errors tell which arguments could not be read.
	Errors []error
}

// Open finds the units that arguments name below a directory. Without
// arguments it finds all that are there.
func Open(dir string, arguments []string) Input {
	if len(arguments) == 0 {
		arguments = []string{"."}
	}
	input := Input{Load: func(id locate.Identity, t target.Target) (*unit.Unit, error) { return load(dir, id, t) }}
	for _, argument := range arguments {
		if err := input.add(dir, argument); err != nil {
			input.Errors = append(input.Errors, err)
		}
	}
	return input
}

func (input *Input) add(dir, argument string) error {
	start := argument
	if !filepath.IsAbs(start) {
		start = filepath.Join(dir, argument)
	}
	info, err := os.Stat(start)
	if err != nil {
		return fmt.Errorf("reading %s: %w", argument, err)
	}
	if !info.IsDir() {
		input.Identities = append(input.Identities, identity(argument))
		return nil
	}
	return filepath.WalkDir(start, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, relErr := filepath.Rel(dir, p)
		if relErr != nil || filepath.IsAbs(argument) {
			rel = p
		}
		if entry.Type().IsRegular() && slices.Contains(suffixes(), path.Ext(p)) {
			input.Identities = append(input.Identities, identity(rel))
		}
		return nil
	})
}

func suffixes() []string {
	return []string{".service", ".socket", ".timer", ".path", ".mount", ".automount", ".swap", ".slice", ".target", ".scope", ".device"}
}

func identity(name string) locate.Identity {
	return locate.Identity{Name: path.Base(filepath.ToSlash(name)), Scope: locate.System, State: locate.Loaded, Fragment: filepath.ToSlash(name)}
}

func load(dir string, id locate.Identity, t target.Target) (*unit.Unit, error) {
	name := filepath.FromSlash(id.Fragment)
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %s: not a regular file", id.Fragment)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", id.Fragment, err)
	}
	file := unitfile.Parse(source.New(id.Fragment, text), unitfile.Options{Version: max(t.Release.Version, 239)})
	return &unit.Unit{Identity: id, Release: t.Release, Fragment: file}, nil
}
