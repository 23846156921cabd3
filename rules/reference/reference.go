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
		RequirementNotOrdered,
		BoundUnitConditional,
		EnabledWithoutInstall,
	}
}

// referenceRule completes a rule of this category.
func referenceRule(r lint.Rule) *lint.Rule {
	r.Category, r.Since = finding.Reference, "0.1.0"
	if r.Confidence == 0 {
		r.Confidence = finding.Certain
	}
	return &r
}
