package comment

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Explains tells whether a comment, other than a licence, stands between an
// assignment and the one before it.
func Explains(a *unit.Assignment) bool {
	start := 0
	for _, other := range a.File.Assignments() {
		if end := other.Range().End; end <= a.KeyRange.Start {
			start = max(start, end)
		}
	}
	return slices.ContainsFunc(a.File.Comments, func(c source.Range) bool {
		return c.Start >= start && c.End <= a.KeyRange.Start && isReason(string(c.File.Text[c.Start:c.End]))
	})
}

// isReason tells whether a comment could say why: it has words, and is no part
// of the usual headers of files.
func isReason(comment string) bool {
	words := strings.Fields(strings.TrimLeft(comment, "#; \t"))
	lower := strings.ToLower(comment)
	return len(words) > 1 && !slices.ContainsFunc([]string{"licen", "copyright", "spdx"}, func(header string) bool {
		return strings.Contains(lower, header)
	})
}
