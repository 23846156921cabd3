package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/rules"
)

// checkFlags are the flags of check as they were given.
type checkFlags struct {
	root           string
	system, user   bool
	targets        []string
	config         string
	format         string
	output         string
	reports        []string
	color          string
	selected       []string
	ignored        []string
	minSeverity    string
	confidence     string
	failOn         string
	jobs           int
	quiet          bool
	stats          bool
	exitZero       bool
	showSuppressed bool
	allHardening   bool
	noEvidence     bool
	noCache        bool
	stdinFilename  string
	dropInOf       string
	threshold      float64
	hasThreshold   bool
	baseline       string
	writeBaseline  bool
	newFrom        string
	configFrom     string
	fix, diff      bool
	unsafeFixes    bool
}

// checkExamples are shown where check is the default, too.
const checkExamples = `  unitlint check debian/
  unitlint check --root / nginx.service
  unitlint check --target debian-12,rhel-9 --format sarif --output unitlint.sarif`

func (p program) checkCommand() *cli.Command {
	var f checkFlags
	return p.command(&cli.Command{
		Name:      "check",
		ArgsUsage: "[PATH…]",
		Usage:     "Lint units and drop-ins (the default command)",
		Description: `Lints unit files, drop-ins and directories of them. With --root, an argument may
be a unit name, and without arguments every unit on the unit search path below
that directory is checked. Without --root and arguments, the working directory is.

A drop-in is checked together with its unit and the other drop-ins; findings
are reported for the given files. "-" reads one unit from the standard input.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the run failed.`,
		Metadata: examples(checkExamples),
		Flags:    f.all(),
		Action:   func(_ context.Context, c *cli.Command) error { return p.runCheck(&f, c) },
	})
}

// runCheck checks with the flags of a command, once they are read.
func (p program) runCheck(f *checkFlags, c *cli.Command) error {
	f.hasThreshold = c.IsSet("threshold")
	return p.check(*f, c.Args().Slice())
}

func (f *checkFlags) all() []cli.Flag {
	return slices.Concat(f.selecting(), f.reporting(), f.changing())
}

// selecting are the flags that say what is linted, and how.
func (f *checkFlags) selecting() []cli.Flag {
	return []cli.Flag{
		textFlag(&f.root, "root", "", "read units below `DIR`, a directory, a package, an image or git:REVISION, as systemd would on that system"),
		switchFlag(&f.system, "system", "check the units of the system manager alone"),
		switchFlag(&f.user, "user", "check the units of the user managers alone"),
		textFlag(&f.dropInOf, "unit", "", "take the files that are named for drop-ins of the unit `NAME`"),
		textFlag(&f.stdinFilename, "stdin-filename", "", "the `NAME` of the unit or drop-in that is read from the standard input"),
		targetFlag(&f.targets, "judge for these `SYSTEMS`, such as debian-12,rhel-9,systemd-252 (default: what the tree says)"),
		systemdFlag(&f.targets),
		textFlag(&f.config, "config", "", "read the configuration from `FILE` (default: the .unitlint.yaml nearest to each unit's file, in its "+
			"directory or above)"),
		listFlag(&f.selected, "select", "run these `RULES` or categories alone"),
		listFlag(&f.ignored, "ignore", "leave these `RULES` or categories out"),
		numberFlag(&f.threshold, "threshold", 0, "find units with an exposure above `N`, 0.0 to 10.0"),
		textFlag(&f.configFrom, "config-from", "", "read configurations, and the baselines that they name, from the git `REVISION`, not from the files "+
			"that are checked"),
		textFlag(&f.newFrom, "new-from", "", "leave out the findings that the git `REVISION` has already"),
		textFlag(&f.baseline, "baseline", "", "leave out the findings that `FILE` knows"),
		switchFlag(&f.noEvidence, "no-evidence", "learn nothing of programs from packages, nor, with --root, from their files and configuration"),
		cacheFlag(&f.noCache),
		countFlag(&f.jobs, "jobs", "look at `N` units at once (default: two for each processor)"),
	}
}

// reporting are the flags that say what is printed, and the exit status.
func (f *checkFlags) reporting() []cli.Flag {
	return []cli.Flag{
		formatFlag(&f.format, "print as `FORMAT`: "+strings.Join(report.Formats(), ", ")),
		jsonFlag(&f.format),
		textFlag(&f.output, "output", "", "write the report to `FILE` instead of the standard output"),
		repeatedFlag(&f.reports, "report", "write a further report, as `FORMAT=FILE`; may be given several times"),
		textFlag(&f.color, "color", "auto", "colour the output, `WHEN` is auto, always or never"),
		textFlag(&f.minSeverity, "min-severity", "", "report findings of at least this `SEVERITY`: note (the default), warning or error"),
		textFlag(&f.confidence, "confidence", "", "report findings of at least this `CONFIDENCE`: possible (the default), likely or certain"),
		textFlag(&f.failOn, "fail-on", "", "exit with 1 on a finding of at least this `SEVERITY`: note, warning (the default), error or never"),
		switchFlag(&f.exitZero, "exit-zero", "exit with 0 whatever was found"),
		switchFlag(&f.quiet, "quiet", "print findings and nothing else"),
		switchFlag(&f.stats, "stats", "print how often each rule fired"),
		switchFlag(&f.showSuppressed, "show-suppressed", "print suppressed findings too"),
		switchFlag(&f.allHardening, "all-hardening", "print every hardening finding with its code, not the best of each unit"),
	}
}

// changing are the flags that write files other than reports.
func (f *checkFlags) changing() []cli.Flag {
	return []cli.Flag{
		switchFlag(&f.fix, "fix", "apply the safe fixes, then report what is left"),
		switchFlag(&f.diff, "diff", "print what --fix would change, and nothing else; exit with 1 if that is something"),
		switchFlag(&f.unsafeFixes, "unsafe-fixes", "with --fix or --diff, apply fixes that may change what a service does, too"),
		switchFlag(&f.writeBaseline, "write-baseline", "write the findings to the file of --baseline and exit with 0"),
	}
}

// validate tells which flags do not go together.
func (f *checkFlags) validate(args []string) error {
	switch {
	case f.system && f.user:
		return errors.New("--system and --user do not go together: leave both out to check all units")
	case f.fix && f.diff, f.fix && f.writeBaseline, f.diff && f.writeBaseline:
		return errors.New("--fix, --diff and --write-baseline do not go together")
	case f.configFrom != "" && f.config != "":
		return errors.New("--config and --config-from do not go together: one names a file, the other a revision")
	case f.configFrom != "" && f.writeBaseline:
		return errors.New("--config-from reads baselines from a revision, where --write-baseline cannot write one")
	case f.unsafeFixes && !f.fix && !f.diff:
		return errors.New("--unsafe-fixes needs --fix or --diff")
	case f.dropInOf != "" && (!locate.ValidName(f.dropInOf) || len(args) == 0 || f.stdinFilename != ""):
		return errors.New("--unit names the unit, such as nginx.service, that the files are drop-ins of: give both")
	case f.hasThreshold && (f.threshold < 0 || f.threshold > 10):
		return fmt.Errorf("--threshold %g: expected 0.0 to 10.0", f.threshold)
	case f.jobs < 0:
		return fmt.Errorf("--jobs %d: expected a number of units, or 0 for two for each processor", f.jobs)
	}
	if err := f.validateStandardInput(slices.Contains(args, "-")); err != nil {
		return err
	}
	return f.validateReports()
}

// validateStandardInput tells which flags need the standard input as what is linted,
// and which do not go with it.
func (f *checkFlags) validateStandardInput(given bool) error {
	switch {
	case given && f.newFrom != "":
		return errors.New("--new-from compares files: it does not go with the standard input")
	case given && (f.fix || f.diff):
		return errors.New("--fix and --diff change files: they do not go with the standard input")
	case !given && f.stdinFilename != "":
		return errors.New("--stdin-filename names what the argument - reads: give that too")
	}
	return nil
}

// check lints, writes the reports and turns the result into an exit status.
func (p program) check(f checkFlags, args []string) error {
	if err := f.validate(args); err != nil {
		return err
	}
	if f.configFrom != "" {
		base, err := p.checkOut(f.configFrom)
		if err != nil {
			return fmt.Errorf("--config-from: %w", err)
		}
		defer base.remove()
		p.base = base
	}
	args, err := locate.Expand(p.dir, f.root, managerOf(f.user), args)
	if err != nil {
		return err
	}
	c, err := p.newChecker(f, args)
	if err != nil {
		return err
	}
	defer c.closing.Wait()
	if f.newFrom != "" {
		if c.earlier, err = p.earlier(f, args); err != nil {
			return err
		}
	}
	if f.fix || f.diff {
		return c.fix()
	}
	found, err := c.lint(nil)
	if err != nil {
		return err
	}
	if f.writeBaseline {
		return c.writeBaselines(found)
	}
	return c.finish(found)
}

// finish writes the reports and what went wrong, and decides on the status.
func (c *checker) finish(found *checked) error {
	if err := c.write(c.flags, &report.Run{Version: version, Result: found.Result, Rules: rules.All(), Judged: c.judged(), Targets: found.targets}); err != nil {
		return err
	}
	if c.flags.format != "text" && !c.flags.quiet {
		// The report for people has them; others are read by programs.
		c.notify(found.Notices)
	}
	c.complain(found.Errors)
	switch {
	case len(found.Errors) > 0:
		return statusError(exitFailed)
	case found.failing && !c.flags.exitZero:
		return statusError(exitFindings)
	default:
		return nil
	}
}

func (p program) complain(problems []error) {
	for _, problem := range problems {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(problem.Error()))
	}
}
