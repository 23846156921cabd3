// Package neighbour finds the other units that a unit names, as its own manager
// would.
package neighbour

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
)

// Of finds another unit of the same manager, as the unit's release
// would. ok is false where the tree does not hold the manager's units: in a
// packaging tree, nothing is known of others.
func Of(p *lint.Pass, name string) (id locate.Identity, ok bool) {
	u := p.Unit
	if u.Tree == nil || u.Packaging {
		return locate.Identity{}, false
	}
	return u.Tree.UnitAt(name, u.Scope, u.Release.Version), true
}

// implemented are the names under which one of several programs may be there,
// and none has to (systemd.special(7)).
var implemented = []string{"syslog.service", "display-manager.service"}

// Missing tells whether a unit cannot be there: the tree is a whole system, no
// file of it makes the unit, and no generator or device is known to.
func Missing(p *lint.Pass, id locate.Identity) bool {
	if !p.Host.Complete() || id.State != locate.NotFound || id.Err != nil || slices.Contains(implemented, id.Name) {
		return false
	}
	switch locate.TypeOf(id.Name) {
	case "service", "socket", "timer", "path", "target":
		return !generated(p, id.Name)
	}
	return false // devices, mounts, swaps, scopes and slices exist without files
}

// generated tells whether a unit without a file may be made at boot: from a
// System V script, or under a name that systemd's own generators use.
func generated(p *lint.Pass, name string) bool {
	stem, _, _ := strings.Cut(strings.TrimSuffix(name, ".service"), "@")
	if strings.HasPrefix(stem, "systemd-") {
		return true
	}
	_, err := p.Unit.Tree.Stat("etc/init.d/" + stem)
	return err == nil
}
