package unit

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
)

// Load merges the files of an identity as a systemd release would. What is
// wrong with the files is told by the unit's State and Err; an error is
// returned only where a file is there that the host did not let us read, so
// that nothing can be said of the unit.
func Load(identity locate.Identity, release catalog.Release) (*Unit, error) {
	return load(identity.At(release.Version), release)
}

// Without returns the unit as it would be merged without some of its drop-ins,
// which leftOut tells by their paths in the tree. The error is as that of
// [Load].
func (u *Unit) Without(leftOut func(name string) bool) (*Unit, error) {
	identity := u.Identity
	identity.DropIns = slices.DeleteFunc(slices.Clone(identity.DropIns), leftOut)
	if u.Fragment != nil {
		identity.State = locate.Loaded // what is wrong with the fragment shows as it is read
	}
	return load(identity, u.Release)
}

func load(identity locate.Identity, release catalog.Release) (*Unit, error) {
	u := &Unit{
		Identity: identity,
		Release:  release,
		Type:     locate.TypeOf(identity.ID),
	}
	if u.State == locate.Error && cannotRead(u.Err) {
		return nil, fmt.Errorf("reading the unit %s: %w", u.Name, u.Err)
	}
	if u.State == locate.Masked || identity.Tree == nil {
		return u, nil
	}
	if err := u.readFragment(); err != nil {
		return nil, err
	}
	if err := u.readDropIns(); err != nil {
		return nil, err
	}
	for _, s := range u.Settings {
		s.settle()
	}
	u.lines = u.readLines()
	return u, nil
}

// cannotRead tells apart what the host refuses from what the tree holds.
func cannotRead(err error) bool {
	for _, told := range []error{
		locate.ErrLeavesTree, locate.ErrLinkLoop, locate.ErrNotRegular, fs.ErrNotExist, locate.ErrTooManyAliases,
	} {
		if errors.Is(err, told) {
			return false
		}
	}
	return err != nil
}

func (u *Unit) readFragment() error {
	if u.State != locate.Loaded || u.Identity.Fragment == "" {
		return nil
	}
	file, err := u.Tree.Parse(u.Identity.Fragment, u.Type, u.Release.Version, false)
	if err != nil {
		return fmt.Errorf("reading the unit %s: %w", u.Name, err)
	}
	u.Fragment = file
	if file.Abandoned {
		u.State = locate.Error
	}
	u.merge(file, false)
	return nil
}

// readDropIns merges the drop-ins. One that is dangling, a directory or the
// like has no settings; it only hides others of its name.
func (u *Unit) readDropIns() error {
	for _, name := range u.Identity.DropIns {
		file, err := u.Tree.Parse(name, u.Type, u.Release.Version, true)
		switch {
		case err == nil:
			u.DropIns = append(u.DropIns, file)
			u.merge(file, true)
		case cannotRead(err):
			return fmt.Errorf("reading a drop-in of %s: %w", u.Name, err)
		}
	}
	return nil
}

// merge applies the assignments of one file.
func (u *Unit) merge(file *unitfile.File, dropIn bool) { u.mergeJudged(u.judged(file, dropIn)) }

// judged returns the assignments of a file, each with what it does by itself.
func (u *Unit) judged(file *unitfile.File, dropIn bool) []Assignment {
	total := 0
	for _, section := range file.Sections {
		if !section.Ignored {
			total += len(section.Assignments)
		}
	}
	all := make([]Assignment, 0, total)
	ended := false
	for _, section := range file.Sections {
		if section.Ignored {
			continue
		}
		for _, assignment := range section.Assignments {
			all = append(all, Assignment{Assignment: assignment, DropIn: dropIn})
			a := &all[len(all)-1]
			a.judge(u)
			if ended {
				a.Reach = Unread
			}
			ended = ended || dropIn && a.Verdict.Outcome >= value.FileEnds
		}
	}
	return all
}

// mergeJudged applies the assignments of one file, which the unit then keeps. The
// assignments stay as they are.
func (u *Unit) mergeJudged(all []Assignment) {
	u.Assignments = slices.Grow(u.Assignments, len(all))
	u.Settings = slices.Grow(u.Settings, len(all))
	u.room = make([]Setting, 0, len(all))
	for i := range all {
		a := &all[i]
		u.Assignments = append(u.Assignments, a)
		if a.Reach != Unread {
			u.assign(a)
			u.refuse(a)
		}
	}
	u.room = nil
}

// judge finds what the assignment does by itself in the unit.
func (a *Assignment) judge(u *Unit) {
	a.Placeholders = append([]unitfile.Span{}, a.File.Placeholders(a.Value)...)
	a.Directive = catalog.Lookup(a.Section.Name, a.Key)
	if a.Directive == nil {
		a.Reach = UnknownDirective
		return
	}
	switch a.Directive.Support(u.Release) {
	case catalog.Unknown:
		a.Reach = UnknownDirective
		return
	case catalog.NoEffect:
		a.Reach = WithoutEffect
		return
	case catalog.Honoured:
	}
	if a.Directive.Assign == catalog.Ignored {
		a.Reach = WithoutEffect
		return
	}
	a.Verdict = value.Check(a.Directive, a.Value, u.Context(a))
	if a.Verdict.Outcome >= value.Ignored {
		a.Reach = Invalid
	}
}

// refuse notes that a value of the fragment keeps the unit from loading.
func (u *Unit) refuse(a *Assignment) {
	if a.DropIn || u.State != locate.Loaded {
		return
	}
	switch a.Verdict.Outcome {
	case value.FileEnds:
		u.State = locate.Error
	case value.UnitRefused:
		u.State = locate.BadSetting
	}
}
