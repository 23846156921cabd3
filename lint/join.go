package lint

import "slices"

// Join makes one result of those of several runs over different units. What all
// of them say is said once.
func Join(results ...*Result) *Result {
	if len(results) == 1 {
		return results[0]
	}
	joined := &Result{}
	state := &State{result: joined}
	for _, r := range results {
		joined.Findings = append(joined.Findings, r.Findings...)
		joined.Units = append(joined.Units, r.Units...)
		joined.Hidden += r.Hidden
		state.fail(r.Errors...)
		for _, notice := range r.Notices {
			if !slices.Contains(joined.Notices, notice) {
				joined.Notices = append(joined.Notices, notice)
			}
		}
	}
	joined.Findings = Sort(state, Dedupe(state, joined.Findings))
	return joined
}
