// Package reference finds fault with the other units that a unit names.
package reference

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		TemplateDependency,
		TemplateWithoutDefaultInstance,
		RequiredUnitMasked,
		RequiredUnitMissing,
		TriggeredUnitUnavailable,
		OtherManagersTarget,
		SystemOnlySetting,
		OrderingCycle,
		TargetNotOrdered,
		TargetMisspelt,
		RetiredUnit,
		SocketRemoved,
		RuntimeDirectoryShared,
		RequirementNotOrdered,
		BoundUnitConditional,
		EnabledWithoutInstall,
	}
}

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{Category: finding.Reference})
}
