package match

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// AsPackaged returns the needs that the packaged unit by itself grants: who wrote
// it knew the program, so that what it refuses is not needed, however much the
// program could do. Needs of a unit that no package installed are returned as they
// are.
func AsPackaged(u *unit.Unit, h *host.Host, needs []need.Need) []need.Need {
	if u.Fragment == nil || !isVendor(u.Identity.Fragment) || len(needs) == 0 {
		return needs
	}
	packaged := u
	if len(u.Identity.DropIns) > 0 {
		alone := u.Identity
		alone.DropIns = nil
		loaded, err := unit.Load(alone, u.Release)
		if err != nil || loaded.Fragment == nil {
			return needs
		}
		packaged = loaded
	}
	box := sandbox.New(packaged, h)
	granted := make([]need.Need, 0, len(needs))
	for _, n := range needs {
		there, found := sameLine(packaged, n.Line)
		asked := n
		asked.Line = there
		if n.Evidence.Local || !found || !Refused(box, &asked) {
			granted = append(granted, n)
		}
	}
	return granted
}

// sameLine returns the line of another merge of a unit that is the same command.
func sameLine(u *unit.Unit, line unit.Line) (unit.Line, bool) {
	for _, other := range u.Lines() {
		if other.Matches(line) {
			return other, true
		}
	}
	return unit.Line{}, false
}

// packagedForUser tells whether a package's unit by itself has the program start as
// another user than root. Who packaged the program knows better than others as
// whom this release of it can start.
func packagedForUser(u *unit.Unit) bool {
	return u.Fragment != nil && isPackaged(u.Identity.Fragment) && startsAsOther(u)
}

// packagedAsRoot tells whether a package's unit by itself has the program start as root.
func packagedAsRoot(u *unit.Unit) bool {
	return u.Fragment != nil && isPackaged(u.Identity.Fragment) && !startsAsOther(u)
}

// startsAsOther tells whether the unit's own file gives the service another user than root.
func startsAsOther(u *unit.Unit) bool {
	if user := u.PackagedUser(); user != "" {
		return user != "root" && user != "0"
	}
	return u.PackagedDynamicUser()
}

// isPackaged tells whether a fragment lies where packages put units, or where a
// source package keeps those that it installs (dh_installsystemd(1)).
func isPackaged(fragment string) bool {
	return isVendor(fragment) || path.Base(path.Dir(fragment)) == "debian"
}

// isVendor tells whether a fragment lies where packages put units
// (systemd.unit(5), "Unit File Load Path").
func isVendor(fragment string) bool { return strings.Contains("/"+fragment, "/lib/systemd/") }
