package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// identity tells findings apart that would print alike. Two runs over the same
// input, for two targets, have different source.Files for the same text, so
// the path and the offsets stand for the place.
type identity struct {
	rule, unit, path, message string
	scope                     string
	start, end                int
}

func identityOf(f *finding.Finding) identity {
	return identity{f.Rule, f.Unit, pathOf(f), f.Message, f.Scope, f.Range.Start, f.Range.End}
}

func pathOf(f *finding.Finding) string {
	if f.Range.File == nil {
		return ""
	}
	return f.Range.File.Path
}

// foldTargets joins the findings of several targets that differ in nothing but
// the target. The gravest severity and the strongest confidence stay.
func foldTargets(perTarget [][]finding.Finding) []finding.Finding {
	if len(perTarget) == 1 {
		return perTarget[0]
	}
	var folded []finding.Finding
	index := map[identity]int{}
	for _, findings := range perTarget {
		for _, f := range findings {
			k := identityOf(&f)
			at, seen := index[k]
			if !seen {
				index[k] = len(folded)
				folded = append(folded, f)
				continue
			}
			into := &folded[at]
			for _, name := range f.Targets {
				if !slices.Contains(into.Targets, name) {
					into.Targets = append(into.Targets, name)
				}
			}
			into.Severity = max(into.Severity, f.Severity)
			into.Confidence = max(into.Confidence, f.Confidence)
		}
	}
	return folded
}

// Dedupe keeps one finding where a drop-in that several units share, such as
// one of a unit type, has a fault in its own text: the fault is in the file,
// not in each of the units.
func Dedupe(_ *State, findings []finding.Finding) []finding.Finding {
	type place struct {
		rule, path, message string
		start, end          int
	}
	seen := map[place]bool{}
	return without(findings, func(f *finding.Finding) bool {
		if !aboutText(f.Category) {
			return false
		}
		at := place{f.Rule, pathOf(f), f.Message, f.Range.Start, f.Range.End}
		if seen[at] {
			return true
		}
		seen[at] = true
		return false
	})
}

// aboutText tells whether a category's findings are about a file's own text,
// whatever unit it is read for.
func aboutText(c finding.Category) bool {
	return c == finding.Syntax || c == finding.Value || c == finding.Version
}

// Sort brings findings into the order of reports: by unit, file, place and
// rule.
func Sort(_ *State, findings []finding.Finding) []finding.Finding {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	compareAt := func(a, b int) int { return compare(&findings[a], &findings[b]) }
	if !slices.IsSortedFunc(order, compareAt) {
		slices.SortStableFunc(order, compareAt)
		arrange(findings, order)
	}
	return findings
}

// arrange moves to each place the finding whose index stands there in order, which
// it uses up: findings are too large to be copied to another list. The one that a
// circle of moves starts at is kept until its place is reached.
func arrange(findings []finding.Finding, order []int) {
	for start := range order {
		if order[start] == start {
			continue
		}
		first, at := findings[start], start
		for order[at] != start {
			from := order[at]
			findings[at], order[at] = findings[from], at
			at = from
		}
		findings[at], order[at] = first, at
	}
}

// compare looks at each field only where those before it are equal.
func compare(a, b *finding.Finding) int {
	switch {
	case a.Unit != b.Unit:
		return strings.Compare(a.Unit, b.Unit)
	case a.Scope != b.Scope:
		return strings.Compare(a.Scope, b.Scope)
	case pathOf(a) != pathOf(b):
		return strings.Compare(pathOf(a), pathOf(b))
	case a.Range.Start != b.Range.Start:
		return cmp.Compare(a.Range.Start, b.Range.Start)
	case a.Range.End != b.Range.End:
		return cmp.Compare(a.Range.End, b.Range.End)
	case a.Rule != b.Rule:
		return strings.Compare(a.Rule, b.Rule)
	}
	return strings.Compare(a.Message, b.Message)
}
