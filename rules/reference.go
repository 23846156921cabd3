package rules

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
)

func referenceRules() []*lint.Rule {
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

// neighbour finds another unit of the same manager, as the unit's release
// would. ok is false where the tree does not hold the manager's units: in a
// packaging tree, nothing is known of others.
func neighbour(p *lint.Pass, name string) (id locate.Identity, ok bool) {
	u := p.Unit
	if u.Tree == nil || u.Packaging {
		return locate.Identity{}, false
	}
	return u.Tree.UnitAt(name, u.Scope, u.Release.Version), true
}

// missing tells whether a unit cannot be there: the tree is a whole system, no
// file of it makes the unit, and no generator or device is known to.
func missing(p *lint.Pass, id locate.Identity) bool {
	if !p.Host.Complete() || id.State != locate.NotFound || id.Err != nil {
		return false
	}
	switch locate.TypeOf(id.Name) {
	case "service", "socket", "timer", "path", "target":
		return !generated(p, id.Name)
	}
	return false // devices, mounts, swaps, scopes and slices exist without files
}
