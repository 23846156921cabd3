package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
)

// scoreFlags are the flags of score.
type scoreFlags struct {
	unitFlags
	details   bool
	threshold float64
	policy    string
	color     string
	format    string
	// roots are the trees; the services of all are rated where no unit is named.
	roots         []string
	baseline      string
	writeBaseline bool
	// config, noEvidence and noCache are about the needs that keep points.
	config              string
	noEvidence, noCache bool
}

func (p program) scoreCommand() *cli.Command {
	var f scoreFlags
	return p.command(&cli.Command{
		Name:      "score",
		ArgsUsage: "[--root DIR] [UNIT…]",
		Usage:     "Rate the exposure of services as systemd-analyze security does",
		Description: `Prints for each check of systemd-analyze security whether the unit passes, what
it adds to the overall exposure, which line decided, and which need of the
service keeps a point from being taken. The figures are those
of 'systemd-analyze security --offline=true' of the chosen systemd, drop-ins
included; releases before 250 know no offline mode, for them it is what they
say of the loaded unit.

A unit is a file, a directory with services, or with --root a name. Several
units give an overview, the most exposed first. With --root and no unit all
services of the tree are rated in one table with a summary; --root DIR or
--root TARGET=DIR may then be given several times, for two columns a tree. A
baseline records exposures: with one, a service fails only where it got worse.`,
		Metadata: examples(`  unitlint score debian/foo.service
  unitlint score --root / --systemd 252 nginx.service
  unitlint score --threshold 5 units/*.service
  unitlint score --root debian-12=/srv/bookworm --root debian-13=/srv/trixie --format csv
  unitlint score --root / --baseline exposures.json`),
		Action: func(_ context.Context, c *cli.Command) error {
			return p.score(f, c.IsSet("threshold"), c.Args().Slice())
		},
		Flags: append(f.managerFlags(),
			repeatedFlag(&f.roots, "root", "read units below `DIR`, a directory, a package, an image or git:REVISION; without units several "+
				"times, also as TARGET=DIR"),
			formatFlag(&f.format, "print as `FORMAT`: text or json, for whole trees csv and markdown, too"),
			jsonFlag(&f.format),
			textFlag(&f.baseline, "baseline", "", "fail only for services of a whole tree with a higher exposure than `FILE` records"),
			switchFlag(&f.writeBaseline, "write-baseline", "record the exposures in the file of --baseline and exit with 0"),
			textFlag(&f.config, "config", "", "read needs and facts from the configuration `FILE` (default: the .unitlint.yaml nearest to each unit's file)"),
			switchFlag(&f.noEvidence, "no-evidence", "learn nothing of programs from packages, nor, with --root, from their files and configuration"),
			cacheFlag(&f.noCache),
			switchFlag(&f.details, "details", "print the table of each of several units as well"),
			numberFlag(&f.threshold, "threshold", 10, "exit with status 1 where an exposure is above `N`, 0.0 to 10.0"),
			textFlag(&f.policy, "security-policy", "", "`FILE` in systemd's JSON format that changes weights and ranges"),
			textFlag(&f.color, "color", "auto", "use colours, `WHEN` is auto, always or never"),
		),
	})
}

func (p program) score(f scoreFlags, thresholdGiven bool, args []string) error {
	if f.threshold < 0 || f.threshold > 10 || math.IsNaN(f.threshold) {
		return fmt.Errorf("--threshold: expected 0.0 to 10.0, found %g", f.threshold)
	}
	if err := f.settle(args); err != nil {
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
	if len(args) == 0 {
		return p.fleet(f, thresholdGiven, policy, color)
	}
	loaded, err := p.loadServices(f.unitFlags, args)
	if err != nil {
		return err
	}
	defer loaded.close()
	scored, err := scoreUnits(loaded.units, policy)
	if err != nil {
		return err
	}
	if f.format == "json" || len(scored) == 1 || f.details {
		if err := p.explainScores(f, loaded, scored); err != nil {
			return err
		}
	}
	if f.format == "json" {
		err = report.WriteScoresJSON(p.stdout, scored)
	} else {
		err = report.WriteScores(p.stdout, scored, f.details, report.Options{Color: color})
	}
	if err != nil {
		return err
	}
	return p.scoreStatus(scored, append(loaded.failures, loaded.misspelt()...), thresholdGiven, f.threshold)
}

// settle tells which flags do not go together, and fills in what follows from
// them.
func (f *scoreFlags) settle(args []string) error {
	if err := oneOf("--format", f.format, fleetFormats()); err != nil {
		return err
	}
	switch {
	case len(args) == 0 && len(f.roots) == 0:
		return errors.New("name a unit, or with --root a tree whose services are to be rated")
	case len(args) > 0 && len(f.roots) > 1:
		return errors.New("--root may be given several times only where no unit is named")
	case len(args) > 0 && f.format != "text" && f.format != "json":
		return fmt.Errorf("--format %s is for whole trees: name no unit", f.format)
	case len(args) > 0 && f.baseline != "":
		return errors.New("--baseline is for whole trees: name no unit")
	case f.writeBaseline && f.baseline == "":
		return errors.New("--write-baseline: name the file with --baseline")
	}
	if len(args) > 0 && len(f.roots) == 1 {
		f.root = f.roots[0]
	}
	return f.validate()
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
			failures = append(failures, fmt.Errorf("%s cannot be rated: it %s", s.Name, stateWords[s.State]))
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
