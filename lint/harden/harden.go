// Package harden finds the smallest sandbox for a unit whose grants still meet
// every need that is known of its programs, and writes it down as a drop-in: each
// line with its reason, each protection that was left out with the need that
// asks for it. What one protection means for another is the sandbox model's
// knowledge; nothing here repeats it.
package harden

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// ErrNotService tells that a unit is none that the advice is about.
var ErrNotService = errors.New("only services that are loaded can be hardened")

// Setting is one line of a drop-in.
type Setting struct {
	Name, Value string
	// Targets are those that know it.
	Targets []string
	// Reason says in words what it does and why it has this value.
	Reason string
	// Live tells that all targets know it; otherwise it stands as a comment.
	Live bool
}

// Group is a protection as it stands in the drop-in: its lines, and what was left
// out of it.
type Group struct {
	Name     string
	Settings []Setting
	Omitted  []Omission
}

// Result is the drop-in for one unit.
type Result struct {
	Subject *Subject
	Groups  []Group
	// Before and After are the exposure at the newest target, in tenths; they are -1
	// where systemd computes none.
	Before, After int
	// Adds tells that the drop-in changes anything at all.
	Adds bool
}

// Of finds the drop-in for a subject. An error tells that the unit is none that
// can be hardened.
func Of(s *Subject) (*Result, error) {
	for _, e := range s.Editions {
		if e.Unit.State != locate.Loaded || e.Unit.Type != "service" || e.Unit.FragmentUnknown {
			return nil, fmt.Errorf("%s: %w", e.Unit.Name, ErrNotService)
		}
	}
	s.prepare()
	run := s.start(s.Vocabulary.everydayLadders())
	run.find()
	result := &Result{Subject: s, Before: exposureOf(s.box)}
	for _, c := range run.choices {
		result.Groups = append(result.Groups, run.group(c))
	}
	lines := run.assemble()
	with := sandbox.New(s.unit().With(lines...), s.Host)
	result.After, result.Adds = exposureOf(with), changes(s.box, with, lines)
	return result, nil
}

// changes tells whether lines change anything: a set that ends up the same counts
// as unchanged, however it is written.
func changes(before, with *sandbox.Sandbox, lines []string) bool {
	if before.BoundingSet().Set != with.BoundingSet().Set || callsDiffer(before.SyscallFilter(), with.SyscallFilter()) {
		return true
	}
	values := func(u *unit.Unit, name string) (values []string) {
		for _, a := range u.All(u.ExecSection(), name) {
			values = append(values, a.Value)
		}
		return compact(values)
	}
	return slices.ContainsFunc(lines, func(line string) bool {
		name, _, _ := strings.Cut(line, "=")
		if name == "CapabilityBoundingSet" || name == "SystemCallFilter" {
			return false
		}
		return !slices.Equal(values(before.Unit(), name), values(with.Unit(), name))
	})
}

// callsDiffer tells whether one of two filters lets a call pass that the other does
// not.
func callsDiffer(a, b sandbox.SyscallFilter) bool {
	return slices.ContainsFunc(catalog.SyscallNames(), func(call string) bool { return a.Allows(call) != b.Allows(call) })
}

func exposureOf(box *sandbox.Sandbox) int {
	score, err := exposure.Of(box, nil)
	if err != nil {
		return -1
	}
	return score.Tenths
}

// start puts the search on the tightest step of each ladder.
func (s *Subject) start(ladders []Ladder) *search {
	run := &search{Subject: s, judged: make([]*sandbox.Sandbox, len(s.Editions)), room: &room{}}
	user := s.unit().Scope == locate.User
	for i := range ladders {
		l := &ladders[i]
		if user && !l.Unprivileged || l.Fits != nil && !l.Fits(s) {
			continue
		}
		c := &choice{ladder: l}
		c.first = run.next(c, 0)
		c.at = c.first
		c.words = run.startOf(c)
		s.respect(run, c)
		run.choices = append(run.choices, c)
	}
	return run
}

// respect lets what the unit itself says stand: a value that is as tight as the
// one at hand, and one that says no, which its author had a reason for.
func (s *Subject) respect(run *search, c *choice) {
	if c.at >= len(c.ladder.Steps) {
		return
	}
	if list := c.ladder.Steps[c.at].List; list != nil && list != &writtenPaths && list != &shownHomes {
		return
	}
	text, by := s.box.Setting(c.ladder.Name)
	if by == nil {
		return
	}
	for at, step := range c.ladder.Steps {
		if steps := run.stepLines(c, &step); len(steps) > 0 && steps[0] == c.ladder.Name+"="+text {
			c.own, c.restated = at < c.at, at == c.at
			return
		}
	}
	// Where all that the program does is known, its author's caution is, too.
	if text == "no" && by.Key == c.ladder.Name && (s.Level == Careful || s.known < Whole) {
		c.omitted = append(c.omitted, s.refusedByAuthor(c, by))
		c.at, c.refused = len(c.ladder.Steps), true
	}
}

// refusedByAuthor words that the unit itself switches a protection off.
func (s *Subject) refusedByAuthor(c *choice, by *unit.Assignment) Omission {
	return Omission{
		Name: c.ladder.Name, Value: "yes",
		Need: &need.Need{
			Certainty: need.Possible, Why: "is given " + by.Key + "=" + by.Value + " by its own unit",
			Evidence: need.Evidence{Assignment: by, Range: by.Range()},
		},
	}
}

// group words a choice.
func (s *search) group(c *choice) Group {
	g := Group{Name: c.ladder.Name, Omitted: c.omitted}
	for _, l := range s.linesOf(c) {
		g.Settings = append(g.Settings, s.setting(c, l, true))
	}
	if c.own {
		return g
	}
	// What only newer targets know stands beside it as a comment.
	for at := c.first - 1; at >= 0; at-- {
		step := &c.ladder.Steps[at]
		if step.List != nil || !s.allows(step) || len(c.omitted) > 0 || s.knownToAll(step.Lines) || !s.meetsNeeds(step.Lines) {
			continue
		}
		for _, l := range step.Lines {
			g.Settings = append(g.Settings, s.setting(c, l, false))
		}
		break
	}
	return g
}

// meetsNeeds tells whether some targets know lines, and whether the drop-in with
// them refuses nothing there.
func (s *search) meetsNeeds(lines []string) bool {
	known := false
	for i, e := range s.Editions {
		if !e.knows(lines) {
			continue
		}
		known = true
		added := s.contributed(i, "")
		added.additions = append(added.additions, s.readLines(i, lines)...)
		if len(s.refusedAt(i, added)) > 0 {
			return false
		}
	}
	return known
}

func (s *search) setting(c *choice, line string, live bool) Setting {
	name, text, _ := strings.Cut(line, "=")
	set := Setting{Name: name, Value: text, Live: live, Reason: s.reason(c)}
	for _, e := range s.Editions {
		if e.knows([]string{line}) {
			set.Targets = append(set.Targets, e.Target.Name)
		}
	}
	return set
}

// reason says what a protection does, and which needs shaped it.
func (s *search) reason(c *choice) string {
	text := "The service " + c.ladder.Says
	if shown := c.ladder.Steps[min(c.at, len(c.ladder.Steps)-1)].Shown; shown != nil {
		text += ", as " + shown(s.Subject)
	}
	var given []string
	for _, w := range c.words {
		if w.need != nil {
			given = append(given, w.text+" ("+w.need.Why+")")
		}
	}
	if len(given) > 0 {
		text += ", but for " + strings.Join(given, ", ")
	}
	return text + "."
}

// Profile returns the name of the main program's profile, or nil.
func (r *Result) Profile() *string {
	name := r.Subject.assessment.Profile()
	if name == "" {
		return nil
	}
	return &name
}

// Path returns where the drop-in is meant to be put, below the root of a system.
func (r *Result) Path() string { return r.Subject.unit().CandidatePath() }

// Evidence returns what the files of the program told, or nil where none was read.
func (r *Result) Evidence() *machine.Knowledge { return r.Subject.assessment.Machine }

// Shipped names the distribution's package from which the unit's program is known, or
// is "".
func (r *Result) Shipped() string { return r.Subject.assessment.Shipped() }
