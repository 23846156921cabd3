package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// unitFlags are the flags of the commands that ask about single units.
type unitFlags struct {
	root         string
	system, user bool
	systemd      string
}

func (f *unitFlags) flags() []cli.Flag {
	return append(f.managerFlags(),
		textFlag(&f.root, "root", "", "read units below `DIR`, a directory, a package, an image or git:REVISION, as systemd would on that system"))
}

// managerFlags are the flags that say whose units are asked for.
func (f *unitFlags) managerFlags() []cli.Flag {
	return []cli.Flag{
		switchFlag(&f.system, "system", "the unit of the system manager (the default)"),
		switchFlag(&f.user, "user", "the unit of the user managers"),
		textFlag(&f.systemd, "target", "", "answer for this `SYSTEM`, such as debian-12 or systemd-252 (default: what the tree says, else the newest)"),
		textFlag(&f.systemd, "systemd", "", "the same as --target, such as 252 for a `VERSION` of systemd"),
	}
}

// validate tells which flags do not go together.
func (f *unitFlags) validate() error {
	if f.system && f.user {
		return errors.New("--system and --user do not go together: a unit belongs to one manager")
	}
	return nil
}

func (f *unitFlags) scope() locate.Scope { return managerOf(f.user) }

// managerOf is the manager whose units --user asks for or not.
func managerOf(user bool) locate.Scope {
	if user {
		return locate.User
	}
	return locate.System
}

// target is the one that was asked for, or that the root tells.
func (p program) unitTarget(f unitFlags) (target.Target, error) {
	if f.systemd != "" {
		if strings.Contains(f.systemd, ",") {
			return target.Target{}, fmt.Errorf("--target: expected one system, found %q", f.systemd)
		}
		t, err := target.Named(f.systemd)
		if err != nil {
			return t, fmt.Errorf("--target: %w", err)
		}
		return t, nil
	}
	if f.root != "" {
		if t, ok := p.targetOfRoot(f.root); ok {
			return t, nil
		}
	}
	return target.Default(), nil
}

// subject is one unit that a command is asked about, with its host.
type subject struct {
	unit *unit.Unit
	host *host.Host
	// loaded stays open as long as the host is asked.
	loaded *loadedUnits
}

func (s subject) close() { s.loaded.close() }

// openUnit finds a unit by file, or with --root by name, and merges it. The
// configuration nearest to it may tell about the host.
func (p program) openUnit(f unitFlags, configFile, name string) (subject, error) {
	search, err := p.search(f.root, configFile)
	if err != nil {
		return subject{}, err
	}
	names, err := locate.Expand(p.dir, f.root, f.scope(), []string{name})
	if err != nil {
		return subject{}, err
	}
	if len(names) != 1 {
		return subject{}, fmt.Errorf("%s stands for %d units: name one", name, len(names))
	}
	name = names[0]
	instance := name
	if f.root != "" { // elsewhere it is a file that is named
		instance = defaultInstance(name)
	}
	if instance != name {
		fmt.Fprintf(p.stderr, "unitlint: %s is a template, and is judged as %s: name the instance that is meant\n", report.Clean(name), report.Clean(instance))
	}
	settings, _, err := search.For(name)
	if err != nil {
		return subject{}, err
	}
	loaded, err := p.loadNamed(f, []string{instance})
	if err != nil {
		return subject{}, err
	}
	s := subject{loaded: loaded}
	if s.unit, err = onlyUnit(loaded); err != nil {
		s.close()
		return subject{}, err
	}
	s.host = host.OfUnits([]*unit.Unit{s.unit}, host.Facts(settings.Host))[s.unit.Tree]
	return s, nil
}

// stateWords say of a unit why there is nothing that runs.
var stateWords = map[locate.State]string{
	locate.Masked:     "is masked",
	locate.NotFound:   "was not found",
	locate.BadSetting: "is not loaded by systemd for a bad setting",
	locate.Error:      "is not read by systemd for an error in one of its files",
}

// onlyUnit returns the one unit that was found, where it runs.
func onlyUnit(loaded *loadedUnits) (*unit.Unit, error) {
	if len(loaded.failures) > 0 {
		return nil, loaded.failures[0]
	}
	if len(loaded.units) > 1 {
		return nil, fmt.Errorf("%d units stand there, such as %s: name one", len(loaded.units), loaded.units[0].name)
	}
	u := loaded.units[0].unit
	if told := loaded.misspelt(); len(told) > 0 {
		return nil, told[0]
	}
	if u.State != locate.Loaded {
		return nil, fmt.Errorf("the unit %s %s", u.Name, stateWords[u.State])
	}
	return u, nil
}
