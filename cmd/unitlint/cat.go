package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

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

func (p program) catCommand() *cobra.Command {
	var f catFlags
	c := &cobra.Command{
		Use:   "cat [--root DIR] UNIT…",
		Short: "Show the effective unit: which files were merged, and which line won",
		Long: `Prints each unit as systemd would merge it: its files in the order of merging,
and every assignment with the number of its file and its line. Assignments
without effect are marked with "-" and tell what overruled them.

A unit is a file, or with --root a name, such as foo@bar.service.`,
		Example: `  unitlint cat --root / nginx.service
  unitlint cat --json debian/foo.service`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.cat(f, args) },
	}
	f.register(c.Flags())
	registerFormat(c.Flags(), &f.format, "print as `FORMAT`: text, or json for an array with one object for each unit")
	c.Flags().StringVar(&f.color, "color", "auto", "use colours, `WHEN` is auto, always or never")
	return c
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
	t, err := p.unitTarget(f.unitFlags)
	if err != nil {
		return err
	}
	args, err = locate.Expand(p.dir, f.root, f.scope(), args)
	if err != nil {
		return err
	}
	found, err := locate.Named(locate.Request{Dir: p.dir, Root: f.root, Arguments: args, Scopes: []locate.Scope{f.scope()}})
	if err != nil {
		return err
	}
	defer found.Close()
	problems, missing := found.Problems, false
	var units []*unit.Unit
	for _, id := range found.Identities {
		u, err := unit.Load(id, t.Release)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		missing = missing || u.State == locate.NotFound
		units = append(units, u)
	}
	shown, err := withRefusals(units, found.Identities, t)
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
	for _, problem := range problems {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(problem.Error()))
	}
	switch {
	case len(problems) > 0:
		return statusError(exitFailed)
	case missing:
		return statusError(exitFindings)
	default:
		return nil
	}
}

// withRefusals adds to units what systemd refuses about them as a whole, which the rules
// know.
func withRefusals(units []*unit.Unit, identities []locate.Identity, t target.Target) ([]report.CatUnit, error) {
	type name struct {
		scope locate.Scope
		name  string
	}
	refusals := map[name]string{}
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: consistency.Rules(), Identities: identities, Targets: []target.Target{t},
	})
	if err != nil {
		return nil, fmt.Errorf("judging the units: %w", err)
	}
	for _, f := range result.Findings {
		if key := (name{locate.Scope(f.Scope), f.Unit}); consistency.Refuses(f) && refusals[key] == "" {
			refusals[key] = f.Message
		}
	}
	shown := make([]report.CatUnit, 0, len(units))
	for _, u := range units {
		shown = append(shown, report.CatUnit{Unit: u, Refusal: refusals[name{u.Scope, u.Name}]})
	}
	return shown, nil
}
