package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/unit"
)

// Shown is how many units a page describes in full, unless it is to show all.
const Shown = 20

// Page describes what changed: a table of the units that matter most, then each
// of them. The names are those of the two sides.
func Page(units []*Unit, before, after string, all bool) *report.Document {
	d := &report.Document{}
	d.Paragraph(fmt.Sprintf("%s → %s: %s", before, after, summaryText(summarize(units))))
	if len(units) == 0 {
		return d
	}
	shown := units
	if !all {
		shown = units[:min(len(units), Shown)]
	}
	d.Table(overview(shown))
	if left := len(units) - len(shown); left > 0 {
		d.Paragraph(fmt.Sprintf("%s more changed less (--all shows them).", report.Plural(left, "unit")))
	}
	for _, u := range shown {
		u.describe(d)
	}
	return d
}

// Summary counts what changed.
type Summary struct {
	New     int `json:"new"`
	Gone    int `json:"gone"`
	Changed int `json:"changed"`
	Looser  int `json:"looser"`
	Tighter int `json:"tighter"`
	// Came and Went are findings, Broken those of them that came and tell of a
	// breakage.
	Came   int `json:"came"`
	Went   int `json:"went"`
	Broken int `json:"broken"`
	// Rated are the units with an exposure on both sides, and Safer and Riskier
	// those whose score fell or rose.
	Rated     int `json:"rated"`
	Safer     int `json:"safer"`
	Riskier   int `json:"riskier"`
	Overrides int `json:"overrides"`
}

// summarize counts what changed of all units.
func summarize(units []*Unit) Summary {
	var s Summary
	for _, u := range units {
		switch u.Change {
		case New:
			s.New++
		case Gone:
			s.Gone++
		case Changed:
			s.Changed++
		}
		s.Looser += u.loosened(true)
		s.Tighter += u.loosened(false)
		s.Came += len(u.Came)
		s.Went += len(u.Went)
		s.Overrides += len(u.Overrides)
		s.Broken += len(u.broken())
		before, after := u.Exposure()
		if before == nil || after == nil {
			continue
		}
		s.Rated++
		switch {
		case *after < *before:
			s.Safer++
		case *after > *before:
			s.Riskier++
		}
	}
	return s
}

// broken are the findings that came and tell that the service fails.
func (u *Unit) broken() []finding.Finding {
	if u.Change != Changed {
		return nil
	}
	var found []finding.Finding
	for _, f := range u.Came {
		if f.Severity == finding.Error || f.Category == finding.Breakage && f.Severity == finding.Warning {
			found = append(found, f)
		}
	}
	return found
}

func summaryText(s Summary) string {
	if s.New+s.Gone+s.Changed == 0 {
		return "no unit changed."
	}
	return fmt.Sprintf("%s changed, %d new, %d gone. %s came and %d went. Of %s, %d have a lower exposure and %d a higher one.",
		report.Plural(s.Changed, "unit"), s.New, s.Gone, report.Plural(s.Came, "finding"), s.Went, report.Plural(s.Rated, "changed service"), s.Safer, s.Riskier)
}

func overview(units []*Unit) *report.Table {
	t := &report.Table{
		Head:  []string{"unit", "change", "exposure", "looser", "tighter", "came", "went", "overrides"},
		Right: []bool{false, false, true, true, true, true, true, true},
	}
	for _, u := range units {
		count := func(n int) string {
			if n == 0 {
				return ""
			}
			return fmt.Sprint(n)
		}
		t.Rows = append(t.Rows, []string{
			u.Name, string(u.Change), u.exposureText(), count(u.loosened(true)), count(u.loosened(false)), count(len(u.Came)), count(len(u.Went)),
			count(len(u.Overrides)),
		})
	}
	return t
}

func (u *Unit) exposureText() string {
	before, after := u.Exposure()
	switch {
	case before == nil && after == nil:
		return ""
	case before == nil:
		return exposure.Format(*after)
	case after == nil:
		return exposure.Format(*before)
	case *before == *after:
		return exposure.Format(*after)
	}
	return exposure.Format(*before) + " → " + exposure.Format(*after)
}

// describe tells all of one unit.
func (u *Unit) describe(d *report.Document) {
	heading := u.Name + " is " + string(u.Change)
	if u.Change == Changed {
		heading = u.Name
		if text := u.exposureText(); text != "" {
			heading += ", exposure " + text
		}
	}
	d.Heading(heading)
	if u.Change == Changed && u.Before.Unit.State != u.After.Unit.State {
		d.List(fmt.Sprintf("It was %s and is %s.", u.Before.Unit.State, u.After.Unit.State))
	}
	var lines []string
	for _, o := range u.Overrides {
		lines = append(lines, fmt.Sprintf("override %s:%d: %s", o.File, o.Line, o.Message))
	}
	for _, f := range u.Came {
		lines = append(lines, "came: "+findingText(&f, u.After.Shown))
	}
	lines = append(lines, u.grantLines(true)...)
	lines = append(lines, u.grantLines(false)...)
	if u.Change == Changed {
		lines = append(lines, settingLines(u.Settings)...)
	}
	for _, f := range u.Went {
		lines = append(lines, "went: "+findingText(&f, u.Before.Shown))
	}
	d.List(lines...)
}

func findingText(f *finding.Finding, shown string) string {
	place := ""
	if f.Range.File != nil {
		place = fmt.Sprintf("%s:%d: ", strings.TrimPrefix(f.Range.File.Path, shown), f.Range.StartPosition().Line)
	}
	return fmt.Sprintf("%s%s: %s [%s]", place, f.Severity, f.Message, f.Rule)
}

// mostInLine bounds the arguments and values that one line names.
const mostInLine = 8

// grantLines has one line for what the same settings opened or closed.
func (u *Unit) grantLines(looser bool) []string {
	type group struct {
		kind need.Kind
		why  string
	}
	var order []group
	arguments := map[group][]string{}
	for _, g := range u.Grants {
		if g.Looser != looser {
			continue
		}
		k := group{g.Kind, u.because(g)}
		if arguments[k] == nil {
			order = append(order, k)
		}
		arguments[k] = append(arguments[k], g.Argument)
	}
	word := map[bool]string{true: "looser", false: "tighter"}[looser]
	var lines []string
	for _, k := range order {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %s %s", word, k.kind, shortened(arguments[k])))+k.why)
	}
	return lines
}

func shortened(words []string) string {
	if len(words) > mostInLine {
		return strings.Join(words[:mostInLine], " ") + fmt.Sprintf(" and %d more", len(words)-mostInLine)
	}
	return strings.Join(words, " ")
}

// because names the line that denies it, on the side that does.
func (u *Unit) because(g Grant) string {
	by, word, shown := g.After, "", u.After.Shown
	if g.Looser {
		by, word, shown = g.Before, "before: ", u.Before.Shown
	}
	if len(by) == 0 {
		return ""
	}
	place := strings.TrimPrefix(by[0].File.Source.Path, shown)
	return fmt.Sprintf(" (%s%s:%d: %s=%s)", word, place, by[0].Line, by[0].Key, cut(by[0].Value))
}

// longestValue is how many bytes of a value a line shows.
const longestValue = 60

// cut keeps a long value from filling a line.
func cut(value string) string { return finding.Beginning(value, longestValue) }

// settingLines has a line for each setting that has another value, one for all
// that are new and one for all that are gone.
func settingLines(settings []Setting) []string {
	var lines, added, removed []string
	for _, s := range settings {
		switch {
		case len(s.Before) == 0:
			added = append(added, s.Name+"="+valuesText(s.After))
		case len(s.After) == 0:
			removed = append(removed, s.Name+"="+valuesText(s.Before))
		default:
			lines = append(lines, fmt.Sprintf("%s=: %s → %s", s.Name, valuesText(s.Before), valuesText(s.After)))
		}
	}
	if len(added) > 0 {
		lines = append(lines, "set now: "+strings.Join(added, "  "))
	}
	if len(removed) > 0 {
		lines = append(lines, "not set any more: "+strings.Join(removed, "  "))
	}
	return lines
}

func valuesText(values []*unit.Assignment) string {
	if len(values) == 1 && values[0].Value != "" && !strings.ContainsAny(values[0].Value, " '") {
		return cut(values[0].Value)
	}
	var words []string
	for _, a := range slices.Clone(values[:min(len(values), mostInLine)]) {
		words = append(words, "'"+cut(a.Value)+"'")
	}
	if left := len(values) - len(words); left > 0 {
		words = append(words, fmt.Sprintf("%d more", left))
	}
	return strings.Join(words, ", ")
}
