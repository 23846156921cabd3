package harden

import (
	"slices"

	"github.com/unitlint/unitlint/lint/unit"
)

// listed are the lines of a list with some words, which are asked for over and over.
type listed struct {
	list  *List
	words []string
	lines []string
	// read are, by edition, what they add.
	read [][]*unit.Addition
}

// is tells that the lines are those of a list with some words.
func (l *listed) is(list *List, words []word) bool {
	return l != nil && l.list == list && slices.EqualFunc(l.words, words, func(made string, w word) bool { return made == w.text })
}

// linesOf are the assignments of a choice as it stands.
func (s *search) linesOf(c *choice) []string {
	if c.own || c.at >= len(c.ladder.Steps) {
		return nil
	}
	if step := &c.ladder.Steps[c.at]; step.List == nil {
		return step.Lines
	}
	return s.listOf(c).lines
}

// listOf returns the lines of a choice that stands on a list.
func (s *search) listOf(c *choice) *listed {
	if list := c.ladder.Steps[c.at].List; !c.made.is(list, c.words) {
		c.made = s.listed(list, textsOf(c.words))
	}
	return c.made
}

// listed makes the lines of a list, or takes those that were made for another unit.
func (s *search) listed(list *List, words []string) *listed {
	if len(s.Editions) > 1 || list.Plain == nil || slices.ContainsFunc(words, hasSpecifier) || !list.Plain(s.Subject, words) {
		return s.makeList(list, words)
	}
	return s.dialects[0].listed(list, words, func() *listed { return s.makeList(list, words) })
}

func (s *search) makeList(list *List, words []string) *listed {
	made := &listed{list: list, words: slices.Clone(words), lines: list.Lines(s.Subject, words), read: make([][]*unit.Addition, len(s.Editions))}
	for edition := range s.Editions {
		made.read[edition] = s.readLines(edition, made.lines)
	}
	return made
}

func (s *search) stepLines(c *choice, step *Step) []string {
	if step.List == nil {
		return step.Lines
	}
	return step.List.Lines(s.Subject, textsOf(c.words))
}

func textsOf(words []word) []string {
	texts := make([]string, 0, len(words))
	for _, w := range words {
		texts = append(texts, w.text)
	}
	return texts
}

// additionsOf are what the lines of a choice as it stands add to an edition.
func (s *search) additionsOf(c *choice, edition int) []*unit.Addition {
	if c.ladder.Steps[c.at].List == nil {
		return s.reads(edition, c, c.at).additions
	}
	return s.listOf(c).read[edition]
}

// usualLists is how many lines the lists of a drop-in have beside their first.
const usualLists = 8

// assemble returns the lines of the drop-in.
func (s *search) assemble() []string {
	lines := make([]string, 0, len(s.choices)+usualLists)
	for _, c := range s.choices {
		lines = append(lines, s.linesOf(c)...)
	}
	return lines
}

// contribution is what the drop-in, or some of its protections, add to an edition, line
// by line with the choice that each belongs to.
type contribution struct {
	additions []*unit.Addition
	owners    []*choice
}

// contributed returns what the protections of a name add to an edition as they stand, or
// all of them where the name is "". It holds until the next time.
func (s *search) contributed(edition int, name string) contribution {
	c := contribution{s.room.contribution.additions[:0], s.room.contribution.owners[:0]}
	if cap(c.additions) == 0 {
		room := len(s.choices) + usualLists
		c = contribution{make([]*unit.Addition, 0, room), make([]*choice, 0, room)}
	}
	for _, owner := range s.choices {
		if owner.own || owner.at >= len(owner.ladder.Steps) || name != "" && owner.ladder.Name != name {
			continue
		}
		for _, a := range s.additionsOf(owner, edition) {
			c.additions, c.owners = append(c.additions, a), append(c.owners, owner)
		}
	}
	s.room.contribution = c
	return c
}

// readLines returns what lines add to an edition.
func (s *Subject) readLines(edition int, lines []string) []*unit.Addition {
	return s.Vocabulary.candidates.Read(s.Editions[edition].Unit, lines)
}

// participants returns the choices whose lines are among assignments.
func (c contribution) participants(because []*unit.Assignment) []*choice {
	var found []*choice
	for _, a := range because {
		at := slices.IndexFunc(c.additions, func(added *unit.Addition) bool { return added.Is(a) })
		if at >= 0 && at < len(c.owners) && !slices.Contains(found, c.owners[at]) {
			found = append(found, c.owners[at])
		}
	}
	return found
}
