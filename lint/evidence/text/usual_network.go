package text

import (
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// networkTargets are what services order themselves after that work with the
// network (systemd.special(7)). Those that ask for it to be up speak to other
// hosts themselves; of the others some wait for it because of what they work
// with.
var networkTargets = []struct {
	name   string
	speaks bool
}{{"network-online.target", true}, {"network.target", false}}

// afterNetwork returns the line of the unit's own file by which it waits for the
// network, or nil, with the target that it names.
func (r *collector) afterNetwork() (by *unit.Assignment, name string, speaks bool) {
	for _, target := range networkTargets {
		for _, list := range []string{"After", "Wants", "Requires"} {
			for _, a := range r.Unit.All("Unit", list) {
				if a.File == r.Unit.Fragment && lists(a.Value, target.name) {
					return a, target.name, target.speaks
				}
			}
		}
	}
	return nil, "", false
}

// lists tells whether a word stands in a list.
func lists(list, word string) bool {
	if !strings.Contains(list, word) {
		return false // as most do not
	}
	for one := range strings.FieldsSeq(list) {
		if one == word {
			return true
		}
	}
	return false
}

// asksFor tells whether the unit pulls a target in, and does not only wait for it.
func (r *collector) asksFor(target string) bool {
	for _, list := range []string{"Wants", "Requires"} {
		for _, a := range r.Unit.All("Unit", list) {
			if lists(a.Value, target) {
				return true
			}
		}
	}
	return false
}

// followsNetwork records that a service which waits for the network works with
// it, unless a profile says how. None of some 300 units of Debian 12 and 13 that
// do has a network of its own. Measured with 42 services of Debian 12: 41 no
// longer did their job with one, and 42 of 43 without internet sockets. Packets
// are less telling: some wait for the network for the sake of others. Sockets
// that systemd opens and passes need no network.
func (r *collector) followsNetwork(i *invocation.Invocation) {
	by, name, speaks := r.afterNetwork()
	if by == nil || len(system.Sockets(r.Unit)) > 0 || r.explainsNetwork(speaks) {
		return
	}
	packets := need.NoPacketFilter
	if speaks {
		packets = need.WithoutExceptions
	}
	certainty := need.Likely
	if !r.asksFor(name) {
		certainty = need.Possible // an order alone asks for nothing
	}
	r.shared(i, need.Need{
		Kind: need.Network, Certainty: certainty, Consequence: need.JobFails, Conditions: need.Conditions{Packets: packets},
		Why:      "works with the network, as '" + by.Key + "=" + name + "' says",
		Evidence: need.Evidence{Assignment: by, Range: by.ValueRange()},
	})
}

// explainsNetwork tells that what is known of the program says whether it works
// with the network: of one that speaks itself a need has to.
func (r *collector) explainsNetwork(speaks bool) bool {
	return r.isKnown(func(*invocation.Means) bool { return true }) &&
		(!speaks || r.known(need.Network, need.HostNetwork, need.Serve, need.Bind))
}

// rootPrivileges are the capabilities for one of which a network service starts
// as root, beside that of low ports: to become another user or to administer the
// system (capabilities(7)). Who changes the root directory becomes another user,
// too.
var rootPrivileges = []string{
	"CAP_SETUID", "CAP_SETGID", "CAP_NET_ADMIN", "CAP_SYS_ADMIN", "CAP_NET_RAW", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH",
	"CAP_CHOWN", "CAP_FOWNER", "CAP_SYS_TIME", "CAP_SYS_PTRACE",
}

// servesAsRoot records that a network service which is packaged to start as root
// may make use of being root. Measured with 35 services of Debian 12: 31 failed
// with no capability but that of low ports; what serves from high ports and never
// changes its user did not.
func (r *collector) servesAsRoot(i *invocation.Invocation) {
	by, _, _ := r.afterNetwork()
	if by == nil || r.isOneshot() {
		return
	}
	r.shared(i, need.Need{
		Kind: need.Capability, Any: rootPrivileges, Certainty: need.Possible, Conditions: need.Conditions{Starts: need.AsRoot},
		Why: "serves the network and is packaged to start as root, to become another user or to administer the system",
	})
}
