package report

import (
	"github.com/unitlint/unitlint/lint/finding"
)

// foldAdvice leaves of the advice on hardening the finding of each unit that
// gains most, which counts the others: a list of what is wrong is read, one of
// everything that could be better is switched off.
func foldAdvice(findings []finding.Finding, options Options) []finding.Finding {
	if options.AllHardening {
		return findings
	}
	best, others := map[unitKey]int{}, map[unitKey]int{}
	for i := range findings {
		f := &findings[i]
		if !IsAdvice(f) {
			continue
		}
		k := unitKey{f.Unit, f.Scope}
		at, known := best[k]
		if known {
			others[k]++
		}
		if !known || f.Gain > findings[at].Gain {
			best[k] = i
		}
	}
	folded := make([]finding.Finding, 0, len(findings))
	for i := range findings {
		f := findings[i]
		if IsAdvice(&f) {
			k := unitKey{f.Unit, f.Scope}
			if best[k] != i {
				continue
			}
			if more := others[k]; more > 0 {
				f.Advice = joined(f.Advice, Plural(more, "further setting")+" could protect the unit better: --all-hardening reports each.")
			}
		}
		folded = append(folded, f)
	}
	return folded
}

func joined(text, more string) string {
	if text == "" {
		return more
	}
	return text + " " + more
}
