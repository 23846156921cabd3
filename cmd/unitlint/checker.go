package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// checker lints what one command line asks for.
type checker struct {
	program
	flags  checkFlags
	args   []string
	search *config.Search
	plans  map[*config.Config]plan
	// store keeps what programs show between runs; it may be nil.
	store machine.Store
	// earlier suppresses what a revision has already, or is nil.
	earlier lint.Processor
	// closing ends the access to trees that nobody asks any more.
	closing sync.WaitGroup
}

func (p program) newChecker(f checkFlags, args []string) (*checker, error) {
	search, err := p.search(f.root, f.config)
	if err != nil {
		return nil, err
	}
	// Flags are at fault whatever there is to check.
	if _, err := p.plan(f, &config.Config{}); err != nil {
		return nil, err
	}
	if _, err := targetsFor(f, &config.Config{}, nil); err != nil {
		return nil, err
	}
	return &checker{program: p, flags: f, args: args, search: search, plans: map[*config.Config]plan{}}, nil
}

// placeholders are the shapes of words that a build replaces in a file. What is
// wrong with its configuration is told when its units are.
func (c *checker) placeholders(shown string) []*regexp.Regexp {
	settings, excluded, err := c.search.For(shown)
	if err != nil || excluded {
		return nil
	}
	return settings.Placeholders
}

// project is the units of a run that one configuration holds for.
type project struct {
	plan
	identities []locate.Identity
	targets    []target.Target
}

// projects divides units by their configurations, in the order of the units,
// and counts those that are excluded.
func (c *checker) projects(identities []locate.Identity) (projects []*project, excluded int, err error) {
	byConfig := map[*config.Config]*project{}
	of := make([]*project, len(identities)) // nil for what is excluded
	for i := range identities {
		settings, isExcluded, err := c.search.For(identities[i].Place())
		if err != nil {
			return nil, 0, err
		}
		if isExcluded {
			excluded++
			continue
		}
		if byConfig[settings] == nil {
			made, err := c.planOf(settings)
			if err != nil {
				return nil, 0, err
			}
			byConfig[settings] = &project{plan: made}
			projects = append(projects, byConfig[settings])
		}
		of[i] = byConfig[settings]
	}
	for _, pr := range projects {
		pr.identities = identities
		if len(projects) > 1 || excluded > 0 { // else one list of them is enough
			pr.identities = nil
			for i, id := range identities {
				if of[i] == pr {
					pr.identities = append(pr.identities, id)
				}
			}
		}
		if pr.targets, err = targetsFor(c.flags, pr.config, pr.identities); err != nil {
			return nil, 0, err
		}
	}
	return projects, excluded, nil
}

// planOf makes the plan of a configuration once.
func (c *checker) planOf(settings *config.Config) (plan, error) {
	if made, ok := c.plans[settings]; ok {
		return made, nil
	}
	made, err := c.plan(c.flags, settings)
	if err == nil {
		c.plans[settings] = made
	}
	return made, err
}

// checked is what a run found.
type checked struct {
	*lint.Result
	// failing tells that a finding is at or above the severity that fails.
	failing bool
	// parts are the findings by configuration.
	parts []part
	// targets are the systems that the units were judged for.
	targets []string
	// unfixed counts the fixes of findings that are too mild to be reported.
	unfixed int
}

// part is what was found where one configuration holds.
type part struct {
	plan
	findings []finding.Finding
	// files are those of its units that the run reports on.
	files []string
}

// lint selects and lints once. Texts of the overlay are linted in place of
// files.
func (c *checker) lint(overlay map[string][]byte) (*checked, error) {
	c.closing.Wait() // one after the other: archives take much memory
	selection, err := c.choose(overlay)
	if err != nil {
		return nil, err
	}
	defer c.closing.Go(func() { _ = selection.Close() }) // nothing was written
	projects, excluded, err := c.projects(selection.Identities)
	if err != nil {
		return nil, err
	}
	found := &checked{Result: &lint.Result{}}
	if len(projects) == 0 && len(selection.Problems) == 0 && len(selection.Foreign) == 0 {
		notice, err := c.nothing(excluded)
		if err != nil {
			return nil, err
		}
		found.Notices = append(found.Notices, notice)
	}
	if err := c.lintAll(found, projects, selection); err != nil {
		return nil, err
	}
	found.Notices = append(selection.Notices, found.Notices...)
	found.Errors = append(selection.Problems, found.Errors...)
	return found, nil
}

// lintAll lints each project by itself. What one holds concerns the others only
// where they share the root tree of a system.
func (c *checker) lintAll(found *checked, projects []*project, selection *locate.Selection) error {
	defer collect(selection.Identities, c.flags.root != "" && !c.flags.noEvidence)()
	store, done := c.openStore(c.flags.noCache || c.flags.root == "" || c.flags.noEvidence)
	c.store = store
	defer done()
	shown := c.newProgress(c.flags.quiet)
	defer shown.end()
	for _, pr := range projects {
		shown.expect(len(pr.identities) * len(pr.targets))
	}
	var results []*lint.Result
	machines := map[machine.Sources]func(*locate.Tree) *machine.Machine{}
	for _, pr := range projects {
		result, err := lint.Run(context.Background(), lint.Options{
			Rules: pr.rules, Known: rules.All(), Identities: pr.identities, Beside: beside(pr, projects), Targets: pr.targets, Jobs: c.flags.jobs,
			Facts: host.Facts(pr.config.Host), Declared: pr.config.Declared, Library: pr.library, Progress: shown.count,
			Machine: c.machines(pr.config, machines), Distribution: c.flags.table(pr.config), Omit: c.flags.omits(&pr.plan, len(pr.targets), selection.Reports),
			Processors: c.chain(found, &pr.plan, selection).Processors(),
		})
		if err != nil {
			return fmt.Errorf("linting: %w", err)
		}
		for _, t := range pr.targets {
			if !slices.Contains(found.targets, t.Name) {
				found.targets = append(found.targets, t.Name)
			}
		}
		if pr.least > finding.Note {
			result.HideOmitted()
		}
		result.Notices = append(slices.Clone(pr.notices), result.Notices...)
		found.failing = found.failing || pr.fails(result.Findings)
		found.parts = append(found.parts, part{pr.plan, result.Findings, filesOf(result.Units, selection.Reports)})
		results = append(results, result)
	}
	if len(results) > 0 {
		found.Result = filter.Join(results...)
	}
	return nil
}

// chain completes a plan's chain by what the arguments say.
func (c *checker) chain(found *checked, made *plan, selection *locate.Selection) filter.Chain {
	whole := made.chain
	whole.Files, whole.Unhidden, whole.Earlier = selection.Reports, found.countUnfixed(made.least, c.flags.unsafeFixes), c.earlier
	return whole
}

// countUnfixed is a step that counts the fixes which go with what is too mild to
// be reported.
func (found *checked) countUnfixed(least finding.Severity, unsafe bool) lint.Processor {
	return func(_ *lint.State, findings []finding.Finding) []finding.Finding {
		for i := range findings {
			if f := &findings[i]; f.Severity < least && f.Suppressed == nil && f.Fix != nil && (f.Fix.Safe || unsafe) {
				found.unfixed++
			}
		}
		return findings
	}
}

// table returns what packages of a distribution show, or nil where nothing shall.
func (f *checkFlags) table(settings *config.Config) *distribution.Table {
	if f.noEvidence || !settings.Asked().Distribution {
		return nil
	}
	return distribution.Builtin()
}

// machines returns what tells of the programs of a tree, or nil where nothing
// shall: without --root the programs of the host are not those of the units. The
// projects of a run share what they read.
func (c *checker) machines(settings *config.Config, made map[machine.Sources]func(*locate.Tree) *machine.Machine) func(*locate.Tree) *machine.Machine {
	sources := settings.Asked().Machine
	if c.flags.root == "" || c.flags.noEvidence || sources == (machine.Sources{}) {
		return nil
	}
	if made[sources] == nil {
		made[sources] = machine.PerTree(sources, c.store)
	}
	return made[sources]
}

func filesOf(units []lint.Summary, wanted func(string) bool) []string {
	var files []string
	for _, u := range units {
		for _, file := range u.Files {
			if wanted(file) {
				files = append(files, file)
			}
		}
	}
	return files
}

// beside are the units of other projects that lie in a root tree with units of
// this one. Packages know nothing of one another.
func beside(pr *project, projects []*project) []locate.Identity {
	var others []locate.Identity
	trees := map[*locate.Tree]bool{}
	for _, id := range pr.identities {
		trees[id.Tree] = trees[id.Tree] || !id.Packaging
	}
	for _, other := range projects {
		if other == pr {
			continue
		}
		for _, id := range other.identities {
			if !id.Packaging && trees[id.Tree] {
				others = append(others, id)
			}
		}
	}
	return others
}

// fails tells whether a finding is at or above the severity that fails.
func (made *plan) fails(findings []finding.Finding) bool {
	return made.failOn != 0 && slices.ContainsFunc(findings, func(f finding.Finding) bool {
		return f.Suppressed == nil && f.Severity >= made.failOn
	})
}

// nothing tells that there is nothing to check: in words where every file that
// was named is excluded, as an error where there was no unit in the first place.
func (c *checker) nothing(excluded int) (string, error) {
	here := strings.Join(c.judged(), ", ")
	if excluded == 0 {
		return "", fmt.Errorf("nothing to check: there is no unit file in %s", here)
	}
	words := fmt.Sprintf("nothing to check: the configuration excludes %s", report.Plural(excluded, "unit"))
	for _, arg := range orHere(c.args) {
		if info, err := os.Stat(c.path(arg)); err != nil || info.IsDir() {
			return "", errors.New(words + " of " + here)
		}
	}
	return words, nil
}

// judged are the trees and files that the command line names.
func (c *checker) judged() []string {
	if c.flags.root == "" {
		return orHere(c.args)
	}
	if len(c.args) == 0 {
		return []string{c.flags.root}
	}
	judged := make([]string, 0, len(c.args))
	for _, arg := range c.args {
		judged = append(judged, arg+" of "+c.flags.root)
	}
	return judged
}

func orHere(args []string) []string {
	if len(args) == 0 {
		return []string{"the working directory"}
	}
	return args
}
