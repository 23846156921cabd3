// Package rules holds every rule: one file a rule, or a family driven by one
// table. Rules compare what the models below say; they never parse text and
// never print.
package rules

import (
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/rules/breakage"
	"github.com/unitlint/unitlint/rules/consistency"
	"github.com/unitlint/unitlint/rules/hardening"
	"github.com/unitlint/unitlint/rules/merge"
	"github.com/unitlint/unitlint/rules/reference"
	"github.com/unitlint/unitlint/rules/syntax"
	"github.com/unitlint/unitlint/rules/value"
	"github.com/unitlint/unitlint/rules/version"
	"github.com/unitlint/unitlint/rules/weakness"
)

// All returns every rule, sorted by ID.
func All() []*lint.Rule { return slices.Clone(made()) }

// made makes the rules once: a run asks for them several times.
var made = sync.OnceValue(func() []*lint.Rule {
	all := slices.Concat(
		filter.Rules(),
		syntax.Rules(),
		merge.Rules(),
		value.Rules(),
		version.Rules(),
		consistency.Rules(),
		reference.Rules(),
		hardening.Rules(),
		weakness.Rules(),
		breakage.Rules(),
	)
	slices.SortFunc(all, func(a, b *lint.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
})
