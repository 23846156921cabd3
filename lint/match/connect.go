package match

import (
	"net/netip"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// askConnect asks whether a host can be reached. On the loopback device that
// stands for a server beside the service: in a network of its own the service
// finds none but what it starts itself.
func askConnect(a attempt, host string) []Refusal {
	v := a.process.Network()
	address := addressOf(host)
	isLoopback := address.IsValid() && address.IsLoopback()
	switch {
	case isolates(v) && (isLoopback && a.process.Phase != unit.Start || joinsOthers(a.box.Unit())):
		return nil // the main process, or one of the other unit, may be the server or lead to it
	case isolates(v), v.Mechanism == sandbox.ByAddressFamily:
		return a.refusedBy(reachAspect(v), host, v)
	case address.IsValid():
		return a.refusedBy(NetworkIsolated, host, a.process.IPTraffic(address.String()))
	}
	return a.refusedBy(NetworkIsolated, host, v)
}

// joinsOthers tells whether the unit shares its namespaces with another one.
func joinsOthers(u *unit.Unit) bool {
	return u.Value("Unit", "JoinsNamespaceOf") != "" || len(system.Joined(u)) > 0
}

// reachAspect tells a filter of address families from one of the network.
func reachAspect(v sandbox.Verdict) Aspect {
	if v.Mechanism == sandbox.ByAddressFamily {
		return FamilyDenied
	}
	return NetworkIsolated
}

// isolates tells that a network namespace of the unit's own decided.
func isolates(v sandbox.Verdict) bool {
	return v.Mechanism == sandbox.ByNetworkNamespace
}

// addressOf returns the address that a host's name stands for, as far as it is
// known.
func addressOf(host string) netip.Addr {
	if host == "localhost" {
		host = "127.0.0.1"
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return address
}
