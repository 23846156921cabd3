// Package fix applies the edits that findings propose: it takes the ones that
// go together, lints again until nothing more changes, writes files as a whole
// and prints differences. It knows findings, not rules.
package fix

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/source"
)

// maxRounds bounds how often is linted again: fixes that undo one another must
// end somewhere.
const maxRounds = 10

// Linter lints with the given texts in place of the files of their paths.
type Linter func(overlay map[string][]byte) (*lint.Result, error)

// Outcome is what fixing came to.
type Outcome struct {
	// Result is that of the last round: what is left to be mended by hand.
	Result *lint.Result
	// Changes are the files that changed, sorted by path.
	Changes []Change
	// Fixed is how many fixes were applied.
	Fixed int
	// Dropped tells of fixes that could not be applied, and why.
	Dropped []string
}

// Change is one file before and after.
type Change struct {
	File *source.File // as it was read
	Text []byte
}

// Run lints, applies the fixes that go together and repeats that until no fix
// is left. Unsafe fixes are applied only where they are allowed. No fix is
// applied a second time, and none takes back what another one wrote; what is
// left out for that, or because there is no end to it, is told in Dropped.
// Nothing is written.
func Run(linter Linter, unsafe bool) (*Outcome, error) {
	outcome := &Outcome{}
	original := map[string]*source.File{}
	overlay := map[string][]byte{}
	done := history{}
	for round := 0; ; round++ {
		result, err := linter(overlay)
		if err != nil {
			return nil, err
		}
		outcome.Result = result
		chosen := choose(result.Findings, unsafe, done)
		outcome.Dropped = chosen.dropped
		if len(chosen.edits) == 0 {
			break
		}
		if round == maxRounds {
			outcome.Dropped = append(outcome.Dropped, fmt.Sprintf("after %d rounds there are still fixes to apply: run --fix again, or mend the rest "+
				"by hand", maxRounds))
			break
		}
		for path, edits := range chosen.edits {
			file := edits[0].Range.File
			if original[path] == nil {
				original[path] = file
			}
			text, err := finding.Apply(file.Text, edits)
			if err != nil {
				return nil, fmt.Errorf("fixing %s: %w", path, err)
			}
			overlay[path] = text
			for _, e := range edits {
				done.remember(e)
			}
		}
		outcome.Fixed += chosen.fixes
	}
	for _, path := range slices.Sorted(maps.Keys(overlay)) {
		if !bytes.Equal(original[path].Text, overlay[path]) {
			outcome.Changes = append(outcome.Changes, Change{File: original[path], Text: overlay[path]})
		}
	}
	return outcome, nil
}

// replacement is what an edit does to the text of a file, wherever in it.
type replacement struct{ path, old, new string }

func replacementOf(e finding.Edit) replacement {
	old := e.Range.File.Text[e.Range.Start:e.Range.End]
	return replacement{e.Range.File.Path, string(bytes.TrimSpace(old)), strings.TrimSpace(e.NewText)}
}

// history is what earlier rounds did.
type history map[replacement]bool

// repeats tells whether an edit writes once more what an earlier round wrote,
// without taking anything away, and so could go on for ever.
func (h history) repeats(e finding.Edit) bool {
	r := replacementOf(e)
	return r.old == "" && h[r]
}

// undoes tells whether an edit takes back what an earlier round did.
func (h history) undoes(e finding.Edit) bool {
	r := replacementOf(e)
	return h[replacement{r.path, r.new, r.old}]
}

// choice is the fixes of one round that go together.
type choice struct {
	edits   map[string][]finding.Edit
	fixes   int
	dropped []string
}

// choose takes fixes in the order of their findings, each whole or not at all.
// One that touches what another changed waits for the next round.
func choose(findings []finding.Finding, unsafe bool, done history) choice {
	c := choice{edits: map[string][]finding.Edit{}}
	drop := func(f *finding.Finding, format string, arguments ...any) {
		text := f.Rule + ": " + fmt.Sprintf(format, arguments...)
		if !slices.Contains(c.dropped, text) {
			c.dropped = append(c.dropped, text)
		}
	}
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil || wanted(f.Suppressed) || !f.Fix.Safe && !unsafe || f.Category == finding.Hardening {
			continue // protections belong together, in one drop-in: unitlint harden writes it
		}
		if err := f.Fix.Validate(); err != nil {
			drop(f, "%v", err)
			continue
		}
		edits := make([]finding.Edit, len(f.Fix.Edits))
		for k, e := range f.Fix.Edits {
			edits[k] = done.continued(e)
		}
		if slices.ContainsFunc(f.Fix.Edits, done.repeats) || slices.ContainsFunc(edits, changesNothing) {
			drop(f, "the fix %q was applied and did not end the finding: it is not applied twice", f.Fix.Title)
			continue
		}
		if slices.ContainsFunc(f.Fix.Edits, done.undoes) {
			drop(f, "the fix %q would undo what another one changed: decide by hand", f.Fix.Title)
			continue
		}
		if c.join(edits) {
			c.fixes++
			continue
		}
		switch fit(edits, c.edits) {
		case apart:
			for _, e := range edits {
				path := e.Range.File.Path
				c.edits[path] = append(c.edits[path], withLineEnds(e))
			}
			c.fixes++
		case conflicting:
			drop(f, "the fix %q touches what another one changes", f.Fix.Title)
		case alike:
		}
	}
	return c
}

// changesNothing tells that all that an edit adds is there.
func changesNothing(e finding.Edit) bool { return e.Range.Start == e.Range.End && e.NewText == "" }

// wanted tells that somebody wrote why a finding is to stay. A baseline says no
// more than that it is known.
func wanted(s *finding.Suppression) bool { return s != nil && s.Kind != finding.SuppressedByBaseline }

// relation is how the edits of a fix stand to those that were taken.
type relation uint8

const (
	apart       relation = iota
	alike                // the same edits were taken, for another unit or target
	conflicting          // they overlap
)

func fit(edits []finding.Edit, taken map[string][]finding.Edit) relation {
	same := 0
	for _, e := range edits {
		e = withLineEnds(e)
		for _, t := range taken[e.Range.File.Path] {
			switch {
			case e.Range.Start == t.Range.Start && e.Range.End == t.Range.End && e.NewText == t.NewText:
				same++
			case e.Range.Start < t.Range.End && t.Range.Start < e.Range.End,
				e.Range.Start == t.Range.Start, e.Range.End == t.Range.End:
				return conflicting
			}
		}
	}
	switch same {
	case 0:
		return apart
	case len(edits):
		return alike
	default:
		return conflicting
	}
}

// withLineEnds gives the new text the line ends of its file.
func withLineEnds(e finding.Edit) finding.Edit {
	if bytes.Contains(e.Range.File.Text, []byte("\r\n")) {
		text := bytes.ReplaceAll([]byte(e.NewText), []byte("\r\n"), []byte("\n"))
		e.NewText = string(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")))
	}
	return e
}
