// Package breakage finds needs of a service that its sandbox refuses.
package breakage

import (
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
)

// Rules returns the rules that compare what a service needs with what
// its sandbox grants.
func Rules() []*lint.Rule {
	var rules []*lint.Rule
	all := slices.Concat(breakages, processBreakages)
	for i := range all {
		rules = append(rules, all[i].rule())
	}
	return append(rules, standaloneBreakageRules()...)
}

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{Category: finding.Breakage})
}

// mending returns an edit that grants the needs that one setting refuses, or nil.
type mending func(p *lint.Pass, unmet []match.Refusal) *finding.Fix

// breakage is one way in which a need is not met: a row of the table that makes
// a rule.
type breakage struct {
	id      string
	summary string
	aspect  match.Aspect
	// denial completes "…, but " with the deciding setting and the arguments:
	// "%[1]s makes %[2]s read-only".
	denial string
	// denials are other words where a directive of that name decides.
	denials map[string]string
	// closed are other words where no mount but the permissions of the files refuse.
	closed string
	// unnamed completes it where the needs name no path, port or call: "%[1]s makes
	// it start as another user". Empty where they always do.
	unnamed string
	// mend returns the smallest edit that grants the need, or nil. It is never
	// safe: loosens says how it loosens the sandbox.
	mend    mending
	loosens string
	// advice says in words what to do.
	advice string
	doc    lint.Doc
}

func (b *breakage) rule() *lint.Rule {
	var fixes finding.Fixes
	if b.mend != nil {
		fixes = finding.UnsafeFixes(b.loosens)
	}
	return &lint.Rule{
		Fixes: fixes,
		ID:    b.id, Summary: b.summary, Category: finding.Breakage,
		Severity: finding.Error, Confidence: finding.Certain, Since: "0.1.0", Doc: b.doc,
		Check: b.check,
	}
}
