package filter

import (
	"cmp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Sort brings findings into the order of reports: by unit, file, place and
// rule.
func Sort(_ *lint.State, findings []finding.Finding) []finding.Finding {
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

// arrange moves to each place the finding whose index stands there in order:
// findings are too large to be copied to another list. The one that a circle of
// moves starts at is kept until its place is reached. Afterwards order says nothing
// any more.
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
	case a.Path() != b.Path():
		return strings.Compare(a.Path(), b.Path())
	case a.Range.Start != b.Range.Start:
		return cmp.Compare(a.Range.Start, b.Range.Start)
	case a.Range.End != b.Range.End:
		return cmp.Compare(a.Range.End, b.Range.End)
	case a.Rule != b.Rule:
		return strings.Compare(a.Rule, b.Rule)
	}
	return strings.Compare(a.Message, b.Message)
}
