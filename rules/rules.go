// Package rules holds every rule: one file a rule, or a family driven by one
// table. Rules compare what the models below say; they never parse text and
// never print.
package rules

import (
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint"
)

// All returns every rule, sorted by ID.
func All() []*lint.Rule { return slices.Clone(made()) }

// made makes the rules once: a run asks for them several times.
var made = sync.OnceValue(func() []*lint.Rule {
	all := slices.Concat(
		lint.OwnRules(),
		syntaxRules(),
		mergeRules(),
		valueRules(),
		versionRules(),
		consistencyRules(),
		referenceRules(),
		hardeningRules(),
		weaknessRules(),
		breakageRules(),
	)
	slices.SortFunc(all, func(a, b *lint.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
})
