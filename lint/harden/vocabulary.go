package harden

import (
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Vocabulary remembers which lines which releases know, and what they mean: the
// advice for thousands of units is made of the same few hundred. It may be used by
// several goroutines at once.
type Vocabulary struct {
	// dialects are by dialectKey what units read.
	dialects   sync.Map
	candidates unit.Candidates
	mounts     sandbox.Mounts
	// advisable are the ladders that advice is found on; those of any drop-in come
	// first.
	advisable sync.Once
	ladders   []Ladder
	everyday  int
	// places are those of the ladders by their names.
	places map[string]int
	// rooms are those of searches for advice that are over.
	rooms sync.Pool
}

// adviceLadders returns the ladders that advice is found on. They must not be
// changed.
func (v *Vocabulary) adviceLadders() []Ladder {
	v.advisable.Do(func() {
		v.ladders = everyLadder()
		v.everyday = len(v.ladders)
		v.ladders = append(v.ladders, givenAway()...)
		v.places = make(map[string]int, len(v.ladders))
		for place := range v.ladders {
			l := &v.ladders[place]
			l.place, v.places[l.Name] = place, place
		}
	})
	return v.ladders
}

// everydayLadders returns those of any drop-in. They must not be changed.
func (v *Vocabulary) everydayLadders() []Ladder { return v.adviceLadders()[:v.everyday] }

// dialectKey is what it depends on whether a line without specifiers is honoured.
type dialectKey struct {
	release catalog.Release
	section string
	user    bool
}

// dialect is what units of a type read at a release.
type dialect struct {
	learned sync.Once
	// steps are what was read of the lines of each step, by the place of its ladder and its
	// own there.
	steps [][]reading
	// rare are the rare capabilities that the release knows.
	rare []string
	// honoured are by their text whether single lines are.
	honoured sync.Map
	// lists are by listKey the lines that are the same for most units.
	lists sync.Map
}

// listKey is a list with some words.
type listKey struct {
	list  *List
	words string
}

// listed returns the lines of a list with some words, which are made where nobody asked for
// them yet.
func (d *dialect) listed(list *List, words []string, made func() *listed) *listed {
	key := listKey{list, strings.Join(words, " ")}
	found, ok := d.lists.Load(key)
	if !ok {
		found, _ = d.lists.LoadOrStore(key, made())
	}
	l, _ := found.(*listed)
	return l
}

// reading is what the lines of a step are to units that read a dialect.
type reading struct {
	honoured  bool
	additions []*unit.Addition
}

// dialectOf is the one that a unit reads.
func (v *Vocabulary) dialectOf(u *unit.Unit) *dialect {
	key := dialectKey{u.Release, u.ExecSection(), u.CandidateContext().User}
	found, ok := v.dialects.Load(key)
	if !ok {
		found, _ = v.dialects.LoadOrStore(key, &dialect{})
	}
	d, _ := found.(*dialect)
	d.learned.Do(func() {
		d.steps = v.readingsOf(u)
		d.rare = slices.DeleteFunc(slices.Clone(rareCapabilities), func(name string) bool {
			return !knownTo(u.ExecSection(), "CapabilityBoundingSet="+name, u.CandidateContext())
		})
	})
	return d
}

// readingsOf reads the steps of all ladders at once: most are asked for by any unit.
func (v *Vocabulary) readingsOf(u *unit.Unit) [][]reading {
	ladders := v.adviceLadders()
	var lines []string
	for _, l := range ladders {
		for _, step := range l.Steps {
			lines = append(lines, step.Lines...)
		}
	}
	additions := v.candidates.Read(u, lines)
	steps := make([][]reading, len(ladders))
	for place, l := range ladders {
		for _, step := range l.Steps {
			n := len(step.Lines)
			steps[place] = append(steps[place], readingOf(additions[:n:n]))
			additions = additions[n:]
		}
	}
	return steps
}

func readingOf(additions []*unit.Addition) reading {
	unhonoured := slices.ContainsFunc(additions, func(a *unit.Addition) bool { return !a.Honoured() })
	return reading{honoured: !unhonoured, additions: additions}
}

// reads returns what the lines of a step of a choice's ladder are to an edition. No such line has a
// specifier, so that they are the same for all units.
func (s *Subject) reads(edition int, c *choice, at int) reading {
	return s.dialects[edition].steps[c.ladder.place][at]
}

// knows tells whether an edition's release honours a line.
func (s *Subject) knows(edition int, line string) bool {
	d := s.dialects[edition]
	if known, found := d.honoured.Load(line); found {
		return known == true
	}
	u := s.Editions[edition].Unit
	known := knownTo(u.ExecSection(), line, u.CandidateContext())
	if !hasSpecifier(line) {
		d.honoured.Store(line, known)
	}
	return known
}

// hasSpecifier tells that what a line means may depend on the unit.
func hasSpecifier(line string) bool { return strings.Contains(line, "%") }
