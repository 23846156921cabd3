package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// hardenFlags are the flags of harden as they were given.
type hardenFlags struct {
	checkFlags
	level string
	write string
}

func (p program) hardenCommand() *cli.Command {
	var f hardenFlags
	return p.command(&cli.Command{
		Name:      "harden",
		ArgsUsage: "[UNIT…]",
		Usage:     "Print the tightest drop-in that leaves a service at its job",
		Description: `Prints a drop-in that takes from a service whatever it is not known to need. Each
setting has its reason beside it, and each protection that is left out or
loosened the need that asks for it, with the evidence.

The level 'careful' sets what stays right although something about the program is
unknown: it is the default for programs that have no profile. 'full' is the
tightest that the known needs allow.

A unit is a file, or with --root a name. Several units, or with --root and no
argument all services of the tree, go with --write or --format json. With several
targets, a line that one of them does not know stands as a comment.

Exit status: 0 a drop-in was printed or written, 1 there is nothing to add,
2 the run failed.`,
		Metadata: examples(`  unitlint harden --root / nginx.service
  unitlint harden --level careful debian/foo.service
  unitlint harden --root / --target debian-12,rhel-9 --write /tmp/out`),
		Action: func(_ context.Context, c *cli.Command) error {
			if c.IsSet("write") && f.write == "" {
				return errors.New("--write: expected the name of a directory")
			}
			return p.harden(f, c.Args().Slice())
		},
		Flags: []cli.Flag{
			textFlag(&f.root, "root", "", "read units below `DIR`, a directory, a package, an image or git:REVISION, as systemd would on that system"),
			switchFlag(&f.system, "system", "the units of the system manager (the default)"),
			switchFlag(&f.user, "user", "the units of the user managers"),
			targetFlag(&f.targets, "write for these `SYSTEMS`, such as debian-12,rhel-9,systemd-252 (default: what the tree says)"),
			systemdFlag(&f.targets),
			textFlag(&f.config, "config", "", "read the configuration from `FILE` (default: the .unitlint.yaml nearest to each unit's file, in its "+
				"directory or above)"),
			textFlag(&f.level, "level", "", "how far to go, `LEVEL` is careful or full (default: by what is known of the program)"),
			formatFlag(&f.format, "print as `FORMAT`: text, json"),
			jsonFlag(&f.format),
			textFlag(&f.write, "write", "", "write the drop-ins below `DIR`, as DIR/etc/systemd/system/UNIT.d/50-hardening.conf"),
			cacheFlag(&f.noCache),
			switchFlag(&f.noEvidence, "no-evidence", "learn nothing of programs from packages, nor, with --root, from their files and configuration"),
		},
	})
}

func (f *hardenFlags) validate() error {
	switch {
	case f.system && f.user:
		return errors.New("--system and --user do not go together: a unit belongs to one manager")
	case f.level != "":
		if err := oneOf("--level", f.level, []string{string(harden.Careful), string(harden.Full)}); err != nil {
			return err
		}
	}
	return oneOf("--format", f.format, textOrJSON)
}

// harden finds the drop-ins of all units that are asked for and prints or writes
// them.
func (p program) harden(f hardenFlags, args []string) error {
	if err := f.validate(); err != nil {
		return err
	}
	if f.root == "" && len(args) == 0 {
		return errors.New("harden: expected a unit, or --root with all of its services")
	}
	results, failures, err := p.hardenAll(f, args)
	if err != nil {
		return err
	}
	if len(results) > 1 && f.write == "" && f.format == "text" {
		return fmt.Errorf("harden: several units (%d) go with --write DIR or --format json", len(results))
	}
	if err := p.printHardened(f, results); err != nil {
		return err
	}
	p.complain(failures)
	switch {
	case len(failures) > 0:
		return statusError(exitFailed)
	case !slices.ContainsFunc(results, func(r *harden.Result) bool { return r.Adds }):
		return statusError(exitFindings)
	}
	return nil
}

// hardener finds drop-ins, each by the configuration that holds for its unit.
type hardener struct {
	program
	flags    hardenFlags
	search   *config.Search
	library  func(*config.Config) (*profile.Library, error)
	store    machine.Store
	machines map[machine.Sources]func(*locate.Tree) *machine.Machine
}

// hardenAll finds the drop-in of each unit. Units that nobody named are passed
// over where they are no services that are loaded.
func (p program) hardenAll(f hardenFlags, args []string) (results []*harden.Result, failures []error, err error) {
	search, err := p.search(f.root, f.config)
	if err != nil {
		return nil, nil, err
	}
	scope := managerOf(f.user)
	if args, err = locate.Expand(p.dir, f.root, scope, args); err != nil {
		return nil, nil, err
	}
	selection, err := locate.Select(locate.Request{Dir: p.dir, Root: f.root, Arguments: args, Scopes: []locate.Scope{scope}})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = selection.Close() }() // nothing was written
	store, done := p.openStore(f.noCache || f.root == "" || f.noEvidence)
	defer done()
	h := &hardener{
		program: p, flags: f, search: search, library: p.libraries(), store: store,
		machines: map[machine.Sources]func(*locate.Tree) *machine.Machine{},
	}
	failures = selection.Problems
	named := len(args) > 0 && !slices.ContainsFunc(args, p.holdsMany)
	for _, id := range selection.Identities {
		terms, err := h.termsFor(id)
		if err != nil {
			return nil, nil, err
		}
		if terms == nil {
			continue
		}
		r, err := h.harden(id, terms)
		switch {
		case err == nil:
			results = append(results, r)
		case named || !errors.Is(err, harden.ErrNotService):
			failures = append(failures, err)
		}
	}
	if len(results) == 0 && len(failures) == 0 {
		return nil, []error{nothingIn(selection, errors.New("harden: there are no services to be hardened"))}, nil
	}
	p.notify(selection.Notices)
	return results, failures, nil
}

// terms are what the configuration and the flags say of how to harden a unit.
type terms struct {
	settings *config.Config
	targets  []target.Target
	library  *profile.Library
}

// termsFor returns the terms for a unit, or nil where the configuration excludes it.
func (h *hardener) termsFor(id locate.Identity) (*terms, error) {
	settings, excluded, err := h.search.For(id.Place())
	if err != nil {
		return nil, err
	}
	targets, err := targetsFor(h.flags.checkFlags, settings, []locate.Identity{id})
	if err != nil || excluded {
		return nil, err
	}
	library, err := h.library(settings)
	if err != nil {
		return nil, err
	}
	return &terms{settings, targets, library}, nil
}

// harden loads a unit for each target and finds its drop-in.
func (h *hardener) harden(id locate.Identity, on *terms) (*harden.Result, error) {
	s := &harden.Subject{Library: on.library, Level: harden.Level(h.flags.level), Declared: on.settings.Declared(id.Name)}
	id = withoutOwn(id)
	for _, t := range on.targets {
		u, err := merged(id, t)
		if err != nil {
			return nil, err
		}
		s.Editions = append(s.Editions, harden.Edition{Target: t, Unit: u})
	}
	newest := s.Editions[len(s.Editions)-1].Unit
	s.Host = host.OfUnits([]*unit.Unit{newest}, host.Facts(on.settings.Host))[newest.Tree]
	s.Distribution = h.flags.table(on.settings)
	if asked := on.settings.Asked().Machine; h.flags.root != "" && !h.flags.noEvidence && asked != (machine.Sources{}) {
		s.Machine = func(sources machine.Sources) *machine.Machine {
			sources = sources.Among(asked)
			if h.machines[sources] == nil {
				h.machines[sources] = machine.PerTree(sources, h.store)
			}
			return h.machines[sources](id.Tree)
		}
	}
	return harden.Of(s)
}

// withoutOwn leaves out a drop-in that an earlier run wrote: the new one takes its
// place.
func withoutOwn(id locate.Identity) locate.Identity {
	var kept []string
	for _, name := range id.DropIns {
		src, err := id.Tree.Source(name)
		if err == nil && strings.HasPrefix(src.Content(), harden.Mark) {
			continue
		}
		kept = append(kept, name)
	}
	id.DropIns = kept
	return id
}

func (p program) printHardened(f hardenFlags, results []*harden.Result) error {
	if f.write != "" {
		if err := p.writeHardened(f.write, results); err != nil {
			return err
		}
	}
	switch {
	case f.format == "json":
		return p.printHardenedJSON(results)
	case f.write != "":
		return nil
	}
	for _, r := range results {
		if !r.Adds {
			fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean("there is nothing to add to "+r.Subject.Editions[0].Unit.ID))
			continue
		}
		if _, err := fmt.Fprint(p.stdout, r.Text()); err != nil {
			return err
		}
	}
	return nil
}

// hardenedJSON is the drop-in of a unit in the machine format.
type hardenedJSON struct {
	Unit     string        `json:"unit"`
	Targets  []string      `json:"targets"`
	Level    harden.Level  `json:"level"`
	Known    knownJSON     `json:"known"`
	Exposure changeJSON    `json:"exposure"`
	Settings []settingJSON `json:"settings"`
	Omitted  []omittedJSON `json:"omitted"`
	Text     string        `json:"text"`
}

// knownJSON says what a statement about a program rests on.
type knownJSON struct {
	Profile       *string  `json:"profile"`
	Binary        bool     `json:"binary"`
	Package       bool     `json:"package"`
	Configuration []string `json:"configuration"`
	Distribution  *string  `json:"distribution"`
}

type changeJSON struct {
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

type settingJSON struct {
	Name    string   `json:"name"`
	Value   string   `json:"value"`
	Targets []string `json:"targets"`
	Reason  string   `json:"reason"`
}

type omittedJSON struct {
	Name     string             `json:"name"`
	Value    string             `json:"value"`
	Need     neededJSON         `json:"need"`
	Evidence []finding.Evidence `json:"evidence"`
}

type neededJSON struct {
	Kind     need.Kind `json:"kind"`
	Argument string    `json:"argument"`
}

func (p program) printHardenedJSON(results []*harden.Result) error {
	all := []hardenedJSON{}
	for _, r := range results {
		all = append(all, hardenedOf(r))
	}
	encoder := report.NewJSONEncoder(p.stdout)
	encoder.SetIndent("", " ")
	return encoder.Encode(all)
}

func hardenedOf(r *harden.Result) hardenedJSON {
	s := r.Subject
	h := hardenedJSON{
		Unit: s.Editions[0].Unit.ID, Level: s.Level, Text: r.Text(), Settings: []settingJSON{}, Omitted: []omittedJSON{},
		Known:    knownOf(r),
		Exposure: changeJSON{Before: displayed(r.Before), After: displayed(r.After)},
	}
	for _, e := range s.Editions {
		h.Targets = append(h.Targets, e.Target.Name)
	}
	for _, g := range r.Groups {
		for _, set := range g.Settings {
			h.Settings = append(h.Settings, settingJSON{Name: set.Name, Value: set.Value, Targets: set.Targets, Reason: set.Reason})
		}
		for _, o := range g.Omitted {
			left := omittedJSON{
				Name: o.Name, Value: o.Value, Evidence: []finding.Evidence{},
				Need: neededJSON{Kind: o.Need.Kind, Argument: cmp.Or(o.Argument, o.Need.Arguments())},
			}
			left.Evidence = append(left.Evidence, o.Evidence()...)
			h.Omitted = append(h.Omitted, left)
		}
	}
	return h
}

// knownOf says what a drop-in rests on.
func knownOf(r *harden.Result) knownJSON {
	known := knownJSON{Profile: r.Profile(), Configuration: []string{}}
	if shipped := r.Shipped(); shipped != "" {
		known.Distribution = &shipped
	}
	if evidence := r.Evidence(); evidence != nil {
		known.Binary, known.Package = evidence.Read(), evidence.Shipped()
		known.Configuration = append(known.Configuration, evidence.Configured()...)
	}
	return known
}

// displayed is an exposure on the scale that people see, nil where there is none.
func displayed(tenths int) *float64 {
	if tenths < 0 {
		return nil
	}
	shown := float64(tenths) / 10
	return &shown
}
