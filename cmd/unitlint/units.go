package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// namedUnit is a unit with the name that was asked for.
type namedUnit struct {
	name string
	unit *unit.Unit
}

// unitLoader loads the units of a command line, in its order and as often as
// they are named.
type unitLoader struct {
	program
	unitFlags
	target target.Target
	// root is nil without --root.
	root  *locate.Tree
	units []namedUnit
	// failures tell which arguments could not be found or read.
	failures []error
}

// loadUnits loads the units that arguments name: by name below a root, else by
// file or directory, of which all services are meant. An error is returned where nothing could be done at all.
func (p program) loadUnits(f unitFlags, arguments []string) (units []namedUnit, failures []error, err error) {
	loader := unitLoader{program: p, unitFlags: f}
	if loader.target, err = p.unitTarget(f); err != nil {
		return nil, nil, err
	}
	if f.root != "" {
		if loader.root, err = locate.OpenRootFrom(p.dir, f.root, ""); err != nil {
			return nil, nil, fmt.Errorf("--root %s: %w", f.root, err)
		}
		defer loader.root.Close()
	}
	if arguments, err = locate.Expand(p.dir, f.root, f.scope(), arguments); err != nil {
		return nil, nil, err
	}
	for _, argument := range arguments {
		if err := loader.add(argument); err != nil {
			loader.failures = append(loader.failures, err)
		}
	}
	return loader.units, loader.failures, nil
}

func (l *unitLoader) add(argument string) error {
	if l.root != nil && locate.ValidName(argument) {
		return l.load(argument, l.root.UnitAt(defaultInstance(argument), l.scope(), l.target.Release.Version))
	}
	request := locate.Request{Dir: l.dir, Root: l.unitFlags.root, Arguments: []string{argument}}
	if l.system || l.user {
		request.Scopes = []locate.Scope{l.scope()}
	}
	selection, err := locate.Select(request)
	if err != nil {
		return err
	}
	defer selection.Close()
	failures := selection.Problems
	before := len(l.units)
	for _, id := range selection.Identities {
		if l.holdsMany(argument) && !isService(id) {
			continue
		}
		failures = append(failures, l.load(id.Name, id))
	}
	if len(l.units) == before && errors.Join(failures...) == nil {
		return fmt.Errorf("there are no services in %s", argument)
	}
	return errors.Join(failures...)
}

// holdsMany tells whether an argument stands for all that a directory, a package
// or the like holds.
func (l *unitLoader) holdsMany(argument string) bool {
	info, err := os.Stat(l.path(argument))
	return files.IsRevision(argument) || err == nil && info.IsDir() || !locate.ValidName(filepath.Base(argument)) && files.IsArchive(l.path(argument))
}

// isService tells whether a unit that nobody named is of interest: drop-ins
// without their unit and other types are not.
func isService(id locate.Identity) bool {
	return locate.TypeOf(id.ID) == "service" && !id.FragmentUnknown
}

func (l *unitLoader) load(name string, id locate.Identity) error {
	u, err := unit.Load(id, l.target.Release)
	if err != nil {
		return err
	}
	l.units = append(l.units, namedUnit{name, u})
	return nil
}

// defaultInstance makes a unit of a template, as systemd-analyze does.
func defaultInstance(name string) string {
	if parsed := locate.ParseName(name); parsed.Form == locate.Template {
		return parsed.WithInstance("i").String()
	}
	return name
}
