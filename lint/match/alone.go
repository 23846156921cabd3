package match

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// lasting are the aspects in which a drop-in refuses what no line of the unit's own
// file gives back: a file that is not at hand cannot name exceptions to them.
var lasting = []Aspect{
	WriteExecuteDeny, NetworkIsolated, PrivilegesKept, MountsKept, KernelProtected, SchedulingDenied, DeviceHidden, ClientsUnknown, ChildrenEnded, HostnameKept,
}

// Alone keeps the refusals of drop-ins that hold whatever the unit's own file says.
// Lists add up with those of the unit, and its directories are writable: those are
// left out but for lists that a drop-in has emptied.
func Alone(refused []Refusal) []Refusal {
	return slices.DeleteFunc(refused, func(r Refusal) bool {
		by := r.Verdict.Cause()
		if by == nil {
			return true
		}
		emptied := by.Key == "CapabilityBoundingSet" && by.Value == ""
		return !emptied && (!slices.Contains(lasting, r.Aspect) || by.Directive == nil || by.Directive.Assign != catalog.Replace)
	})
}
