package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/compare"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules"
)

// diffFlags are the flags of diff.
type diffFlags struct {
	format, expect, color string
	targets, gates        []string
	all                   bool
}

// diffFormats are the formats of diff.
func diffFormats() []string { return []string{"json", "markdown", "sarif", "text"} }

func (p program) diffCommand() *cli.Command {
	var f diffFlags
	return p.command(&cli.Command{
		Name:      "diff",
		ArgsUsage: "OLD NEW",
		Usage:     "Show what an upgrade or a pull request changes of units",
		Description: `Compares two trees, units, packages, images or revisions (git:REVISION and
git:REVISION:DIRECTORY). For each unit it shows the settings that changed, what
the sandbox opened or closed by that, the findings that came and went, the
exposure, and lines of the older side's own files (/etc) that do not fit the
newer side's units.

With --expect, NEW alone is compared with a directory of drop-ins that its units
are to have.`,
		Metadata: examples(`  unitlint diff foo_1.0_amd64.deb foo_2.0_amd64.deb
  unitlint diff git:main git:HEAD --fail-on looser,broken --format markdown
  unitlint diff / nginx_1.26.3-3_amd64.deb
  unitlint diff --expect intended/ /srv/rootfs`),
		Action: func(_ context.Context, c *cli.Command) error { return p.diff(f, c.Args().Slice()) },
		Flags: []cli.Flag{
			formatFlag(&f.format, "print as `FORMAT`: "+strings.Join(diffFormats(), ", ")),
			jsonFlag(&f.format),
			targetFlag(&f.targets, "judge for this `SYSTEM`, or the sides for these two, such as debian-12,debian-13 (default: what each tree says)"),
			systemdFlag(&f.targets),
			listFlag(&f.gates, "fail-on", "exit with 1 where one of these `GATES` closes: looser, broken, score, overrides, expected"),
			textFlag(&f.expect, "expect", "", "compare with the drop-ins in `DIR`, which units are to have"),
			switchFlag(&f.all, "all", "describe every unit, not only those that matter most"),
			textFlag(&f.color, "color", "auto", "colour the output, `WHEN` is auto, always or never"),
		},
	})
}

// diff compares; a closed gate is status 1, a side that cannot be read 2.
func (p program) diff(f diffFlags, args []string) error {
	gates, err := f.validate(args)
	if err != nil {
		return err
	}
	color, err := p.color(f.color, true)
	if err != nil {
		return err
	}
	var units []*compare.Unit
	var expected []compare.Expected
	var failures []error
	newer := args[len(args)-1]
	if f.expect == "" {
		units, failures, err = p.compared(f, args[0], newer)
	} else {
		expected, failures, err = p.expected(f, newer)
	}
	if err != nil {
		return err
	}
	states := compare.Try(gates, units, expected)
	if err := p.writeDiff(f, args, units, expected, states, color); err != nil {
		return err
	}
	for _, failure := range failures {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(failure.Error()))
	}
	switch {
	case len(failures) > 0:
		return statusError(exitFailed)
	case slices.ContainsFunc(states, func(s compare.GateState) bool { return s.Closed }):
		return statusError(exitFindings)
	}
	return nil
}

func (f *diffFlags) validate(args []string) ([]compare.Gate, error) {
	if err := oneOf("--format", f.format, diffFormats()); err != nil {
		return nil, err
	}
	switch {
	case len(f.targets) > 2:
		return nil, fmt.Errorf("--target: expected one system for both sides or one for each, found %d", len(f.targets))
	case f.expect == "" && len(args) != 2:
		return nil, fmt.Errorf("diff takes two sides, OLD and NEW; %d were given", len(args))
	case f.expect != "" && len(args) != 1:
		return nil, errors.New("diff --expect takes one tree")
	case f.expect != "" && f.format == "sarif":
		return nil, errors.New("--expect has no findings: choose another --format than sarif")
	}
	var gates []compare.Gate
	for _, name := range f.gates {
		gate, err := compare.ParseGate(name)
		if err != nil {
			return nil, fmt.Errorf("--fail-on: %w", err)
		}
		gates = append(gates, gate)
	}
	if f.expect != "" && len(gates) == 0 {
		gates = []compare.Gate{compare.Unexpected}
	}
	return gates, nil
}

// targetOf is the system that a side is judged for, or "" where its tree tells.
func (f *diffFlags) targetOf(side int) string {
	if len(f.targets) == 0 {
		return ""
	}
	return f.targets[min(side, len(f.targets)-1)]
}

func (p program) writeDiff(f diffFlags, args []string, units []*compare.Unit, expected []compare.Expected, gates []compare.GateState, color bool) error {
	switch f.format {
	case "json":
		encoder := report.NewJSONEncoder(p.stdout)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(compare.Documented(units, gates, expected)); err != nil {
			return fmt.Errorf("writing the comparison: %w", err)
		}
		return nil
	case "sarif":
		reporter, err := report.New("sarif", report.Options{})
		if err != nil {
			return err
		}
		result := &lint.Result{}
		for _, u := range units {
			result.Findings = append(result.Findings, u.Came...)
		}
		return reporter.Report(p.stdout, &report.Run{Version: version, Result: result, Rules: rules.All()})
	}
	var page *report.Document
	if f.expect == "" {
		page = compare.Page(units, args[0], args[1], f.all)
	} else {
		page = &report.Document{}
		page.Paragraph(fmt.Sprintf("%s: %s missing, edited or undone", args[0], report.Plural(len(expected), "intended drop-in")))
		compare.ExpectedPage(page, expected)
	}
	for _, g := range gates {
		if g.Closed {
			page.Paragraph("The gate '" + string(g.Name) + "' is closed.")
		}
	}
	if f.format == "markdown" {
		return page.WriteMarkdown(p.stdout)
	}
	return page.WriteText(p.stdout, report.Options{Color: color, Width: p.width()})
}

// side is one of the two that are compared.
type side struct {
	selection *locate.Selection
	states    []*compare.State
}

func (s *side) close() {
	if s.selection != nil {
		_ = s.selection.Close() // nothing was written
	}
}

// compared returns what changed between two sides.
func (p program) compared(f diffFlags, older, newer string) (units []*compare.Unit, failures []error, err error) {
	before, oldFailures, err := p.side(f.targetOf(0), older, nil)
	defer before.close()
	if err != nil {
		return nil, nil, err
	}
	after, newFailures, err := p.side(f.targetOf(1), newer, nil)
	defer after.close()
	if err != nil {
		return nil, nil, err
	}
	failures = slices.Concat(oldFailures, newFailures)
	if overlay := localFiles(before, after); len(overlay) > 0 {
		laid, _, err := p.side(f.targetOf(1), newer, overlay) // its failures were told
		defer laid.close()
		if err != nil {
			return nil, nil, err
		}
		lay(after.states, laid.states)
	}
	old := before.states
	if isPackage(p.path(newer)) && !isPackage(p.path(older)) {
		// A package holds no more than its own units: the others are not gone.
		old = slices.DeleteFunc(slices.Clone(old), func(s *compare.State) bool { return stateNamed(after.states, s) == nil })
	}
	return compare.Units(old, after.states), failures, nil
}

func isPackage(name string) bool { return !files.IsRevision(name) && files.IsArchive(name) }

func stateNamed(states []*compare.State, like *compare.State) *compare.State {
	at := slices.IndexFunc(states, func(s *compare.State) bool { return s.Unit.Name == like.Unit.Name && s.Unit.Scope == like.Unit.Scope })
	if at < 0 {
		return nil
	}
	return states[at]
}

// localFiles returns the administrator's files of units that both sides have
// and that the newer side lacks, by the paths that it would show.
func localFiles(before, after side) map[string][]byte {
	overlay := map[string][]byte{}
	for _, old := range before.states {
		now := stateNamed(after.states, old)
		if now == nil || old.Unit.Tree == nil || now.Unit.Tree == nil || old.Unit.Packaging {
			continue
		}
		for _, name := range old.Unit.Identity.DropIns {
			file := old.Unit.DropIn(name)
			if file != nil && compare.IsLocal(name) && !slices.Contains(now.Unit.Identity.DropIns, name) {
				overlay[now.Unit.Tree.Display(name)] = file.Source.Text
			}
		}
	}
	return overlay
}

// lay notes of each unit what it is with the files that were laid over it.
func lay(states, laid []*compare.State) {
	for _, s := range states {
		if l := stateNamed(laid, s); l != nil && len(l.Unit.DropIns) != len(s.Unit.DropIns) {
			s.Laid = l
		}
	}
}

// side loads and lints one side. Texts of the overlay are shown beside its
// files.
func (p program) side(system, name string, overlay map[string][]byte) (side, []error, error) {
	var s side
	selection, err := locate.Select(locate.Request{Dir: p.dir, Arguments: []string{name}, Overlay: overlay})
	if err != nil {
		return s, nil, err
	}
	s.selection = selection
	identities := slices.DeleteFunc(slices.Clone(selection.Identities), func(id locate.Identity) bool { return id.FragmentUnknown })
	if len(identities) == 0 {
		return s, nil, errors.Join(append(selection.Problems, nothingIn(selection, fmt.Errorf("there is no unit in %s", name)))...)
	}
	if overlay == nil {
		p.notify(selection.Notices) // with an overlay they were told before
	}
	t, err := diffTarget(system, identities)
	if err != nil {
		return s, nil, err
	}
	var mu sync.Mutex
	loaded := map[string]*unit.Unit{}
	library, err := p.library(&config.Config{})
	if err != nil {
		return s, nil, err
	}
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: rules.All(), Identities: identities, Targets: []target.Target{t}, Library: library,
		Load: func(id locate.Identity, t target.Target) (*unit.Unit, error) {
			u, err := merged(id, t)
			mu.Lock()
			defer mu.Unlock()
			loaded[placeKey(id)] = u
			return u, err
		},
		Processors: filter.Chain{}.Processors(),
	})
	if err != nil {
		return s, nil, fmt.Errorf("linting %s: %w", name, err)
	}
	s.states = p.statesOf(name, identities, loaded, result.Findings)
	return s, slices.Concat(selection.Problems, result.Errors), nil
}

// placeKey tells the identities of a side apart.
func placeKey(id locate.Identity) string {
	return strings.Join([]string{string(id.Scope), id.Name, id.Place()}, "\x00")
}

// diffTarget is the system that a side is judged for.
func diffTarget(system string, identities []locate.Identity) (target.Target, error) {
	if system == "" {
		targets := treeTargets(identities)
		return targets[len(targets)-1], nil
	}
	t, err := target.Named(system)
	if err != nil {
		return t, fmt.Errorf("--target: %w", err)
	}
	return t, nil
}

// statesOf are the states of the units of a side.
func (p program) statesOf(side string, identities []locate.Identity, loaded map[string]*unit.Unit, findings []finding.Finding) []*compare.State {
	var units []*unit.Unit
	for _, id := range identities {
		if u := loaded[placeKey(id)]; u != nil {
			units = append(units, u)
		}
	}
	type named struct {
		scope string
		name  string
	}
	byUnit := map[named][]finding.Finding{}
	for _, f := range findings {
		byUnit[named{f.Scope, f.Unit}] = append(byUnit[named{f.Scope, f.Unit}], f)
	}
	hosts := host.OfUnits(units, host.Facts{})
	var states []*compare.State
	for _, u := range units {
		s := &compare.State{Unit: u, Findings: byUnit[named{string(u.Scope), u.Name}], Host: hosts[u.Tree]}
		if u.Tree != nil {
			if s.Shown = strings.TrimSuffix(u.Tree.Display("x"), "x"); s.Shown == "./" {
				s.Shown = ""
			}
		}
		if u.Packaging {
			s.Directory = compare.DirectoryBelow(filepath.ToSlash(p.path(side)), filepath.ToSlash(p.path(u.Place())))
		}
		if u.State == locate.Loaded && u.ExecSection() != "" {
			s.Sandbox = sandbox.New(u, s.Host)
			if score, err := exposure.Of(s.Sandbox, nil); err == nil && u.Type == "service" {
				s.Score = score
			}
		}
		states = append(states, s)
	}
	return states
}

// expected returns what the units of a tree lack of the drop-ins that they are
// to have.
func (p program) expected(f diffFlags, name string) ([]compare.Expected, []error, error) {
	tree, err := locate.OpenRootFrom(p.dir, f.expect, f.expect)
	if err != nil {
		return nil, nil, fmt.Errorf("--expect %s: %w", f.expect, err)
	}
	defer tree.Close()
	intended, err := compare.Intended(tree)
	if err != nil {
		return nil, nil, fmt.Errorf("--expect %s: %w", f.expect, err)
	}
	if len(intended) == 0 {
		return nil, nil, fmt.Errorf("--expect %s: it holds no drop-in: expected files such as nginx.service.d/50-hardening.conf", f.expect)
	}
	s, failures, err := p.side(f.targetOf(1), name, nil)
	defer s.close()
	if err != nil {
		return nil, nil, err
	}
	return compare.Expect(s.states, intended), failures, nil
}
