// Package version finds what a target's systemd or kernel does not know yet, or
// no longer.
package version

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		DirectiveNewerThanTarget,
		DirectiveRemoved,
		DeprecatedDirective,
		ValueNewerThanTarget,
		CapabilityNewerThanKernel,
		OlderSystemsIgnore,
	}
}

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{Category: finding.Version})
}
