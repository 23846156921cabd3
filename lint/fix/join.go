package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
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
	return []string{"AmbientCapabilities", "CapabilityBoundingSet", "ReadWritePaths", "RestrictAddressFamilies", "SupplementaryGroups", "SystemCallFilter"}
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

// continued returns an edit that adds a line to a list as one that adds its words to
// the line of the same list that an earlier round has added there. Other edits are
// returned as they are.
func (h history) continued(e finding.Edit) finding.Edit {
	more, ok := additionOf(e)
	if !ok {
		return e
	}
	file := e.Range.File
	start := bytes.LastIndexByte(file.Text[:e.Range.Start], '\n') + 1
	for first := true; start < len(file.Text); first = false {
		end := len(file.Text)
		if length := bytes.IndexByte(file.Text[start:], '\n'); length >= 0 {
			end = start + length
		}
		line := string(bytes.TrimRight(file.Text[start:end], "\r"))
		added := h[replacement{file.Path, "", line}]
		if !added && !first {
			break
		}
		if key, value, _ := strings.Cut(line, "="); added && key == more.key {
			words := slices.DeleteFunc(more.words, func(word string) bool { return slices.Contains(strings.Fields(value), word) })
			place := start + len(line)
			return finding.Edit{Range: source.Range{File: file, Start: place, End: place}, NewText: strings.Join(append([]string{""}, words...), " ")}
		}
		start = end + 1
	}
	return e
}

// remember notes what an edit does, each line that it adds by itself as well.
func (h history) remember(e finding.Edit) {
	r := replacementOf(e)
	h[r] = true
	if r.old != "" {
		return
	}
	for line := range strings.Lines(r.new) {
		h[replacement{r.path, "", strings.TrimSpace(line)}] = true
	}
	if !strings.HasPrefix(e.NewText, " ") {
		return
	}
	text := e.Range.File.Text[:e.Range.Start]
	h[replacement{r.path, "", string(text[bytes.LastIndexByte(text, '\n')+1:]) + e.NewText}] = true
}
