package config

import (
	"path/filepath"
	"sync"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/files"
)

// Search answers which configuration holds for a file. It may be used by
// several goroutines.
type Search struct {
	dir   string
	moved func(dir string) string
	rules []*lint.Rule
	// only, where it is not nil, holds for every file.
	only *Config
	none *Config

	mu     sync.Mutex
	chains map[string]chain
}

// chain is the configurations in a directory and above it, the outermost first,
// up to the first that cannot be read.
type chain struct {
	configs []*Config
	err     error
}

// NewSearch returns a search for the nearest configuration of each file. Paths
// are relative to a working directory. Each directory is looked at where moved
// says that it is: a revision's configurations may hold for the files of another.
func NewSearch(dir string, moved func(dir string) string, rules []*lint.Rule) *Search {
	return &Search{dir: dir, moved: moved, rules: rules, none: &Config{}, chains: map[string]chain{}}
}

// Only returns a search that finds the same configuration for every file.
func Only(c *Config) *Search { return &Search{only: c} }

// For returns the configuration that holds for a file, which is the nearest one
// in its directory or above, and whether the file is excluded. What an outer
// configuration excludes stays so, whatever lies below it.
func (s *Search) For(shown string) (nearest *Config, excluded bool, err error) {
	if s.only != nil {
		return s.only, s.only.excludes(shown), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.above(filepath.Dir(hostPath(s.dir, shown)))
	nearest = s.none
	for _, nearest = range found.configs {
		if nearest.excludes(shown) {
			return nearest, true, nil
		}
	}
	return nearest, false, found.err
}

// above returns the chain of a directory.
func (s *Search) above(dir string) chain {
	if known, ok := s.chains[dir]; ok {
		return known
	}
	var found chain
	if parent := filepath.Dir(dir); parent != dir {
		found = s.above(parent)
	}
	if found.err == nil {
		found = s.extend(found, dir)
	}
	s.chains[dir] = found
	return found
}

// extend adds the configuration of a directory, if there is one.
func (s *Search) extend(outer chain, dir string) chain {
	path := filepath.Join(dir, FileName)
	there, err := exists(filepath.Join(s.moved(dir), FileName))
	if err != nil || !there {
		return chain{outer.configs, err}
	}
	file, err := files.PlainIn(s.moved(dir), FileName)
	if err != nil {
		return chain{outer.configs, err}
	}
	c, err := Load(file, s.shown(path), s.rules)
	if err != nil {
		return chain{outer.configs, err}
	}
	c.dir, c.from = dir, s.dir
	return chain{append(outer.configs[:len(outer.configs):len(outer.configs)], c), nil}
}

func (s *Search) shown(path string) string {
	if rel, err := filepath.Rel(s.dir, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(path)
}

// hostPath is the path on the host of a file as reports show it.
func hostPath(dir, shown string) string {
	if path := filepath.FromSlash(shown); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, filepath.FromSlash(shown))
}

// Place is the path of a file, as reports show it, that globs are compared with:
// relative to the directory of a configuration that was found.
func (c *Config) Place(shown string) string {
	if c.dir == "" {
		return shown
	}
	rel, err := filepath.Rel(c.dir, hostPath(c.from, shown))
	if err != nil {
		return shown
	}
	return filepath.ToSlash(rel)
}
