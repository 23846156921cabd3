package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// namedUnit is a unit with the name that was asked for.
type namedUnit struct {
	name string
	unit *unit.Unit
}

// loadedUnits are the units that a command asks about, as one target would merge
// them. Their trees stay open until they are closed.
type loadedUnits struct {
	target target.Target
	units  []namedUnit
	// failures tell what could not be found or read.
	failures []error
	opened   []interface{ Close() error }
	// selection is the first one; further ones share its trees.
	selection *locate.Selection
}

func (l *loadedUnits) close() {
	for _, opened := range l.opened {
		_ = opened.Close() // nothing was written
	}
}

// add merges the units of a selection that are wanted, each by its own name, and
// tells whether there were any.
func (l *loadedUnits) add(found *locate.Selection, wanted func(locate.Identity) bool) bool {
	if l.selection == nil {
		l.selection = found
		l.opened = append(l.opened, found)
	}
	l.failures = append(l.failures, found.Problems...)
	some := len(found.Problems) > 0
	for _, id := range found.Identities {
		if wanted(id) {
			l.merge(id.Name, id)
			some = true
		}
	}
	return some
}

// misspelt tells of the units that are not there what was probably meant.
func (l *loadedUnits) misspelt() []error {
	var told []error
	for _, u := range l.units {
		if u.unit.State != locate.NotFound || u.unit.Tree == nil {
			continue
		}
		if near := u.unit.Tree.Suggest(u.unit.Name, u.unit.Scope); near != "" {
			told = append(told, fmt.Errorf("the unit %s was not found, did you mean %s?", u.unit.Name, near))
		}
	}
	return told
}

// merge merges one unit under the name that was asked for.
func (l *loadedUnits) merge(name string, id locate.Identity) {
	u, err := merged(id, l.target)
	if err != nil {
		l.failures = append(l.failures, err)
		return
	}
	l.units = append(l.units, namedUnit{name, u})
}

// merged is a unit as a target would merge it.
func merged(id locate.Identity, t target.Target) (*unit.Unit, error) { return unit.Load(id, t.Release) }

// anyUnit wants all units.
func anyUnit(locate.Identity) bool { return true }

// isService tells whether a unit that nobody named is of interest: drop-ins
// without their unit and other types are not.
func isService(id locate.Identity) bool {
	return locate.TypeOf(id.ID) == "service" && !id.FragmentUnknown
}

// loadNamed loads one unit for each argument: by name below a root, else by file.
// One that does not exist is among them.
func (p program) loadNamed(f unitFlags, arguments []string) (*loadedUnits, error) {
	t, err := p.unitTarget(f)
	if err != nil {
		return nil, err
	}
	found, err := locate.Named(locate.Request{Dir: p.dir, Root: f.root, Arguments: arguments, Scopes: []locate.Scope{f.scope()}})
	if err != nil {
		return nil, err
	}
	p.notify(found.Notices)
	l := &loadedUnits{target: t}
	l.add(found, anyUnit)
	return l, nil
}

// loadServices loads the units that arguments name, in their order and as often as
// they are named: by name below a root, else by file or directory, of which all
// services are meant. An error is returned where nothing could be done at all.
func (p program) loadServices(f unitFlags, arguments []string) (*loadedUnits, error) {
	t, err := p.unitTarget(f)
	if err != nil {
		return nil, err
	}
	l := &loadedUnits{target: t}
	var root *locate.Tree
	if f.root != "" {
		if root, err = locate.OpenRootFrom(p.dir, f.root, ""); err != nil {
			return nil, fmt.Errorf("--root %s: %w", f.root, err)
		}
		l.opened = append(l.opened, root)
	}
	if arguments, err = locate.Expand(p.dir, f.root, f.scope(), arguments); err != nil {
		l.close()
		return nil, err
	}
	for _, argument := range arguments {
		if root != nil && locate.ValidName(argument) {
			l.merge(argument, root.UnitAt(defaultInstance(argument), f.scope(), t.Release.Version))
			continue
		}
		if err := p.addServices(l, f, argument); err != nil {
			l.failures = append(l.failures, err)
		}
	}
	return l, nil
}

// addServices loads the unit of a file, or all services that an argument holds.
func (p program) addServices(l *loadedUnits, f unitFlags, argument string) error {
	request := locate.Request{Dir: p.dir, Root: f.root, Arguments: []string{argument}, Earlier: l.selection}
	if f.system || f.user {
		request.Scopes = []locate.Scope{f.scope()}
	}
	found, err := locate.Select(request)
	if err != nil {
		return err
	}
	wanted := anyUnit
	if p.holdsMany(argument) {
		wanted = isService
	}
	if !l.add(found, wanted) {
		return nothingIn(found, fmt.Errorf("there are no services in %s", argument))
	}
	p.notify(found.Notices)
	return nil
}

// nothingIn is why a selection holds no unit: what its notices tell of the files that
// were named, else what the command says of it.
func nothingIn(found *locate.Selection, otherwise error) error {
	if len(found.Notices) > 0 {
		return errors.New(found.Notices[0])
	}
	return otherwise
}

// notify tells what is no problem and not what was expected either.
func (p program) notify(notices []string) {
	for _, notice := range notices {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(notice))
	}
}

// loadTree loads all services of a tree.
func (p program) loadTree(f unitFlags) (*loadedUnits, error) {
	t, err := p.unitTarget(f)
	if err != nil {
		return nil, err
	}
	found, err := locate.Select(locate.Request{Dir: p.dir, Root: f.root, Scopes: []locate.Scope{f.scope()}})
	if err != nil {
		return nil, fmt.Errorf("--root %s: %w", f.root, err)
	}
	p.notify(found.Notices)
	l := &loadedUnits{target: t}
	l.add(found, isService)
	if len(l.units) == 0 {
		l.close()
		return nil, errors.Join(append(l.failures, fmt.Errorf("there are no services below %s", f.root))...)
	}
	return l, nil
}

// holdsMany tells whether an argument stands for all that a directory, a package
// or the like holds.
func (p program) holdsMany(argument string) bool {
	info, err := os.Stat(p.path(argument))
	return files.IsRevision(argument) || err == nil && info.IsDir() || !locate.ValidName(filepath.Base(argument)) && files.IsArchive(p.path(argument))
}

// defaultInstance makes a unit of a template, as systemd-analyze does.
func defaultInstance(name string) string {
	if parsed := locate.ParseName(name); parsed.Form == locate.Template {
		return parsed.WithInstance("i").String()
	}
	return name
}
