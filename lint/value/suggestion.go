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
		if p.Suggestion == "" || p.Start >= p.End {
			continue
		}
		end := p.Start + len(p.Suggestion)
		tried := judge(d, text[:p.Start]+p.Suggestion+text[p.End:], ctx)
		if slices.ContainsFunc(tried.Problems, func(left Problem) bool {
			return left.Start < end && p.Start < left.End && left.Outcome >= p.Outcome
		}) {
			p.Suggestion = ""
		}
	}
}
