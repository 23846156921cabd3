// Package filter holds the steps that findings pass between the rules and the
// report: each drops, marks, changes or adds findings and knows nothing of the
// others. A Chain brings them into order.
package filter

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Chain says what becomes of the findings of a run. The zero Chain marks what
// comments suppress, and sorts.
type Chain struct {
	// Threshold is the exposure above which a unit is a finding, 0.0 to 10.0, or
	// nil.
	Threshold *float64
	// Levels gives findings the severities that a configuration wants; nil where
	// rules were chosen by name.
	Levels lint.Processor
	// Baseline holds what is known already, or is nil.
	Baseline *Baseline
	// Files tells which files the run reports on; nil means all.
	Files func(path string) bool
	// Unhidden is shown all findings of those files, before the mild ones are
	// hidden; it may be nil.
	Unhidden lint.Processor
	// MinSeverity and MinConfidence are the least that is shown.
	MinSeverity   finding.Severity
	MinConfidence finding.Confidence
	// Earlier marks what an earlier state of the files had already, or is nil.
	Earlier lint.Processor
}

// Processors returns the steps of the chain in the order in which each sees what
// it has to: a baseline knows severities as configured, and a comment that
// suppresses a finding has an effect also where the finding would be hidden.
func (c Chain) Processors() []lint.Processor {
	steps := []lint.Processor{Dedupe}
	if c.Threshold != nil {
		steps = append(steps, Threshold(*c.Threshold))
	}
	steps = append(steps, Sort, Suppress)
	if c.Levels != nil {
		steps = append(steps, c.Levels)
	}
	if c.Baseline != nil {
		steps = append(steps, c.Baseline.Process)
	}
	if c.Files != nil {
		steps = append(steps, OnlyFiles(c.Files))
	}
	if c.Unhidden != nil {
		steps = append(steps, c.Unhidden)
	}
	if c.MinSeverity > finding.Note {
		steps = append(steps, MinSeverity(c.MinSeverity))
	}
	if c.MinConfidence > finding.Possible {
		steps = append(steps, MinConfidence(c.MinConfidence))
	}
	steps = append(steps, Sort)
	if c.Earlier != nil {
		steps = append(steps, c.Earlier)
	}
	return steps
}
