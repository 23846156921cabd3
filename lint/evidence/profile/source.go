package profile

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
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
	// known is what is known of the invocations that were looked for: few, as a unit has.
	known []knownInvocation
	// profiles are those in use; the first ones, mains of them, are of the main line.
	profiles []*Profile
	mains    int
	absent   map[string]*Profile
}

type knownInvocation struct {
	invocation *invocation.Invocation
	subject    subject
}

// SourceOf returns the source for a unit, and tells its invocations what their
// words mean. A nil library knows no program.
func SourceOf(library *Library, c *evidence.Context) *Source {
	s := &Source{library: library, context: c, known: make([]knownInvocation, 0, len(c.Invocations))}
	for _, i := range c.Invocations {
		if known := s.subjectOf(i); known.profile != nil {
			p := known.profile
			i.Means = &invocation.Means{Options: library.options(known), Operands: p.Operands, Whole: !known.partial}
		}
	}
	return s
}

// Collect implements [evidence.Source].
func (s *Source) Collect(c *evidence.Context) []need.Need {
	told := len(s.Needs)
	all := c.Invocations
	if len(c.Further)+len(c.Scripted) > 0 {
		all = slices.Concat(all, c.Further, c.Scripted)
	}
	s.Of(c, all)
	s.signals(c)
	return s.Needs[told:]
}

// Of returns the needs of programs that the unit runs, one way or another, beside those that
// were told before.
func (s *Source) Of(c *evidence.Context, invocations []*invocation.Invocation) []need.Need {
	told := len(s.Needs)
	for _, i := range invocations {
		if i.IsTool() || i.Spare() {
			continue
		}
		p := s.profileOf(i)
		if !i.Starts() {
			s.later(c, i, p)
			continue
		}
		switch {
		case p == nil:
		case !s.judged(c, i, p):
			s.about(i, s.subjectOf(i))
			s.absences(i, p)
		case !s.isMain(c, i):
			s.particular(i, s.subjectOf(i), p)
		}
	}
	s.privileged(told)
	return s.Needs[told:]
}

// later records what commands need that reload or stop the service, or clean up behind it. What
// else runs there does only a part of what is known of its program.
func (s *Source) later(c *evidence.Context, i *invocation.Invocation, p *Profile) {
	if p == nil || !p.AtOnce || s.mainRuns(c, p) {
		return
	}
	s.about(i, s.subjectOf(i))
}

// signals records that lines signal a main process which is another user's by then, or reach
// it by its clients.
func (s *Source) signals(c *evidence.Context) {
	p, main := s.Main(), c.Main()
	if p == nil || s.profileOf(main) != p {
		return
	}
	for _, i := range c.Invocations {
		if i.Line.Phase != unit.Reload && i.Line.Phase != unit.Stop {
			continue
		}
		for index := range p.Needs {
			fact := &p.Needs[index]
			holds, perhaps := s.holds(fact, main)
			switch {
			case !holds:
			case len(fact.ReachedBy) > 0 && i.Named(fact.ReachedBy):
				s.reached(i, main, fact, perhaps)
			case fact.DropsRoot && i.Name() == "kill" && (i.Open || i.Mentions([]string{"$MAINPID", "${MAINPID}"})):
				s.signalled(i, main, fact, perhaps)
			}
		}
	}
}

// signalled records that root signals a main process of another user.
func (s *Source) signalled(i, main *invocation.Invocation, fact *Fact, perhaps bool) {
	n := s.need(main, s.subjectOf(main), s.Main(), fact, perhaps)
	n.Kind, n.Any, n.Consequence, n.Configured = need.Capability, []string{"CAP_KILL"}, need.JobFails, main.Line
	n.Why = "has become another user by the time that " + string(i.Line.Phase) + " signals it"
	n.Conditions.Starts = need.AsRoot
	n.Evidence.Assignment, n.Evidence.Range, n.Evidence.Source = i.Assignment, i.Program.Place, "kill(2), capabilities(7)"
	s.Add(i, n)
}

// reached records what a client of the main process needs to reach it.
func (s *Source) reached(i, main *invocation.Invocation, fact *Fact, perhaps bool) {
	n := s.need(main, s.subjectOf(main), s.Main(), fact, perhaps)
	n.Configured = main.Line
	n.Evidence.Assignment, n.Evidence.Range = i.Assignment, i.Program.Place
	for _, term := range fact.Terms {
		n.Any = strings.Split(term, "|")
		s.Add(i, n)
	}
}

// lacks tells that nobody makes a path for an invocation of the program.
func (p *Profile) lacks(name string, i *invocation.Invocation) bool {
	return slices.ContainsFunc(p.Absent, func(a Absence) bool { return a.Path == name && a.holds(i) })
}

// holds tells that nobody makes the path where the program is started like that.
func (a *Absence) holds(i *invocation.Invocation) bool { return !i.Mentions(a.Without) }

// absences records the paths that nobody makes for an invocation.
func (s *Source) absences(i *invocation.Invocation, p *Profile) {
	for _, a := range p.Absent {
		if !a.holds(i) {
			continue
		}
		if s.absent == nil {
			s.absent = map[string]*Profile{}
		}
		s.absent[a.Path] = p
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
func (s *Source) profileOf(i *invocation.Invocation) *Profile { return s.subjectOf(i).profile }

// subjectOf returns what is known of an invocation.
func (s *Source) subjectOf(i *invocation.Invocation) subject {
	known, looked := s.lookedFor(i)
	if !looked && s.library != nil {
		known = s.installed(i, s.library.subject(i))
		if known.profile == nil {
			known = s.byVariables(i)
		}
		s.known = append(s.known, knownInvocation{i, known})
	}
	return known
}

// lookedFor returns what is known of an invocation, if it was looked for.
func (s *Source) lookedFor(i *invocation.Invocation) (known subject, looked bool) {
	for at := range s.known {
		if s.known[at].invocation == i {
			return s.known[at].subject, true
		}
	}
	return subject{}, false
}

// Knows tells whether a profile says all that is known of an invocation's program: beside one
// that knows single facts alone, others are asked.
func (s *Source) Knows(i *invocation.Invocation) bool {
	known := s.subjectOf(i)
	return known.profile != nil && !known.partial
}

// about records what is known of an invocation.
func (s *Source) about(i *invocation.Invocation, known subject) {
	told := map[*Profile]bool{}
	s.facts(i, known, known.profile, deepestInclusion, told)
	if known.name != "" {
		known.title = known.name // the title may be of many programs, written in several languages
	}
	for _, p := range known.runtimes {
		s.facts(i, known, p, deepestInclusion, told)
	}
}

// facts records the facts of a profile that hold for an invocation, unless they are told.
func (s *Source) facts(i *invocation.Invocation, known subject, p *Profile, depth int, told map[*Profile]bool) {
	if told[p] {
		return
	}
	told[p] = true
	for index := range p.Needs {
		fact := &p.Needs[index]
		if len(fact.ReachedBy) > 0 {
			continue // of another line
		}
		if holds, perhaps := s.holds(fact, i); holds {
			s.fact(i, known, p, fact, perhaps)
		}
	}
	if depth == 0 {
		return
	}
	for _, name := range p.Includes {
		if included := s.library.Lookup(name); included != nil {
			s.facts(i, known, included, depth-1, told)
		}
	}
}

// holds tells whether a fact's conditions are met by how the program is started, perhaps where
// a variable decides that a file of the host may set.
func (s *Source) holds(f *Fact, i *invocation.Invocation) (holds, perhaps bool) {
	if len(f.Of) > 0 && s.nameIn(f.Of, i) == "" || f.When == "root" && i.AsOther {
		return false, false
	}
	if len(f.GivenGroup) > 0 && !s.givenGroup(f.GivenGroup) {
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

// givenGroup tells that the unit puts the service into one of some groups.
func (s *Source) givenGroup(groups []string) bool {
	if s.context == nil {
		return false
	}
	return slices.ContainsFunc(s.context.Unit.NamedGroups(), func(group string) bool { return slices.Contains(groups, group) })
}

// nameIn returns that of the names of an invocation by which it is one of those programs of the
// profile that a fact is about, or "".
func (s *Source) nameIn(programs []string, i *invocation.Invocation) string {
	if len(programs) == 0 {
		return ""
	}
	for _, name := range s.namesOf(i) {
		if slices.ContainsFunc(programs, func(pattern string) bool { return isNamed(pattern, name) }) {
			return name
		}
	}
	return ""
}

// isNamed tells that a name is one of a pattern of path.Match; most patterns are plain names.
func isNamed(pattern, name string) bool {
	if !strings.ContainsAny(pattern, special) {
		return pattern == name
	}
	matched, _ := path.Match(pattern, name)
	return matched
}

// startWords are the words of profiles for how a process starts.
var startWords = map[string]need.Start{
	"": need.AsAnyone, "root": need.AsRoot, "user": need.AsUser, "dynamic": need.AsDynamic, "packaged-as-root": need.PackagedAsRoot,
}

// need is what a fact says that holds for an invocation, without its terms.
func (s *Source) need(i *invocation.Invocation, known subject, p *Profile, f *Fact, perhaps bool) need.Need {
	n := need.Need{
		Kind: f.Kind, Certainty: need.Likely, Consequence: f.Then, Why: f.Why, Owners: f.Owners, Below: true, Copes: f.Copes,
		Conditions: need.Conditions{
			Starts: startWords[f.When], Bounding: f.Bounding, SoftLimits: f.SoftLimits, Since: f.Since, Until: f.Until, OfSystemd: p.OfSystemd,
			Asked: f.Asked, Told: f.Told,
			Denied: f.Denied, Gained: f.Gained, Within: f.Within,
		},
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place, Profile: known.title, Source: f.Source},
	}
	n.Conditions.ToldAlone = f.Sure == "told"
	if n.Consequence == "" {
		n.Consequence = need.StartFails
	}
	if name := s.nameIn(f.Of, i); name != "" {
		n.Evidence.Profile = name // the title is of all programs of the profile
	}
	// Programs from elsewhere are older or newer than those that a distribution ships.
	elsewhere := (f.Since > 0 || f.Until > 0) && (!i.Shipped() || slices.ContainsFunc(s.namesOf(i), p.isPackagedByMakers))
	elsewhere = elsewhere || s.isOfAnother(f.Families) || f.Since > 0 && s.isOfNone(f.Families) || s.isBuiltOtherwise(i, p, f)
	mayNot := f.Sure == "possible" && (f.Kind != need.Device || !s.wantsDevices())
	mayNot = mayNot || known.launched && len(f.With)+len(f.Without) > 0
	if elsewhere || perhaps || mayNot || len(f.Told) > 0 {
		n.Certainty = need.Possible
	}
	if n.Evidence.Source == "" {
		n.Evidence.Source = p.Source
	}
	if known.shown != "" {
		n.Evidence.Source = "the unit sets " + known.shown + " for it; " + n.Evidence.Source
	}
	if len(n.Owners) == 0 {
		n.Owners = p.Accounts
	}
	return n
}

// isBuiltOtherwise tells whether a fact names places that packages of distributions build
// into a program, or configure, of one that was not installed by them: what was
// built for /usr/local or /opt has others, and so has what lies beside the place in which the
// profile says that they put it. Go's programs have theirs in their sources.
func (s *Source) isBuiltOtherwise(i *invocation.Invocation, p *Profile, f *Fact) bool {
	if len(p.Measured)+len(p.SeenOn) == 0 || !slices.Contains(placed, f.Kind) || slices.Contains(p.Includes, "go") {
		return false
	}
	beside := !i.Shipped() || p.liesElsewhere(i.Program.Text)
	return beside && !slices.Contains(p.Paths, path.Clean(i.Program.Text)) && !slices.ContainsFunc(f.Terms, func(term string) bool {
		return slices.ContainsFunc(strings.Split(term, "|"), func(word string) bool { return !packagedPlace.MatchString(word) })
	})
}

// liesElsewhere tells that a program is called as one of the profile's paths and lies in
// another directory.
func (p *Profile) liesElsewhere(file string) bool {
	return strings.HasPrefix(file, "/") && slices.ContainsFunc(p.Paths, func(known string) bool { return path.Base(known) == path.Base(file) })
}

// packagedPlace matches the places that a build is told (the directories of GNU's coding
// standards: sysconfdir, localstatedir and runstatedir).
var packagedPlace = regexp.MustCompile(`^/(etc|run|var)/`)

// isOfAnother tells whether the unit is judged for another distribution than those of
// some families. Of an unknown one it is not.
func (s *Source) isOfAnother(families []string) bool {
	return len(families) > 0 && s.context != nil && s.context.Family != "" && !slices.Contains(families, s.context.Family)
}

// isOfNone tells that the unit is judged for no distribution, and the fact is of some: then the version of
// systemd does not tell which of their libraries there are.
func (s *Source) isOfNone(families []string) bool {
	return len(families) > 0 && s.context != nil && s.context.Family == ""
}

// fact records a fact that holds for an invocation.
func (s *Source) fact(i *invocation.Invocation, known subject, p *Profile, f *Fact, perhaps bool) {
	n := s.need(i, known, p, f, perhaps)
	if len(f.Terms) == 0 {
		s.Add(i, n)
		return
	}
	for _, term := range f.Terms {
		alternatives, resolved := s.resolved(strings.Split(term, "|"), i)
		if !resolved {
			if s.isInSomeHome(term) {
				one := n
				one.Kind = need.Home
				s.Add(i, one)
			}
			continue
		}
		n.Any = nearestFirst(s.inPrefix(p, f, alternatives, i), i)
		one := n
		one.Absent = len(known.profile.Absent) > 0 && !slices.ContainsFunc(n.Any, func(name string) bool { return !known.profile.lacks(name, i) })
		if f.Sure == "possible" && f.Kind == need.Write && !perhaps && p.Prefixed && strings.HasPrefix(n.Any[0], localPrefix+"/etc/") {
			one.Certainty = need.Likely // no setting makes it writable that units of packages have, such as ConfigurationDirectory=
		}
		if s.moved(i, known.profile, f, term, n.Any) || s.isGuessed(term, i) {
			one.Certainty = need.Possible
		}
		one.Rooted = s.isRooted(term, i)
		s.Add(i, one)
		if f.Kind == need.Device && f.Sure != "possible" {
			s.guarded(i, one)
		}
	}
}

// localPrefix is what builds have as their prefix where nobody names another (the directories of GNU's
// coding standards, Meson's options).
const localPrefix = "/usr/local"

// inPrefix returns the paths of a fact where a program that lies below the prefix for builds of one's own has them:
// what packages have below /etc is in its etc, what they have below /var in its var or there.
func (s *Source) inPrefix(p *Profile, f *Fact, alternatives []string, i *invocation.Invocation) []string {
	if !p.Prefixed || !slices.Contains(placed, f.Kind) || !strings.HasPrefix(i.Program.Text, localPrefix+"/") {
		return alternatives
	}
	var moved []string
	for _, name := range alternatives {
		switch {
		case strings.HasPrefix(name, "/etc/"):
			name = localPrefix + name
		case strings.HasPrefix(name, "/var/"):
			moved = append(moved, localPrefix+name)
		}
		moved = append(moved, name)
	}
	return moved
}

// isRooted tells that a term counts from where the program is started, and that is the root directory.
func (s *Source) isRooted(term string, i *invocation.Invocation) bool {
	return strings.HasPrefix(term, "started:") && !strings.Contains(term, "|") && startDirectoryOf(s.context, i) == "/"
}

// isPackagedByMakers tells that the makers of a program of a name package it themselves.
func (p *Profile) isPackagedByMakers(name string) bool {
	return slices.Contains(p.PackagedByMakers, name)
}

// wantsDevices tells that the unit says itself that it is for devices, and names none: it
// switches their absence off.
func (s *Source) wantsDevices() bool {
	if s.context == nil {
		return false
	}
	u := s.context.Unit
	private := u.Last(u.ExecSection(), "PrivateDevices")
	if private == nil || private.DropIn || len(u.All(u.ExecSection(), "DeviceAllow")) > 0 || u.Last(u.ExecSection(), "DevicePolicy") != nil {
		return false
	}
	return slices.Contains([]string{"no", "false", "off", "0"}, strings.ToLower(private.Value))
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
