package value

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// longestTried bounds the values in which suggestions are tried out.
const longestTried = 4096

// dropVain takes back the suggestions that would only swap one fault for
// another: a word that is written as suggested must be none.
func dropVain(d *catalog.Directive, text string, ctx Context, problems []Problem) {
	if len(text) > longestTried {
		return
	}
	ctx.Placeholders = nil
	for i := range problems {
		p := &problems[i]
		if p.suggestion == nil || p.Start >= p.End {
			continue
		}
		start, stop, outcome, suggest := p.Start, p.End, p.Outcome, p.suggestion
		p.suggestion = func() string {
			meant := suggest()
			end := start + len(meant)
			if meant == "" || slices.ContainsFunc(judge(d, text[:start]+meant+text[stop:], ctx).Problems, func(left Problem) bool {
				return left.Start < end && start < left.End && left.Outcome >= outcome
			}) {
				return ""
			}
			return meant
		}
	}
}
