package profile

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// Source is what a library knows of the programs of one unit.
type Source struct {
	evidence.Collection
	library *Library
	// context is the unit's, or nil where the unit is not known.
	context *evidence.Context
	// of are the profiles of the invocations that were looked for.
	of map[*invocation.Invocation]*Profile
	// profiles are those in use; the first ones, mains of them, are of the main line.
	profiles []*Profile
	mains    int
	absent   map[string]*Profile
}

// SourceOf returns the source for a unit, and tells its invocations what their
// words mean. A nil library knows no program.
func SourceOf(library *Library, c *evidence.Context) *Source {
	s := &Source{library: library, context: c, of: map[*invocation.Invocation]*Profile{}, absent: map[string]*Profile{}}
	for _, i := range c.Invocations {
		if p := s.profileOf(i); p != nil {
			i.Means = &invocation.Means{Options: p.Options, Operands: p.Operands, Whole: !p.Partial}
		}
	}
	return s
}

// Collect implements [evidence.Source].
func (s *Source) Collect(c *evidence.Context) []need.Need {
	for _, i := range slices.Concat(c.Invocations, c.Further, c.Scripted) {
		if i.IsTool() || i.Spare() || !i.Starts() {
			continue
		}
		if p := s.profileOf(i); p != nil && !s.judged(c, i, p) {
			s.facts(i, p, p, deepestInclusion)
			s.absences(i, p)
		}
	}
	return s.Needs
}

// absences records the paths that nobody makes for an invocation.
func (s *Source) absences(i *invocation.Invocation, p *Profile) {
	for _, a := range p.Absent {
		if !i.Mentions(a.Without) {
			s.absent[a.Path] = p
		}
	}
}

// Absent returns the paths that neither the programs which the unit runs nor their
// packages make, by the profile that knows.
func (s *Source) Absent() map[string]*Profile { return s.absent }

// Profiles returns the profiles of the programs that the unit runs, the main
// line's first.
func (s *Source) Profiles() []*Profile { return s.profiles }

// Main returns the profile of the main line's program, or nil where none is known.
func (s *Source) Main() *Profile {
	if s.mains == 0 {
		return nil
	}
	return s.profiles[0]
}

// profileOf returns the profile of an invocation, or nil.
func (s *Source) profileOf(i *invocation.Invocation) *Profile {
	p, looked := s.of[i]
	if !looked && s.library != nil {
		p = s.library.Lookup(s.library.find(i))
		s.of[i] = p
	}
	return p
}

// Knows tells whether a profile says all that is known of an invocation's program: beside one
// that knows single facts alone, others are asked.
func (s *Source) Knows(i *invocation.Invocation) bool {
	p := s.profileOf(i)
	return p != nil && !p.Partial
}

// judged tells whether the profile's needs were recorded for a line that starts
// the same program, and notes that they are now. The main line's count for all
// lines that run the same program.
func (s *Source) judged(c *evidence.Context, i *invocation.Invocation, p *Profile) bool {
	if i.Line.Phase != unit.Start && s.mainRuns(c, p) {
		return true
	}
	if slices.Contains(s.profiles, p) {
		return true
	}
	if i.Line.Phase == unit.Start {
		s.profiles = slices.Insert(s.profiles, s.mains, p)
		s.mains++
		return false
	}
	s.profiles = append(s.profiles, p)
	return false
}

func (s *Source) mainRuns(c *evidence.Context, p *Profile) bool {
	return slices.ContainsFunc(c.Invocations, func(i *invocation.Invocation) bool {
		return i.Line.Phase == unit.Start && s.profileOf(i) == p
	})
}

// deepestInclusion bounds how profiles may include each other.
const deepestInclusion = 4

// facts records the facts of a profile that hold for an invocation.
func (s *Source) facts(i *invocation.Invocation, top, p *Profile, depth int) {
	for index := range p.Needs {
		fact := &p.Needs[index]
		if holds, perhaps := s.holds(fact, i); holds {
			s.fact(i, top, p, fact, perhaps)
		}
	}
	if depth == 0 {
		return
	}
	for _, name := range p.Includes {
		if included := s.library.Lookup(name); included != nil {
			s.facts(i, top, included, depth-1)
		}
	}
}

// holds tells whether a fact's conditions are met by how the program is started, perhaps where
// a variable decides that a file of the host may set.
func (s *Source) holds(f *Fact, i *invocation.Invocation) (holds, perhaps bool) {
	if len(f.Of) > 0 && f.of(i) == "" {
		return false, false
	}
	set, perhaps := s.variablesOf(f.Without)
	if set || i.Mentions(f.Without) {
		return false, false
	}
	if len(f.With) == 0 || i.Mentions(f.With) {
		return true, perhaps
	}
	set, _ = s.variablesOf(f.With)
	return set, perhaps
}

// of returns the name by which an invocation is one of those programs of the profile that a
// fact is about, or "".
func (f *Fact) of(i *invocation.Invocation) string {
	for _, name := range i.Names() {
		if slices.ContainsFunc(f.Of, func(pattern string) bool {
			matched, _ := path.Match(pattern, name)
			return matched
		}) {
			return name
		}
	}
	return ""
}

// startWords are the words of profiles for how a process starts.
var startWords = map[string]need.Start{"": need.AsAnyone, "root": need.AsRoot, "user": need.AsUser, "packaged-as-root": need.PackagedAsRoot}

func (s *Source) fact(i *invocation.Invocation, top, p *Profile, f *Fact, perhaps bool) {
	n := need.Need{
		Kind: f.Kind, Certainty: need.Likely, Consequence: f.Then, Why: f.Why, Owners: f.Owners, Below: true, Copes: f.Copes,
		Conditions: need.Conditions{
			Starts: startWords[f.When], Bounding: f.Bounding, SoftLimits: f.SoftLimits, Since: f.Since, Until: f.Until, Asked: f.Asked, Told: f.Told,
		},
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place, Profile: top.Title, Source: f.Source},
	}
	if n.Consequence == "" {
		n.Consequence = need.StartFails
	}
	if name := f.of(i); name != "" {
		n.Evidence.Profile = name // the title is of all programs of the profile
	}
	if perhaps || f.Sure == "possible" || len(f.Told) > 0 {
		n.Certainty = need.Possible
	}
	if n.Evidence.Source == "" {
		n.Evidence.Source = p.Source
	}
	if len(n.Owners) == 0 {
		n.Owners = p.Accounts
	}
	if len(f.Terms) == 0 {
		s.Add(i, n)
		return
	}
	for _, term := range f.Terms {
		alternatives, known := s.resolved(strings.Split(term, "|"), i)
		if !known {
			continue
		}
		n.Any = nearestFirst(alternatives, i)
		one := n
		if s.moved(i, top, f, term, n.Any) {
			one.Certainty = need.Possible
		}
		s.Add(i, one)
	}
}

// nearestFirst moves those of alternative paths to the front that end as a directory of
// the program or the unit's file is called: packages that keep several releases apart
// name all of their directories alike.
func nearestFirst(alternatives []string, i *invocation.Invocation) []string {
	if len(alternatives) < 2 || !path.IsAbs(alternatives[0]) {
		return alternatives
	}
	parts := strings.Split(i.Program.Text, "/")
	if i.Assignment != nil {
		unitName, _, _ := strings.Cut(path.Base(i.Assignment.File.Source.Path), ".")
		parts = append(parts, unitName)
	}
	slices.SortStableFunc(alternatives, func(a, b string) int {
		return cmp.Compare(slices.Index(parts, path.Base(b)), slices.Index(parts, path.Base(a)))
	})
	return alternatives
}
