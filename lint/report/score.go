package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// ScoredUnit is a unit with its exposure, or without one where systemd computes
// none: then State tells why.
type ScoredUnit struct {
	Name    string
	Scope   locate.Scope
	State   locate.State
	Release catalog.Release
	Score   *exposure.Score
	// Needed are the needs that keep checks failing, by the IDs of those.
	Needed map[string]Needed
}

// Needed is a need of a service, and what it is known from.
type Needed struct {
	// Kind and Argument are the words of profiles, and Why completes "the service …".
	Kind, Argument, Why string
	Evidence            []finding.Evidence
}

// gainsShown is how many directives a score names as those that gain most.
const gainsShown = 5

// WriteScores writes exposures for people: the whole table of a single unit,
// and of several an overview, the most exposed first. details adds the tables.
func WriteScores(w io.Writer, units []ScoredUnit, details bool, options Options) error {
	s := &scores{palette: newPalette(options.Color)}
	if len(units) == 1 || details {
		for _, u := range units {
			s.writeTable(u)
		}
	}
	if len(units) > 1 {
		s.writeOverview(units)
	}
	if err := WriteLines(w, s.String()); err != nil {
		return fmt.Errorf("writing the scores: %w", err)
	}
	return nil
}

type scores struct {
	strings.Builder
	palette palette
}

// row is a check as one line of the table.
type row struct {
	mark                                   string
	shade                                  *color.Color
	setting, description, exposure, origin string
	needed                                 string
}

func (s *scores) writeTable(u ScoredUnit) {
	if u.Score == nil {
		fmt.Fprintf(s, "%s has no exposure: it is %s\n\n", s.palette.strong.Sprint(Clean(u.Name)), u.State)
		return
	}
	for _, r := range s.rows(u) {
		s.writeRow(r)
	}
	fmt.Fprintf(s, "\n%s: exposure %s (%s)\n", s.palette.strong.Sprint(Clean(u.Name)), s.level(u.Score), u.Release)
	s.writeGains(u.Score)
	s.WriteByte('\n')
}

// The layout of the table: how wide it may be, the column of settings, and where
// what does not fit goes on.
const (
	tableWidth   = 80
	settingCells = 24
	indentCells  = 9
)

// writeRow writes a check; its description and its place go to lines of their own
// where they do not fit.
func (s *scores) writeRow(r row) {
	fmt.Fprintf(s, "%s %4s  ", r.shade.Sprint(r.mark), r.exposure)
	at := indentCells - 1 + width(r.setting)
	s.WriteString(r.setting)
	column := max(at, indentCells-1+settingCells)
	if column+2+width(r.description) > tableWidth {
		s.WriteString("\n" + strings.Repeat(" ", indentCells))
	} else {
		s.WriteString(strings.Repeat(" ", column+2-at))
	}
	s.WriteString(r.description)
	for _, more := range []string{r.origin, r.needed} {
		if more != "" {
			s.WriteString("\n" + strings.Repeat(" ", indentCells) + s.palette.dim.Sprint(more))
		}
	}
	s.WriteByte('\n')
}

// rows are the checks as lines: what fails by its exposure, then what passes,
// then what does not apply.
func (s *scores) rows(u ScoredUnit) []row {
	order := slices.Clone(u.Score.Checks)
	slices.SortStableFunc(order, func(a, b exposure.Check) int {
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(tenths(&b), tenths(&a)))
	})
	rows := make([]row, 0, len(order))
	for i := range order {
		c := &order[i]
		r := row{mark: "·", shade: s.palette.dim, setting: c.Setting, description: Clean(c.Description), origin: placeOf(c.Origin)}
		switch {
		case c.Set != nil && *c.Set:
			r.mark, r.shade = "✓", s.palette.good
		case c.Set != nil:
			r.mark, r.shade = "✗", s.palette.err
			r.exposure = exposure.Format(*c.Tenths)
			if n, kept := u.Needed[c.ID]; kept {
				r.needed = Clean("needed: it " + n.Why)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func rank(c *exposure.Check) int {
	switch {
	case c.Set == nil:
		return 2
	case *c.Set:
		return 1
	}
	return 0
}

func tenths(c *exposure.Check) int {
	if c.Tenths == nil {
		return 0
	}
	return *c.Tenths
}

// placeOf is "file:line" of an assignment, or "" where a default decided.
func placeOf(a *unit.Assignment) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d", Clean(a.File.Source.Path), a.Line)
}

func (s *scores) level(score *exposure.Score) string {
	shade := s.palette.good
	switch {
	case score.Tenths >= 75:
		shade = s.palette.err
	case score.Tenths >= 50:
		shade = s.palette.warning
	}
	return shade.Sprintf("%s %s", exposure.Format(score.Tenths), score.Level)
}

func (s *scores) writeGains(score *exposure.Score) {
	gains := score.Gains()
	if len(gains) == 0 {
		return
	}
	fmt.Fprintln(s, "What would gain most, where the service allows it:")
	for _, g := range gains[:min(gainsShown, len(gains))] {
		fmt.Fprintf(s, "  %s  %s=", s.palette.good.Sprintf("-%s", exposure.Format(g.Tenths)), g.Directive)
		if len(g.Failing) > 1 {
			fmt.Fprintf(s, " %s", s.palette.dim.Sprintf("(%d checks)", len(g.Failing)))
		}
		fmt.Fprintln(s)
	}
}

// writeOverview writes a line for each unit, the most exposed first.
func (s *scores) writeOverview(units []ScoredUnit) {
	order := slices.Clone(units)
	slices.SortStableFunc(order, func(a, b ScoredUnit) int { return cmp.Compare(overall(b), overall(a)) })
	longest := 0
	for _, u := range order {
		longest = max(longest, width(Clean(u.Name)))
	}
	for _, u := range order {
		if u.Score == nil {
			fmt.Fprintf(s, "%s     - %s\n", pad(Clean(u.Name), longest), s.palette.dim.Sprint(string(u.State)))
			continue
		}
		fmt.Fprintf(s, "%s  %s\n", pad(Clean(u.Name), longest), s.level(u.Score))
	}
}

// overall sorts units without an exposure behind all others.
func overall(u ScoredUnit) int {
	if u.Score == nil {
		return -1
	}
	return u.Score.Tenths
}

func pad(text string, cells int) string {
	return text + strings.Repeat(" ", max(0, cells-width(text)))
}
