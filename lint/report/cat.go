package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// CatUnit is a unit of the files that systemd reads for it, with what it refuses about
// the unit as a whole.
type CatUnit struct {
	*unit.Unit
	// Unread are the drop-ins that are there and not read, as they are shown.
	Unread []string
	// Refusal is a sentence, or empty where nothing is refused.
	Refusal string
}

// state is the load state that systemd shows.
func (u CatUnit) state() locate.State {
	if u.Refusal != "" {
		return locate.BadSetting
	}
	return u.State
}

// endedEarly tells that systemd stopped loading at the fragment, so that the unit
// has none of the other names that its files give it.
func (u CatUnit) endedEarly() bool {
	return u.State == locate.BadSetting || u.State == locate.Error
}

// WriteCat writes effective units for people: which files were merged in which
// order, and every assignment with its origin, grouped by section and setting.
// Assignments without effect are marked, crossed out where there are colours,
// and tell what overruled them.
func WriteCat(w io.Writer, units []CatUnit, options Options) error {
	c := &cat{palette: newPalette(options.Color)}
	for i, u := range units {
		if i > 0 {
			c.WriteString("\n")
		}
		c.unit(u)
	}
	if err := WriteLines(w, c.String()); err != nil {
		return fmt.Errorf("writing the units: %w", err)
	}
	return nil
}

type cat struct {
	strings.Builder
	palette palette
	files   map[*source.File]int // numbers of the unit's files, from 1
}

func (c *cat) unit(u CatUnit) {
	fmt.Fprintf(c, "%s  %s, %s", c.palette.strong.Sprint(Clean(u.Name)), u.Scope, u.state())
	if len(u.Names) > 1 || u.ID != u.Name {
		fmt.Fprintf(c, ", also %s", Clean(strings.Join(others(u.Unit), ", ")))
	}
	c.WriteString("\n")
	if u.Err != nil {
		fmt.Fprintf(c, "  %s: %s\n", Clean(u.Tree.Display(u.ErrPath)), Clean(u.Err.Error()))
	}
	if u.Refusal != "" {
		fmt.Fprintf(c, "  refused: %s\n", Clean(u.Refusal))
	}
	c.legend(u)
	section := ""
	for _, entry := range entriesOf(u.Unit) {
		if entry.section != section {
			section = entry.section
			fmt.Fprintf(c, "\n%s\n", c.palette.strong.Sprint("["+Clean(section)+"]"))
		}
		c.entry(entry)
	}
}

// others are the unit's names but the one that was asked for.
func others(u *unit.Unit) []string {
	return slices.DeleteFunc(slices.Clone(u.Names), func(name string) bool { return name == u.Name })
}

// legend numbers the files in the order of merging.
func (c *cat) legend(u CatUnit) {
	c.files = map[*source.File]int{}
	for i, f := range u.Files() {
		c.files[f.Source] = i + 1
		fmt.Fprintf(c, "  %d  %s\n", i+1, Clean(f.Source.Path))
	}
	if u.State == locate.Masked {
		fmt.Fprintf(c, "     %s\n", Clean(u.Place()))
		for _, dropIn := range u.Identity.DropIns {
			c.aside(u.Tree.Display(dropIn), "for nothing: the unit is masked")
		}
	}
	for _, dropIn := range u.Unread {
		c.aside(dropIn, "not read")
	}
	for _, hidden := range u.Shadowed {
		c.aside(u.Tree.Display(hidden.Path), "hidden by "+u.Tree.Display(hidden.By))
	}
}

// aside tells of a file that adds nothing to the unit.
func (c *cat) aside(name, why string) {
	fmt.Fprintln(c, c.palette.dim.Sprintf("  -  %s, %s", Clean(name), Clean(why)))
}

func (c *cat) origin(a *unit.Assignment) string {
	return fmt.Sprintf("%d:%d", c.files[a.File.Source], a.KeyRange.StartPosition().Line)
}

// entry writes an assignment with the number of its file and its line.
func (c *cat) entry(e catEntry) {
	mark, text := " ", Clean(e.Key+"="+e.Value)
	if e.reason != "" || e.by != nil {
		mark = "-"
		text = c.palette.crossed.Sprint(text)
	}
	fmt.Fprintf(c, "%s %6s  %s", mark, c.origin(e.Assignment), text)
	switch {
	case e.by != nil:
		c.WriteString(c.palette.dim.Sprintf("  (overruled by %s)", c.origin(e.by)))
	case e.reason != "":
		c.WriteString(c.palette.dim.Sprintf("  (%s)", e.reason))
	}
	c.WriteString("\n")
}

// catEntry is an assignment and why it has no effect, if it has none.
type catEntry struct {
	*unit.Assignment
	section string
	by      *unit.Assignment
	reason  string
}

// entriesOf returns all assignments, those of one section together, those of
// one setting together, each in the order of reading.
func entriesOf(u *unit.Unit) []catEntry {
	lost := map[*unit.Assignment]*unit.Assignment{}
	for _, s := range u.Settings {
		for _, o := range s.Overruled {
			lost[o.Assignment] = o.By
		}
	}
	sections, settings := map[string]int{}, map[[2]string]int{}
	entries := make([]catEntry, 0, len(u.Assignments))
	for _, a := range u.Assignments {
		by, isLost := lost[a]
		e := catEntry{Assignment: a, section: a.Section.Name, by: by}
		if isLost && by == nil || a.Reach != unit.Counts {
			e.reason = reasonOf(a)
		}
		number(sections, e.section)
		number(settings, [2]string{e.section, listOf(a)})
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b catEntry) int {
		if a.section != b.section {
			return sections[a.section] - sections[b.section]
		}
		return settings[[2]string{a.section, listOf(a.Assignment)}] - settings[[2]string{b.section, listOf(b.Assignment)}]
	})
	return entries
}

func number[K comparable](numbers map[K]int, key K) {
	if _, ok := numbers[key]; !ok {
		numbers[key] = len(numbers)
	}
}

func listOf(a *unit.Assignment) string {
	if a.Directive == nil {
		return a.Key
	}
	return a.Directive.List
}

// reasonOf tells why an assignment has no effect by itself.
func reasonOf(a *unit.Assignment) string {
	switch a.Reach {
	case unit.UnknownDirective:
		return "unknown"
	case unit.WithoutEffect:
		return "without effect"
	case unit.Unread:
		return "not read"
	case unit.Invalid:
		return "invalid"
	case unit.Counts:
	}
	return "no effect" // an empty value that resets nothing
}
