package match

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// ownedByOthers tells that the unit's user was changed by a drop-in while the
// files still belong to whom they were packaged for. What systemd gives to the
// unit's user itself does not count.
func (a attempt) ownedByOthers(file string) []Refusal {
	id := a.process.Identity()
	if id.Root != sandbox.No || len(a.need.Owners) == 0 || a.box.Unit().Creates(file) || system.IsTemporary(file+"/") {
		return nil
	}
	by := changedByDropIn(a.box.Unit(), id)
	if id.User == "" && id.Dynamic {
		// systemd.exec(5): a static user of the unit's name is used where there is one.
		id.User, _, _ = strings.Cut(strings.TrimSuffix(a.box.Unit().Name, ".service"), "@")
	}
	if by == nil || slices.Contains(a.need.Owners, id.User) || id.User != "" && id.User == a.box.Unit().PackagedUser() {
		return nil
	}
	return a.refusedBy(WrongUser, file, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EACCES", Because: []*unit.Assignment{by},
		Reason: "Its files belong to " + strings.Join(a.need.Owners, " or ") + ".",
	})
}

// changedByDropIn returns the assignment in a drop-in that decides the user, or
// nil where the fragment does.
func changedByDropIn(u *unit.Unit, id sandbox.Identity) *unit.Assignment {
	for _, a := range id.Because {
		if (a.Key == "User" || a.Key == "DynamicUser") && (u.Fragment == nil || a.File != u.Fragment) {
			return a
		}
	}
	return nil
}
