package lint

import (
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// Rule is a value: identity, words, severity, examples and one function.
type Rule struct {
	ID         string // kebab-case, the only name
	Summary    string // one line, no full stop
	Category   Category
	Severity   Severity
	Confidence Confidence
	Since      string // unitlint's version
	Doc        Doc
	Check      func(*Pass)
}

// Doc is the rule's page; explain, docs/ and SARIF are rendered from it.
type Doc struct {
	Text    string // what and why, Markdown paragraphs
	Symptom string // what an operator would see
	Bad     string // a unit that fires; linted in a test
	Good    string // the mended unit; must not fire
	// Unit names the examples' unit, "example.service" by default.
	Unit       string
	Fix        string
	Versions   string
	References []string // manual pages and addresses
}

// Pass is all that a rule may look at: one effective unit at one target.
type Pass struct {
	Unit   *unit.Unit
	Target target.Target
	report func(Finding)
}

// Report hands a finding to the engine.
func (p *Pass) Report(f Finding) { p.report(f) }
