package filter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Baseline holds findings that are known and not to be reported again. It is
// stable against moved lines: see Fingerprints.
type Baseline struct {
	Version  int             `json:"version"`
	Findings []BaselineEntry `json:"findings"`

	place func(shown string) string
}

// BaselineEntry is one known finding: the fingerprint decides, the rest is for
// the people who read the file.
type BaselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	Unit        string `json:"unit"`
	File        string `json:"file"`
	Message     string `json:"message"`
	// Exposure is what it was where the finding is that it is too high, else 0.
	Exposure float64 `json:"exposure,omitempty"`
}

// knows tells whether a finding of the same fingerprint is the known one, or a
// milder one: an exposure that fell is nothing new.
func (e *BaselineEntry) knows(f *finding.Finding) bool {
	const rounding = 0.001
	return f.Exposure <= e.Exposure+rounding
}

const baselineVersion = 1

// Add records findings, but for those that a comment suppresses already. Place
// returns how the baseline names a file that reports show with a path.
func (b *Baseline) Add(findings []finding.Finding, place func(shown string) string) {
	for i, fingerprint := range finding.FingerprintsAt(findings, place) {
		f := &findings[i]
		if f.Suppressed != nil && f.Suppressed.Kind != finding.SuppressedByBaseline {
			continue
		}
		b.Findings = append(b.Findings, BaselineEntry{
			Fingerprint: fingerprint, Rule: f.Rule, Unit: f.Unit, File: place(f.Path()), Message: f.Message, Exposure: f.Exposure,
		})
	}
}

// Keep records the entries of an older baseline that a run could not judge, for
// it did not run their rule or read their file.
func (b *Baseline) Keep(older *Baseline, judged func(rule, file string) bool) {
	for _, entry := range older.Findings {
		if !judged(entry.Rule, entry.File) {
			b.Findings = append(b.Findings, entry)
		}
	}
}

// ParseBaseline reads a baseline file's text. Place is the one that the findings
// were added with.
func ParseBaseline(text []byte, place func(shown string) string) (*Baseline, error) {
	b := Baseline{place: place}
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("the baseline is not one: %w", err)
	}
	if b.Version != baselineVersion {
		return nil, fmt.Errorf("the baseline has version %d, expected %d", b.Version, baselineVersion)
	}
	return &b, nil
}

// Encode returns the text of the baseline's file, ready to be read by people
// and compared line by line.
func (b *Baseline) Encode() ([]byte, error) {
	b.Version = baselineVersion
	if b.Findings == nil {
		b.Findings = []BaselineEntry{}
	}
	slices.SortStableFunc(b.Findings, func(x, y BaselineEntry) int {
		return strings.Compare(x.File+"\x00"+x.Rule+"\x00"+x.Fingerprint, y.File+"\x00"+y.Rule+"\x00"+y.Fingerprint)
	})
	text, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return nil, fmt.Errorf("encoding the baseline: %w", err)
	}
	return append(text, '\n'), nil
}

// Process suppresses the findings that the baseline knows, and says which of
// its findings in the files of this run are gone.
func (b *Baseline) Process(s *lint.State, findings []finding.Finding) []finding.Finding {
	known := map[string]*BaselineEntry{}
	for i := range b.Findings {
		known[b.Findings[i].Fingerprint] = &b.Findings[i]
	}
	for i, fingerprint := range finding.FingerprintsAt(findings, b.place) {
		entry := known[fingerprint]
		if entry == nil {
			continue
		}
		delete(known, fingerprint)
		if !entry.knows(&findings[i]) {
			continue
		}
		if findings[i].Suppressed == nil {
			findings[i].Suppressed = &finding.Suppression{Kind: finding.SuppressedByBaseline, Reason: "known when the baseline was written"}
		}
	}
	ran := map[string]bool{}
	for _, r := range s.Rules {
		ran[r.ID] = true
	}
	read := map[string]bool{}
	for file := range s.Files() {
		read[b.place(file.Source.Path)] = true
	}
	gone := 0
	for _, entry := range b.Findings {
		if known[entry.Fingerprint] == nil || !ran[entry.Rule] || !read[entry.File] {
			continue
		}
		if gone++; gone <= mostGone {
			s.Notice("gone from the baseline: %s: %s [%s]", entry.File, entry.Message, entry.Rule)
		}
	}
	if gone > mostGone {
		s.Notice("gone from the baseline: %d more findings; --write-baseline forgets them", gone-mostGone)
	}
	return findings
}

// Earlier returns a step that suppresses the findings which an earlier state of
// the same files had, for a reason. Lines may have moved meanwhile.
func Earlier(before []finding.Finding, reason string) lint.Processor {
	var b Baseline
	here := func(shown string) string { return shown }
	b.Add(before, here)
	known := make(map[string]*BaselineEntry, len(b.Findings))
	for i := range b.Findings {
		known[b.Findings[i].Fingerprint] = &b.Findings[i]
	}
	return func(_ *lint.State, findings []finding.Finding) []finding.Finding {
		for i, fingerprint := range finding.FingerprintsAt(findings, here) {
			f := &findings[i]
			if entry := known[fingerprint]; entry != nil && entry.knows(f) && f.Suppressed == nil {
				f.Suppressed = &finding.Suppression{Kind: finding.SuppressedByBaseline, Reason: reason}
			}
		}
		return findings
	}
}

// mostGone bounds the findings that are named as gone: a unit that does not load
// any more has none of its many.
const mostGone = 10
