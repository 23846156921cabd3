package main

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// unitFlags are the flags of the commands that ask about single units.
type unitFlags struct {
	root         string
	system, user bool
	systemd      string
}

func (f *unitFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.root, "root", "", "read units below `DIR`, as systemd would on that system")
	flags.BoolVar(&f.system, "system", false, "the unit of the system manager (the default)")
	flags.BoolVar(&f.user, "user", false, "the unit of the user managers")
	flags.StringVar(&f.systemd, "systemd", "", "answer for this systemd `VERSION` or target, such as 252 or debian-12 (default: what the tree says, else the newest)")
}

func (f *unitFlags) scope() locate.Scope {
	if f.user {
		return locate.User
	}
	return locate.System
}

// target is the one that was asked for, or that the root tells.
func (p program) unitTarget(f unitFlags) (target.Target, error) {
	if f.systemd != "" {
		t, err := target.Named(f.systemd)
		if err != nil {
			return t, fmt.Errorf("--systemd: %w", err)
		}
		return t, nil
	}
	if f.root != "" {
		if t, ok := targetOfRoot(p.path(f.root)); ok {
			return t, nil
		}
	}
	return target.Default(), nil
}

// subject is one unit that a command is asked about.
type subject struct {
	unit  *unit.Unit
	host  *host.Host
	found *locate.Selection
}

func (s subject) close() { _ = s.found.Close() }

// openUnit finds a unit by file, or with --root by name, and merges it.
func (p program) openUnit(f unitFlags, name string) (subject, error) {
	t, err := p.unitTarget(f)
	if err != nil {
		return subject{}, err
	}
	found, err := locate.Named(locate.Request{Dir: p.dir, Root: f.root, Arguments: []string{name}, Scopes: []locate.Scope{f.scope()}})
	if err != nil {
		return subject{}, err
	}
	s := subject{found: found}
	if err := errors.Join(found.Problems...); err != nil {
		s.close()
		return subject{}, err
	}
	id := found.Identities[0]
	if s.unit, err = unit.Load(id, t.Release); err != nil {
		s.close()
		return subject{}, err
	}
	if s.unit.State != locate.Loaded {
		s.close()
		return subject{}, fmt.Errorf("the unit %s: %s", name, s.unit.State)
	}
	if f.root != "" || !id.Packaging {
		s.host = host.FromTree(id.Tree, host.Facts{})
	} else {
		s.host = host.FromTree(nil, host.Facts{})
	}
	return s, nil
}
