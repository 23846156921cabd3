package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/consistency"
)

// catFlags are the flags of cat.
type catFlags struct {
	unitFlags
	format, color string
}

func (p program) catCommand() *cli.Command {
	var f catFlags
	return p.command(&cli.Command{
		Name:      "cat",
		ArgsUsage: "[--root DIR] UNIT…",
		Usage:     "Show the effective unit: which files were merged, and which line won",
		Description: `Prints each unit as systemd would merge it: its files in the order of merging,
and every assignment with the number of its file and its line. Assignments
without effect are marked with "-" and tell what overruled them.

A unit is a file, or with --root a name, such as foo@bar.service.`,
		Metadata: examples(`  unitlint cat --root / nginx.service
  unitlint cat --json debian/foo.service`),
		ArgValidator: counted(1, math.MaxInt, "a unit"),
		Action:       func(_ context.Context, c *cli.Command) error { return p.cat(f, c.Args().Slice()) },
		Flags: append(f.flags(),
			formatFlag(&f.format, "print as `FORMAT`: text, or json for an array with one object for each unit"),
			jsonFlag(&f.format),
			textFlag(&f.color, "color", "auto", "use colours, `WHEN` is auto, always or never"),
		),
	})
}

// cat fails with status 2 where an argument stands for no unit; a unit that is
// not found is shown as such, and then the status is 1.
func (p program) cat(f catFlags, args []string) error {
	if err := f.validate(); err != nil {
		return err
	}
	if err := oneOf("--format", f.format, textOrJSON); err != nil {
		return err
	}
	color, err := p.color(f.color, true)
	if err != nil {
		return err
	}
	args, err = locate.Expand(p.dir, f.root, f.scope(), args)
	if err != nil {
		return err
	}
	loaded, err := p.loadNamed(f.unitFlags, args)
	if err != nil {
		return err
	}
	defer loaded.close()
	shown, err := withRefusals(loaded)
	if err != nil {
		return err
	}
	if f.format == "json" {
		err = report.WriteCatJSON(p.stdout, shown)
	} else {
		err = report.WriteCat(p.stdout, shown, report.Options{Color: color})
	}
	if err != nil {
		return err
	}
	for _, problem := range append(loaded.failures, loaded.misspelt()...) {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(problem.Error()))
	}
	switch {
	case len(loaded.failures) > 0:
		return statusError(exitFailed)
	case slices.ContainsFunc(loaded.units, func(u namedUnit) bool { return u.unit.State == locate.NotFound }):
		return statusError(exitFindings)
	default:
		return nil
	}
}

// withRefusals adds to units what systemd refuses about them as a whole, which the rules
// know.
func withRefusals(loaded *loadedUnits) ([]report.CatUnit, error) {
	type name struct {
		scope locate.Scope
		name  string
	}
	refusals := map[name]string{}
	identities := make([]locate.Identity, 0, len(loaded.units))
	for _, u := range loaded.units {
		identities = append(identities, u.unit.Identity)
	}
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: consistency.Rules(), Identities: identities, Targets: []target.Target{loaded.target},
	})
	if err != nil {
		return nil, fmt.Errorf("judging the units: %w", err)
	}
	for _, f := range result.Findings {
		if key := (name{locate.Scope(f.Scope), f.Unit}); consistency.Refuses(f) && refusals[key] == "" {
			refusals[key] = f.Message
		}
	}
	shown := make([]report.CatUnit, 0, len(loaded.units))
	for _, u := range loaded.units {
		c, err := asRead(u.unit)
		if err != nil {
			return nil, err
		}
		c.Refusal = refusals[name{u.unit.Scope, u.unit.Name}]
		shown = append(shown, c)
	}
	return shown, nil
}

// asRead leaves out the drop-ins where systemd does not come to reading them: it found
// no unit, or stopped within the fragment.
func asRead(u *unit.Unit) (report.CatUnit, error) {
	switch u.State {
	case locate.NotFound, locate.BadSetting, locate.Error:
	default:
		return report.CatUnit{Unit: u}, nil
	}
	c := report.CatUnit{}
	for _, dropIn := range u.Identity.DropIns {
		c.Unread = append(c.Unread, u.Tree.Display(dropIn))
	}
	var err error
	c.Unit, err = u.Without(func(string) bool { return true })
	return c, err
}
