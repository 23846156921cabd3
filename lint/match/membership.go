package match

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// askMembership asks whether a user that the process runs as belongs to a group.
// Of a user that exists beside the service only the host can tell; one that
// systemd makes for the service belongs to what the unit says and to nothing
// else (systemd.exec(5), "DynamicUser=").
func askMembership(a attempt, group string) []Refusal {
	id := a.process.Identity()
	if !id.Dynamic || id.Root != sandbox.No || id.Group == group || id.User == group || slices.Contains(id.Supplementary, group) {
		return nil
	}
	for _, one := range append(id.Supplementary, id.Group) {
		if _, err := strconv.Atoi(one); err == nil || strings.Contains(one, "%") {
			return nil
		}
	}
	for _, override := range []string{"CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH"} {
		if !a.process.Capability(override).Denies() {
			return nil
		}
	}
	by := id.Because
	for at, a := range by {
		if a.Key == "DynamicUser" {
			by = append([]*unit.Assignment{a}, slices.Delete(slices.Clone(by), at, at+1)...)
			break
		}
	}
	return a.refusedBy(GroupMissing, group, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: by, Reason: "A dynamic user is in no group but those that the unit names.",
	})
}
