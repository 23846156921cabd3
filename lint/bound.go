package lint

import (
	"fmt"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// MostFindings bounds what one rule says of one file of a unit, so that a file
// that is something else altogether neither drowns the rest nor costs more time
// and memory than a file that somebody wrote. One more finding then tells how
// many are left out.
const MostFindings = 100

// quota counts what the rule that runs found in one file.
type quota struct {
	// counts tells that the rule that runs has come to the file.
	counts bool
	found  int
	// omitted counts what is left out, first is the place of the first of it and
	// gravest the severity of the gravest: a finding that fails a run fails it
	// also where it is not shown.
	omitted int
	first   source.Range
	gravest finding.Severity
}

// Omit tells whether a finding of a severity at a place would be one more than
// MostFindings, and then counts it as left out. A rule that may find very many
// asks before it words a finding; Report asks for all others.
func (p *Pass) Omit(at source.Range, severity finding.Severity) bool {
	return p.quotaOf(at.File).omit(at, severity)
}

func (q *quota) omit(at source.Range, severity finding.Severity) bool {
	if q.found < MostFindings {
		return false
	}
	if q.omitted == 0 {
		q.first = at
	}
	q.omitted++
	q.gravest = max(q.gravest, severity)
	return true
}

// NotShown is the message of the finding that tells how many are left out.
func NotShown(omitted int) string {
	return fmt.Sprintf("This and what follows in the file is not shown: %d more of the same kind.", omitted)
}

// quotaOf returns the count of a file for the rule that runs.
func (p *Pass) quotaOf(file *source.File) *quota {
	q := p.quotas[file]
	if q == nil {
		q = &quota{}
		if p.quotas == nil {
			p.quotas = map[*source.File]*quota{}
		}
		p.quotas[file] = q
	}
	if !q.counts {
		q.counts = true
		p.counted = append(p.counted, q)
	}
	return q
}

// closeQuotas ends a rule: it reports what was left out, file by file in the
// order in which the rule came to them.
func (p *Pass) closeQuotas() {
	for _, q := range p.counted {
		if q.omitted == 0 {
			continue
		}
		f := finding.Finding{
			Range:    q.first,
			Severity: q.gravest,
			Message:  NotShown(q.omitted),
		}
		p.complete(&f)
		p.findings = append(p.findings, f)
	}
	p.resetQuotas()
}

// resetQuotas begins to count anew, for the next rule.
func (p *Pass) resetQuotas() {
	for _, q := range p.counted {
		*q = quota{}
	}
	p.counted = p.counted[:0]
}
