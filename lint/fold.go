package lint

import (
	"slices"

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
	return identity{f.Rule, f.Unit, f.Path(), f.Message, f.Scope, f.Range.Start, f.Range.End}
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
