package filter

import (
	"github.com/unitlint/unitlint/lint"
)

// Join makes one result of those of several runs over different units. What all
// of them say is said once.
func Join(results ...*lint.Result) *lint.Result {
	if len(results) == 1 {
		return results[0]
	}
	joined := &lint.Result{}
	for _, r := range results {
		joined.Add(r)
	}
	joined.Findings = Sort(nil, Dedupe(nil, joined.Findings))
	return joined
}
