// Package version finds what a target's systemd or kernel does not know yet, or
// no longer.
package version

import "github.com/unitlint/unitlint/lint"

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
