package main

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// scoreFlags are the flags of score.
type scoreFlags struct {
	unitFlags
	json, details bool
	threshold     float64
	policy        string
	color         string
}

func (p program) scoreCommand() *cobra.Command {
	var f scoreFlags
	c := &cobra.Command{
		Use:   "score [--root DIR] UNIT…",
		Short: "Rate the exposure of services as systemd-analyze security does",
		Long: `Prints for each check of systemd-analyze security whether the unit passes, what
it adds to the overall exposure, and which line decided. The figures are those
of 'systemd-analyze security --offline=true' of the chosen systemd, drop-ins
included; releases before 250 know no offline mode, for them it is what they
say of the loaded unit.

A unit is a file, a directory with services, or with --root a name. Several
units give an overview, the most exposed first.`,
		Example: `  unitlint score debian/foo.service
  unitlint score --root / --systemd 252 nginx.service
  unitlint score --threshold 5 units/*.service`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return p.score(f, c.Flags().Changed("threshold"), args) },
	}
	f.register(c.Flags())
	c.Flags().BoolVar(&f.json, "json", false, "print an array with one object for each unit")
	c.Flags().BoolVar(&f.details, "details", false, "print the table of each of several units as well")
	c.Flags().Float64Var(&f.threshold, "threshold", 10, "exit with status 1 where an exposure is above `N`, 0.0 to 10.0")
	c.Flags().StringVar(&f.policy, "security-policy", "", "`FILE` in systemd's JSON format that changes weights and ranges")
	c.Flags().StringVar(&f.color, "color", "auto", "use colours, `WHEN` is auto, always or never")
	return c
}

func (p program) score(f scoreFlags, thresholdGiven bool, args []string) error {
	if f.threshold < 0 || f.threshold > 10 || math.IsNaN(f.threshold) {
		return fmt.Errorf("--threshold: expected 0.0 to 10.0, found %g", f.threshold)
	}
	if err := f.validate(); err != nil {
		return err
	}
	color, err := p.color(f.color, true)
	if err != nil {
		return err
	}
	policy, err := p.securityPolicy(f.policy)
	if err != nil {
		return err
	}
	units, failures, err := p.loadUnits(f.unitFlags, args)
	if err != nil {
		return err
	}
	scored, err := scoreUnits(units, policy)
	if err != nil {
		return err
	}
	if f.json {
		err = report.WriteScoresJSON(p.stdout, scored)
	} else {
		err = report.WriteScores(p.stdout, scored, f.details, report.Options{Color: color})
	}
	if err != nil {
		return err
	}
	return p.scoreStatus(scored, failures, thresholdGiven, f.threshold)
}

// securityPolicy reads the file of --security-policy.
func (p program) securityPolicy(name string) (exposure.Policy, error) {
	if name == "" {
		return nil, nil
	}
	file, err := p.open(name)
	if err != nil {
		return nil, fmt.Errorf("--security-policy: %w", err)
	}
	defer func() { _ = file.Close() }() // it was read from alone
	const longest = 1 << 20
	text, err := io.ReadAll(io.LimitReader(file, longest))
	if err != nil {
		return nil, fmt.Errorf("--security-policy: %w", err)
	}
	policy, err := exposure.ReadPolicy(text)
	if err != nil {
		return nil, fmt.Errorf("--security-policy %s: %w", name, err)
	}
	return policy, nil
}

func scoreUnits(units []namedUnit, policy exposure.Policy) ([]report.ScoredUnit, error) {
	scored := make([]report.ScoredUnit, 0, len(units))
	for _, u := range units {
		s := report.ScoredUnit{Name: u.name, Scope: u.unit.Scope, State: u.unit.State, Release: u.unit.Release}
		if u.unit.State == locate.Loaded {
			score, err := exposure.Of(sandbox.New(u.unit, nil), policy)
			if err != nil {
				return nil, err
			}
			s.Score = score
		}
		scored = append(scored, s)
	}
	return scored, nil
}

// scoreStatus is 2 where a unit could not be rated (a masked one among others
// is no failure), else 1 where one is above the threshold.
func (p program) scoreStatus(scored []report.ScoredUnit, failures []error, thresholdGiven bool, threshold float64) error {
	rated, above := 0, false
	for _, s := range scored {
		switch {
		case s.Score != nil:
			rated++
			above = above || thresholdGiven && float64(s.Score.Tenths) > threshold*10
		case s.State != locate.Masked:
			failures = append(failures, fmt.Errorf("%s cannot be rated: it is %s", s.Name, s.State))
		}
	}
	if rated == 0 && len(failures) == 0 {
		failures = append(failures, errors.New("there is nothing to rate: every unit is masked"))
	}
	for _, failure := range failures {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(failure.Error()))
	}
	switch {
	case len(failures) > 0:
		return statusError(exitFailed)
	case above:
		return statusError(exitFindings)
	}
	return nil
}
