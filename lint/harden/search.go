package harden

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// mostRounds bounds the search. Each round loosens something, and there are not
// so many steps; a list grows by what a need names.
const mostRounds = 400

// choice is where the search stands on one ladder.
type choice struct {
	ladder *Ladder
	// first is the tightest step that the level and the targets allow, at the one
	// chosen; len(ladder.Steps) means that the protection is left out.
	first, at int
	// words are what its list gives back, with the needs that ask for them.
	words []word
	// given up are the steps that a need ruled out.
	omitted []Omission
	// own tells that the unit itself is tighter already, restated that it is as
	// tight: the drop-in says so again, in case the unit changes.
	own, restated bool
	// refused tells that the unit itself switches the protection off.
	refused bool
	// made are the lines of its list as it was asked for last, or nil.
	made *listed
}

// word is one entry of a list and why it is there.
type word struct {
	text string
	need *need.Need // nil where the unit itself names it
}

// Omission is a value that was left out, and the need that asks for it.
type Omission struct {
	Name, Value string
	Need        *need.Need
	// Argument is what of the need was refused.
	Argument string
}

// search is one run over the ladders.
type search struct {
	*Subject
	choices []*choice
	rounds  int
	// room is what it works in, and used how many of its sandboxes are.
	room *room
	used int
	// judged are the sandboxes that were judged last, by edition.
	judged []*sandbox.Sandbox
}

// room is memory that a search for advice takes over from an earlier one.
type room struct {
	choices []choice
	chosen  []*choice
	meant   []need.Need
	// boxes are sandboxes that nobody asks any more, with their units.
	boxes []*sandbox.Sandbox
	// contribution is where contributed puts what it returns.
	contribution contribution
}

// find loosens each protection as far as the needs ask for, then tries whether a
// tighter value will do after all.
func (s *search) find() {
	for s.rounds < mostRounds {
		refused := s.refusals()
		if len(refused) == 0 {
			break
		}
		s.loosen(refused)
	}
	for _, c := range s.choices {
		s.tighten(c)
	}
}

// tighten takes a step back where others that were loosened meanwhile met the
// need that asked for it.
func (s *search) tighten(c *choice) {
	for c.at > c.first && !c.own && !c.refused {
		before := *c
		if c.at = s.previous(c); c.at < 0 {
			*c = before
			return
		}
		c.omitted = c.omitted[:max(0, len(c.omitted)-1)]
		if len(s.refusals()) > 0 {
			*c = before
			return
		}
	}
}

// next is the next looser step that may be used.
func (s *search) next(c *choice, from int) int {
	for at := from; at < len(c.ladder.Steps); at++ {
		if s.usable(c, at) {
			return at
		}
	}
	return len(c.ladder.Steps)
}

func (s *search) previous(c *choice) int {
	for at := c.at - 1; at >= c.first; at-- {
		if s.usable(c, at) {
			return at
		}
	}
	return -1
}

func (s *search) usable(c *choice, at int) bool {
	step := &c.ladder.Steps[at]
	if !s.allows(step) {
		return false
	}
	for edition := range s.Editions {
		if step.List == nil && !s.reads(edition, c, at).honoured {
			return false
		}
	}
	return true
}

// blamed is a refusal with the choices that take part in it, and those that refuse the need
// each by itself.
type blamed struct {
	refusal
	choices, culprits []*choice
}

// refusals returns what the drop-in as it stands refuses beyond what the unit
// refuses itself, or has a part in refusing.
func (s *search) refusals() []blamed {
	s.rounds++
	if found := s.refusalsOf(""); len(found) > 0 {
		return found
	}
	return s.refusedMasked()
}

// refusedMasked returns what protections refuse by themselves whose effect others take
// away.
func (s *search) refusedMasked() []blamed {
	for _, m := range masked {
		sets := func(c *choice) bool { return c.ladder.Name == m.name && slices.Contains(s.linesOf(c), m.line) }
		if !slices.ContainsFunc(s.choices, sets) {
			continue
		}
		if found := s.refusalsOf(m.name); len(found) > 0 {
			return found
		}
	}
	return nil
}

// masked are lines whose effect other protections can take away: the drop-in is
// to stay right when those are taken out, so the values are judged alone, too. A
// read-only "/" leaves /run writable as soon as another protection mounts it, and
// before systemd 241 its exceptions for /home, /root and /run/user win over the
// tmpfs that hides them.
var masked = []struct{ name, line string }{
	{"ProtectSystem", "ProtectSystem=strict"},
	{"ProtectHome", "ProtectHome=tmpfs"},
}

// refusalsOf judges the protections of a name, or all of them where it is "".
func (s *search) refusalsOf(name string) []blamed {
	for edition := range s.Editions {
		if found := s.refusedAt(edition, s.contributed(edition, name)); len(found) > 0 {
			return found
		}
	}
	return nil
}

// refusedAt judges what lines add at one target.
func (s *search) refusedAt(edition int, added contribution) []blamed {
	return s.blame(edition, added, refusalsOf(s.judge(edition, added), s.needs[edition]))
}

// judge returns the sandbox of an edition with what lines add.
func (s *search) judge(edition int, added contribution) *sandbox.Sandbox {
	box := s.with(edition, added, s.judged[edition])
	s.judged[edition] = box
	return box
}

// with is judge for lines that no others come after; earlier may be nil.
func (s *search) with(edition int, added contribution, earlier *sandbox.Sandbox) *sandbox.Sandbox {
	var spare *sandbox.Sandbox
	var in *unit.Unit
	if s.used < len(s.room.boxes) {
		spare = s.room.boxes[s.used]
		in = spare.Unit()
	}
	own := s.boxes[edition]
	with := s.Editions[edition].Unit.WithAdditions(added.additions, in)
	if with == s.Editions[edition].Unit {
		return s.Vocabulary.mounts.Next(own, earlier, with, nil) // no drop-in is read for it
	}
	box := s.Vocabulary.mounts.Next(own, earlier, with, spare)
	if s.used == len(s.room.boxes) && s.used < usualBoxes {
		s.room.boxes = append(s.room.boxes, box)
	}
	s.used++
	return box
}

// usualBoxes is how many sandboxes a search for advice judges, but for strange units.
const usualBoxes = 6

// blame finds the choices that take part in refusals, of which those of the unit itself
// are left out.
func (s *search) blame(edition int, added contribution, refused []refusal) []blamed {
	if len(refused) == 0 {
		return nil
	}
	found := make([]blamed, 0, len(refused))
	for _, r := range refused {
		b := blamed{refusal: r, choices: added.participants(r.because)}
		if len(b.choices) > 0 || !s.refusesItself(edition, r.key()) {
			found = append(found, b)
		}
	}
	return found
}

// loosen meets refusals, each protection once: further refusals may be gone then.
func (s *search) loosen(refused []blamed) {
	var touched []*choice
	for _, r := range refused {
		c := s.culprit(r)
		if c == nil || slices.Contains(touched, c) {
			continue
		}
		touched = append(touched, c)
		s.give(c, r)
	}
	if len(touched) == 0 {
		s.giveUp(refused)
	}
}

// giveUp leaves everything out: nothing that could be loosened meets the need.
func (s *search) giveUp(refused []blamed) {
	for _, c := range s.choices {
		if c.at < len(c.ladder.Steps) {
			s.leave(c, refused[0])
			c.at = len(c.ladder.Steps)
		}
	}
}

// culprit is the protection to loosen for a refusal: the one that its cause
// names first, else one without which it is met.
func (s *search) culprit(r blamed) *choice {
	if len(r.choices) > 0 {
		return r.choices[0]
	}
	for _, c := range s.choices {
		if c.own || c.at >= len(c.ladder.Steps) {
			continue
		}
		before := c.at
		c.at = len(c.ladder.Steps)
		met := !s.refuses(r.key())
		c.at = before
		if met {
			return c
		}
	}
	return nil
}

// refuses tells whether a refusal is still there.
func (s *search) refuses(key string) bool {
	return slices.ContainsFunc(s.refusals(), func(r blamed) bool { return r.key() == key })
}

// give loosens a protection by as little as meets a need: words of its list, else
// its next step.
func (s *search) give(c *choice, r blamed) {
	if c.restated {
		c.own, c.restated = true, false
		return
	}
	if list := c.ladder.Steps[c.at].List; list != nil {
		if words := s.wordsFor(c, list, r); len(words) > 0 {
			for _, w := range words {
				c.words = append(c.words, word{text: w, need: r.unmet.Need})
			}
			return
		}
	}
	s.leave(c, r)
	s.step(c)
}

func (s *search) leave(c *choice, r blamed) {
	lines := s.linesOf(c)
	if len(lines) == 0 {
		return
	}
	name, text, _ := strings.Cut(lines[0], "=")
	c.omitted = append(c.omitted, Omission{Name: name, Value: text, Need: r.unmet.Need, Argument: r.unmet.Argument})
}

func (s *search) startOf(c *choice) []word {
	if c.at >= len(c.ladder.Steps) {
		return nil
	}
	list := c.ladder.Steps[c.at].List
	if list == nil || list.Start == nil {
		return nil
	}
	texts := list.Start(s.Subject)
	words := make([]word, len(texts))
	for i, text := range texts {
		words[i].text = text
	}
	return words
}

// wordsFor returns the words of a list that meet a refused need, or nil: those
// that the need names, else a smallest set of all.
func (s *search) wordsFor(c *choice, list *List, r blamed) []string {
	met := func(words []string) bool {
		before := c.words
		c.words = slices.Clone(c.words)
		for _, w := range words {
			c.words = append(c.words, word{text: w})
		}
		still := slices.ContainsFunc(s.refusals(), func(b blamed) bool { return slices.Contains(b.choices, c) && b.key() == r.key() })
		c.words = before
		return !still
	}
	if named := c.missing(list.Named(s.Subject, r.unmet)); len(named) > 0 && met(named) {
		return named
	}
	if list.All == nil {
		return nil
	}
	if all := c.missing(list.All(s.Subject)); len(all) > 0 && met(all) {
		return smallest(all, nil, met)
	}
	return nil
}

// missing returns the words that a list does not hold yet, each once.
func (c *choice) missing(words []string) []string {
	var missing []string
	for _, w := range words {
		if !slices.Contains(missing, w) && !slices.ContainsFunc(c.words, func(held word) bool { return held.text == w }) {
			missing = append(missing, w)
		}
	}
	return missing
}

// smallest returns a subset of words from which nothing can be left out, given
// that all of them together with those held are enough and that more is never
// worse.
func smallest(words, held []string, enough func([]string) bool) []string {
	if len(words) == 1 {
		return words
	}
	left, right := words[:len(words)/2], words[len(words)/2:]
	if enough(slices.Concat(held, left)) {
		return smallest(left, held, enough)
	}
	if enough(slices.Concat(held, right)) {
		return smallest(right, held, enough)
	}
	first := smallest(left, slices.Concat(held, right), enough)
	second := smallest(right, slices.Concat(held, first), enough)
	return slices.Concat(first, second)
}
