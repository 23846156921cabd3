package fix

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// addition is an edit that does nothing but add a line to a list of words.
type addition struct {
	key   string
	words []string
}

// additionOf reads an edit as an addition. A line that takes entries away, or
// has quotes, stays as it is.
func additionOf(e finding.Edit) (a addition, ok bool) {
	if e.Range.Start != e.Range.End || !strings.HasPrefix(e.NewText, "\n") {
		return addition{}, false
	}
	key, value, found := strings.Cut(e.NewText[1:], "=")
	if !found || strings.ContainsAny(value, "\r\n\"'\\~") || !slices.Contains(lists(), key) {
		return addition{}, false
	}
	return addition{key, strings.Fields(value)}, value != ""
}

// lists are the settings that fixes add words to. Two lines of one say the same
// as a line with the words of both (systemd.exec(5)).
func lists() []string {
	return []string{"AmbientCapabilities", "CapabilityBoundingSet", "ReadWritePaths", "RestrictAddressFamilies", "SupplementaryGroups"}
}

// join adds the words of a fix to a line of the same setting that another fix
// adds at the same place, and tells whether there is one.
func (c *choice) join(edits []finding.Edit) bool {
	if len(edits) != 1 {
		return false
	}
	more, ok := additionOf(edits[0])
	if !ok {
		return false
	}
	taken := c.edits[edits[0].Range.File.Path]
	for i := range taken {
		at, ok := additionOf(finding.Edit{Range: taken[i].Range, NewText: strings.ReplaceAll(taken[i].NewText, "\r\n", "\n")})
		if !ok || at.key != more.key || taken[i].Range.Start != edits[0].Range.Start {
			continue
		}
		before := len(at.words)
		for _, word := range more.words {
			if !slices.Contains(at.words, word) {
				at.words = append(at.words, word)
			}
		}
		if len(at.words) == before {
			return false // the same fix, for another unit
		}
		taken[i] = withLineEnds(finding.Edit{Range: taken[i].Range, NewText: "\n" + at.key + "=" + strings.Join(at.words, " ")})
		return true
	}
	return false
}
