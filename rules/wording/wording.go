// Package wording holds the parts of sentences and the links of evidence that
// rules of several categories have in common.
package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// mostRelated bounds the places that one finding lists.
const mostRelated = 10

// Places lists assignments as evidence.
func Places(assignments []*unitfile.Assignment, message string) []finding.Related {
	var all []finding.Related
	for _, a := range assignments[:min(len(assignments), mostRelated)] {
		all = append(all, finding.Related{Range: a.Range(), Message: message})
	}
	return all
}

// MostNamed bounds the names that one sentence lists.
const MostNamed = 5

// Keys names the directives of assignments as part of a sentence.
func Keys(assignments []*unitfile.Assignment) string {
	var names []string
	for _, a := range assignments {
		if name := "'" + a.Key + "='"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch more := len(names) - MostNamed; {
	case more > 1:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:MostNamed], ", "), more)
	case len(names) > 1:
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " and " + names[last]
	default:
		return strings.Join(names, "")
	}
}

// Setting quotes an assignment as it takes effect, the beginning of a long one.
func Setting(a *unit.Assignment) string {
	const longest = 60
	text := a.Key + "=" + a.Value
	if len(text) > longest {
		text = a.Key + "=" + strings.ToValidUTF8(a.Value[:longest-len(a.Key)], "") + "…"
	}
	return "'" + text + "'"
}

// Because is a link of evidence to an assignment; nil has none.
func Because(a *unit.Assignment, message string) []finding.Related {
	if a == nil {
		return nil
	}
	return []finding.Related{{Range: a.Range(), Message: message}}
}
