package locate

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/files"
)

// Expand returns the arguments of a command line with patterns (path.Match) and
// names without a suffix written out, as systemctl takes them: with a root names of
// units of the given manager, else files. An argument that names a file stays as it
// is, and so does one that stands for nothing, so that its reader can say so; only
// a pattern without a match is an error.
func Expand(dir, root string, scope Scope, arguments []string) ([]string, error) {
	e := expander{dir: dir, root: root, scope: scope}
	defer e.close()
	var expanded []string
	var problems []error
	for _, argument := range arguments {
		words, err := e.expand(argument)
		if err != nil {
			problems = append(problems, err)
		}
		expanded = append(expanded, words...)
	}
	return expanded, errors.Join(problems...)
}

// expander writes arguments out; it opens the root where one of them needs it.
type expander struct {
	dir, root string
	scope     Scope
	tree      *Tree
	names     []string
}

func (e *expander) close() {
	if e.tree != nil {
		_ = e.tree.Close() // nothing was written
	}
}

func (e *expander) expand(argument string) ([]string, error) {
	pattern := strings.ContainsAny(argument, "*?[")
	if e.isFileWithoutSuffix(argument) {
		return []string{argument + ".service"}, nil
	}
	if argument == "-" || files.IsRevision(argument) || !pattern && (ValidName(argument) || strings.ContainsAny(argument, `/\`)) {
		return []string{argument}, nil
	}
	for _, base := range []string{e.dir, placeOf(e.dir, e.root)} {
		if _, err := os.Lstat(placeOf(base, argument)); err == nil {
			return []string{argument}, nil
		}
	}
	switch {
	case e.root != "" && !strings.Contains(argument, "/"):
		return e.expandName(argument, pattern)
	case pattern:
		return e.expandPath(argument)
	}
	if _, err := os.Lstat(placeOf(e.dir, argument+".service")); err == nil {
		return []string{argument + ".service"}, nil
	}
	return []string{argument}, nil
}

// isFileWithoutSuffix tells whether a path names the file of a service but for its
// suffix.
func (e *expander) isFileWithoutSuffix(argument string) bool {
	if !strings.ContainsAny(argument, `/\`) || TypeOf(path.Base(filepath.ToSlash(argument))) != "" {
		return false
	}
	_, missing := os.Lstat(placeOf(e.dir, argument))
	_, err := os.Lstat(placeOf(e.dir, argument+".service"))
	return missing != nil && err == nil
}

// expandName finds the units of the root that a pattern or a name without a suffix
// stands for.
func (e *expander) expandName(argument string, pattern bool) ([]string, error) {
	if !pattern {
		if service := argument + ".service"; ValidName(service) && TypeOf(argument) == "" {
			return []string{service}, nil
		}
		return []string{argument}, nil
	}
	if e.tree == nil {
		tree, err := OpenRootFrom(e.dir, e.root, "")
		if err != nil {
			return nil, err
		}
		e.tree = tree
		for _, id := range tree.Units(e.scope) {
			e.names = append(e.names, id.Name)
		}
	}
	var matches []string
	for _, name := range e.names {
		whole, err := path.Match(argument, name)
		if err != nil {
			return nil, fmt.Errorf("the pattern %s: %w", argument, err)
		}
		if stem, _ := path.Match(argument+".service", name); whole || stem {
			matches = append(matches, name)
		}
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("no unit on the search path below %s matches %s", e.root, argument)
	}
	slices.Sort(matches)
	return slices.Compact(matches), nil
}

// expandPath finds the files that a pattern stands for.
func (e *expander) expandPath(argument string) ([]string, error) {
	base := e.dir
	if filepath.IsAbs(argument) {
		base = ""
	}
	found, err := filepath.Glob(filepath.Join(base, argument))
	if err != nil {
		return nil, fmt.Errorf("the pattern %s: %w", argument, err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no file matches %s", argument)
	}
	if base != "" {
		for i, name := range found {
			if rel, err := filepath.Rel(base, name); err == nil {
				found[i] = rel
			}
		}
	}
	return found, nil
}

// Suggest returns the name of a unit of the tree that was probably meant by one
// that is not there, or "".
func (t *Tree) Suggest(name string, scope Scope) string {
	var names []string
	for _, id := range t.Units(scope) {
		names = append(names, id.Name)
	}
	return catalog.Suggest(name, names)
}
