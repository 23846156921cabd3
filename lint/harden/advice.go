package harden

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Advice is what could be added to a unit, each protection with the tightest
// value that leaves no need unmet which the unit meets now, all of them together
// as well as each alone.
type Advice struct {
	// lines are by the places of their ladders in the vocabulary.
	lines      [][]string
	vocabulary *Vocabulary
}

// givenAway are settings with which a unit gives something to its service, or
// leaves something to it, from the advice on: a drop-in made for a packaged unit
// leaves them to its author.
func givenAway() []Ladder {
	return []Ladder{
		{Name: "User", Says: "runs as a user of its own", Fits: readWhole, Steps: []Step{{List: &ownUser}}},
		{Name: "SupplementaryGroups", Says: "has no further groups", Steps: []Step{{Lines: []string{"SupplementaryGroups="}}}},
		{
			Name: "AmbientCapabilities", Says: "passes no capabilities on",
			Steps: []Step{
				{Lines: []string{"AmbientCapabilities="}},
				{Lines: []string{"AmbientCapabilities=", "AmbientCapabilities=CAP_NET_BIND_SERVICE"}, Vain: bindsNothing},
			},
		},
		{Name: "Delegate", Says: "manages no control groups", Unprivileged: true, Steps: []Step{{Lines: []string{"Delegate=no"}}}},
		{Name: "NotifyAccess", Says: "speaks to systemd through its main process", Unprivileged: true, Steps: []Step{{Lines: []string{"NotifyAccess=main"}}}},
	}
}

// bindsNothing tells that the capability to bind low ports does not help with a need.
func bindsNothing(_ *Subject, u *match.Refusal) bool {
	binds := u.Need.Kind == need.Bind || u.Need.Kind == need.Serve || slices.Contains(u.Need.Any, "CAP_NET_BIND_SERVICE")
	return !binds
}

// readWhole tells that every word of the lines that start the service is known:
// what a template or a variable hides may need root.
func readWhole(s *Subject) bool {
	for _, line := range s.unit().Lines() {
		unknown := slices.ContainsFunc(line.Command.Arguments, func(a value.Argument) bool { return !a.Expanded.Known })
		if line.Phase == unit.Start && (line.Command.PathUndecidable || unknown) {
			return false
		}
	}
	return true
}

// ownUser has systemd make a user for the service, in place of the one that the
// unit names.
var ownUser = List{
	Named: func(*Subject, *match.Refusal) []string { return nil },
	Lines: func(s *Subject, _ []string) []string { return append(s.reset("User"), "DynamicUser=yes") },
	Plain: unset("User"),
}

// Request is a unit at one target for which advice is asked for.
type Request struct {
	Box    *sandbox.Sandbox
	Host   *host.Host
	Target target.Target
	// Library is the one that the assessment was made with.
	Library    *profile.Library
	Assessment *assess.Assessment
	// Vocabulary may be nil, as that of a [Subject].
	Vocabulary *Vocabulary
}

// advised searches for the advice.
func (r Request) advised() *search {
	s := &Subject{
		Editions: []Edition{{Target: r.Target, Unit: r.Box.Unit()}}, Host: r.Host, Library: r.Library, Level: advised, Vocabulary: r.Vocabulary,
		box: r.Box, assessment: r.Assessment,
	}
	if s.Vocabulary == nil {
		s.Vocabulary = &Vocabulary{}
	}
	rest, _ := s.Vocabulary.rooms.Get().(*room)
	if rest == nil {
		rest = &room{}
	}
	s.meant = rest.meant
	s.prepare()
	run := s.begin(s.Vocabulary.adviceLadders(), rest)
	run.advise()
	return run
}

// Advise finds the advice for a unit.
func (r Request) Advise() *Advice {
	run := r.advised()
	a := &Advice{lines: make([][]string, len(run.Vocabulary.ladders)), vocabulary: run.Vocabulary}
	for _, c := range run.choices {
		if lines := run.linesOf(c); run.tightens(c, lines) {
			a.lines[c.ladder.place] = lines
		}
	}
	run.leaveRoom()
	return a
}

// leaveRoom leaves the memory of a search that is over to the next one.
func (s *search) leaveRoom() {
	r := s.room
	clear(r.choices)
	r.meant = s.meant[:0]
	s.Vocabulary.rooms.Put(r)
}

// Lines returns the assignments that the advice for a protection consists of, a
// list that the unit sets reset first; none where it is not to be given. They must
// not be changed.
func (a *Advice) Lines(name string) []string {
	place, known := a.vocabulary.places[name]
	if !known {
		return nil
	}
	return a.lines[place]
}

// begin puts the search on the tightest step of each ladder, whatever the unit
// itself says: an advice may well be to change it.
func (s *Subject) begin(ladders []Ladder, rest *room) *search {
	run := &search{Subject: s, judged: make([]*sandbox.Sandbox, len(s.Editions)), room: rest}
	user := s.unit().Scope == locate.User
	rest.choices = slices.Grow(rest.choices[:0], len(ladders))[:len(ladders)]
	run.choices = slices.Grow(rest.chosen[:0], len(ladders))
	for i := range ladders {
		l := &ladders[i]
		if user && !l.Unprivileged || l.Fits != nil && !l.Fits(s) {
			continue
		}
		c := &rest.choices[i]
		c.ladder = l
		c.first = run.next(c, 0)
		c.at = c.first
		c.words = run.startOf(c)
		run.choices = append(run.choices, c)
	}
	rest.chosen = run.choices
	return run
}

// mostWaves bounds how often advice is loosened. Each wave meets all refusals as
// far as their needs name what they ask for; few units take more than four.
const mostWaves = 40

// advise loosens what refuses a need, without looking for the tightest way: a
// whole run of the linter waits for it. Where there is no end, nothing is advised.
func (s *search) advise() {
	s.settleUser()
	var refused []blamed
	for range mostWaves {
		if refused = s.refusedAfter(refused); len(refused) == 0 {
			return
		}
		if !s.yield(refused) {
			s.giveUp(refused)
		}
	}
	s.choices = nil
}

// aboutUser are the kinds of needs that tell at once whether a dynamic user will do, or what
// comes with it, those that take no mount namespace first.
var aboutUser = [][]need.Kind{
	{need.Root, need.Owner, need.Capability, need.GainPrivileges, need.SetSUID},
	{need.Write, need.Create, need.KernelInterfaces, need.SharedTmp},
}

// settleUser leaves the unit its user where the program insists on being root, as most do
// that are root: all else is asked only once then.
func (s *search) settleUser() {
	newest := len(s.Editions) - 1
	added := s.contributed(newest, "User")
	if len(added.owners) == 0 || len(s.needs[newest]) == 0 {
		return
	}
	box := s.with(newest, added, nil)
	takesPart := func(r match.Refusal) bool { return len(added.participants(r.Verdict.Because)) > 0 }
	for _, kinds := range aboutUser {
		for i := range s.needs[newest] {
			n := &s.needs[newest][i]
			if slices.Contains(kinds, n.Kind) && slices.ContainsFunc(match.RefusalsOf(box, n), takesPart) {
				s.step(added.owners[0])
				return
			}
		}
	}
}

// refusedAfter returns refusals of the drop-in as it stands, given those that were met last.
// One of their needs may be refused for another reason now: only where none is, all others
// are asked.
func (s *search) refusedAfter(met []blamed) []blamed {
	newest := len(s.Editions) - 1 // the only one that advice is for
	added := s.contributed(newest, "")
	box := s.judge(newest, added)
	var again []refusal
	for i := range met {
		if !met[i].start {
			again = append(again, unmetBy(match.RefusalsOf(box, met[i].unmet.Need))...)
		}
	}
	if found := s.blame(newest, added, again); len(found) > 0 {
		return found
	}
	if found := s.blame(newest, added, refusalsOf(box, s.needs[newest])); len(found) > 0 {
		return found
	}
	return s.refusedMasked()
}

// yield loosens every protection that refuses a need by itself: by the words that
// the need names, else by a step, one in a wave. What is refused because of no line in
// particular may be met by that, and has to wait. It tells whether anything was
// loosened.
func (s *search) yield(refused []blamed) bool {
	for i := range refused {
		refused[i].culprits = s.culprits(refused[i])
	}
	w := &wave{refused: refused}
	for _, r := range refused {
		if !hasWays(r.unmet.Need) {
			s.meet(w, r)
		}
	}
	for i := 0; i < len(refused) && len(w.loosened) == 0; i++ {
		s.meet(w, refused[i])
	}
	for i := 0; i < len(refused) && len(w.loosened) == 0; i++ {
		if c := s.culprit(refused[i]); c != nil {
			s.step(c)
			w.loosened = append(w.loosened, c)
		}
	}
	return len(w.loosened) > 0
}

// wave is what becomes of the refusals of a drop-in: which choices were loosened for them,
// and which of these by a step.
type wave struct {
	refused           []blamed
	loosened, stepped []*choice
}

// meet loosens what refuses a need.
func (s *search) meet(w *wave, r blamed) {
	for _, c := range r.culprits {
		further := c != r.choices[0]
		if c.at >= len(c.ladder.Steps) || slices.Contains(w.stepped, c) || further && slices.Contains(w.loosened, c) {
			continue // it may be enough what was done about it
		}
		w.loosened = append(w.loosened, c)
		if words := s.named(c, r.unmet); len(words) > 0 {
			c.words = append(c.words, words...)
		} else {
			s.pass(c, w.refused)
			w.stepped = append(w.stepped, c)
		}
	}
}

// hasWays tells that one of several capabilities will do: what is loosened for others may
// open another way than the one that was tried.
func hasWays(n *need.Need) bool { return n.Kind == need.Capability && len(n.Any) > 1 }

// pass takes the next step of a choice that is not known to refuse as well what it refuses,
// or not with words that the needs name.
func (s *search) pass(c *choice, refused []blamed) {
	var own []*match.Refusal
	for _, r := range refused {
		// A need that not everyone has may be gone when others are loosened.
		starts := r.unmet.Need.Conditions.Starts
		if (starts == need.AsAnyone || starts == need.PackagedAsRoot) && slices.Contains(r.culprits, c) {
			own = append(own, r.unmet)
		}
	}
	for s.step(c); c.at < len(c.ladder.Steps) && !s.helps(c, own); {
		s.step(c)
	}
}

// helps tells whether the step that a choice is on may meet refusals of the one before, and
// gives back the words that it takes.
func (s *search) helps(c *choice, refused []*match.Refusal) bool {
	step := &c.ladder.Steps[c.at]
	for _, r := range refused {
		if step.Vain == nil || !step.Vain(s.Subject, r) {
			continue
		}
		if step.List == nil || len(step.List.Named(s.Subject, r)) == 0 {
			return false
		}
		c.words = append(c.words, s.named(c, r)...)
	}
	return true
}

// step takes the next step of a choice.
func (s *search) step(c *choice) {
	c.at = s.next(c, c.at+1)
	c.words = s.startOf(c)
}

// named are the words of a choice's list by which a need could be met that the
// need names, as far as they are not given back yet.
func (s *search) named(c *choice, r *match.Refusal) []word {
	list := c.ladder.Steps[c.at].List
	if list == nil {
		return nil
	}
	var words []word
	for _, text := range c.missing(list.Named(s.Subject, r)) {
		words = append(words, word{text: text, need: r.Need})
	}
	return words
}

// culprits are the protections that refuse a need each by itself, of those that take
// part.
func (s *search) culprits(r blamed) []*choice {
	if len(r.choices) == 0 {
		return nil
	}
	joint := max(0, len(r.because)-len(r.unmet.Further)) // those of the verdict decide together
	found := r.choices[:1]
	for _, c := range r.choices[1:] {
		if slices.ContainsFunc(r.because[joint:], func(a *unit.Assignment) bool { return s.owns(c, a) }) {
			found = append(found[:len(found):len(found)], c)
		}
	}
	return found
}

// owns tells whether an assignment is one of a choice's lines.
func (s *search) owns(c *choice, a *unit.Assignment) bool {
	return slices.Contains(s.linesOf(c), a.Key+"="+a.Value)
}

// tightens tells that lines change the unit, and not to a looser value of the
// ladder than it has.
func (s *search) tightens(c *choice, lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	word, _ := s.box.Setting(c.ladder.Name)
	isOwn := func(line string) bool {
		rest, named := strings.CutPrefix(line, c.ladder.Name)
		return named && strings.HasPrefix(rest, "=") && rest[1:] == word
	}
	for i := range c.ladder.Steps[:c.at+1] {
		if slices.ContainsFunc(c.ladder.Steps[i].Lines, isOwn) {
			return false
		}
	}
	for i, line := range lines {
		name, _, _ := strings.Cut(line, "=")
		if len(valuesOf(name, lines[:i])) == 0 && !s.has(name, lines) {
			return true
		}
	}
	return false
}

// has tells whether the unit itself gives a setting the values that lines do.
func (s *search) has(name string, lines []string) bool {
	u := s.unit()
	own := u.All(u.ExecSection(), name)
	if len(own) == 0 {
		return false
	}
	wanted := valuesOf(name, lines)
	for _, a := range own {
		switch {
		case a.Value == "":
		case len(wanted) == 0 || wanted[0] != a.Value:
			return false
		default:
			wanted = wanted[1:]
		}
	}
	return len(wanted) == 0
}

// valuesOf are the values that lines assign to a setting.
func valuesOf(name string, lines []string) []string {
	var values []string
	for _, line := range lines {
		if assigned, value, _ := strings.Cut(line, "="); assigned == name && value != "" {
			values = append(values, value)
		}
	}
	return values
}
