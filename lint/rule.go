package lint

import (
	"cmp"

	"github.com/unitlint/unitlint/lint/finding"
)

// Rule is a value: identity, words, severity, examples and one function.
type Rule struct {
	ID         string // kebab-case, the only name
	Summary    string // one line that begins with a capital letter and has no full stop
	Category   finding.Category
	Severity   finding.Severity
	Confidence finding.Confidence
	Since      string // unitlint's version
	Fixes      finding.Fixes
	Doc        Doc
	// Check looks at one unit at one target. It is nil for the rules that the
	// steps of lint/filter apply.
	Check func(*Pass)
	// Former are the names that the rule had in older versions; configurations
	// and suppressions that use them still work and are told so.
	Former []string
}

// Doc is the rule's page; explain, docs/ and SARIF are rendered from it.
type Doc struct {
	Text    string // what and why, Markdown paragraphs
	Symptom string // what an operator would see
	// Bad is a unit that fires and Good the mended one, which must not; both are
	// linted in a test. Either may be a txtar archive of a tree below the root.
	Bad  string
	Good string
	// Unit names the examples' unit, "example.service" by default.
	Unit string
	// Target is the target that the examples are linted for; the newest systemd
	// by default.
	Target     string
	Fix        string
	Versions   string
	References []string // manual pages and addresses
}

// Or returns the rule with what it leaves open filled in from the defaults of its
// category.
func (r Rule) Or(defaults Rule) *Rule {
	r.Category = cmp.Or(r.Category, defaults.Category)
	r.Severity = cmp.Or(r.Severity, defaults.Severity)
	r.Confidence = cmp.Or(r.Confidence, defaults.Confidence, finding.Certain)
	r.Since = cmp.Or(r.Since, "0.1.0")
	r.Doc.Symptom = cmp.Or(r.Doc.Symptom, defaults.Doc.Symptom)
	if r.Doc.References == nil {
		r.Doc.References = defaults.Doc.References
	}
	return &r
}
