package hardening

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/exposure"
)

// networkProtections are the directives that limit with whom a service can talk
// (systemd.exec(5) and systemd.resource-control(5)).
var networkProtections = []protection{
	{
		id: "harden-private-network", directive: "PrivateNetwork",
		fails:       "PrivateNetwork",
		base:        "RestrictAddressFamilies=AF_UNIX",
		recommended: "PrivateNetwork=yes", weak: "PrivateNetwork=no",
		fits:    withoutNetwork,
		summary: "The service uses the host's network without a sign that it needs one",
		restricts: "`PrivateNetwork=` gives the service a network of its own with nothing but a loopback interface. It can neither be " +
			"reached nor reach out, and abstract local sockets of the host are out of reach too. Nothing lowers the exposure as much.",
		breaks: "Everything that talks to the network, name resolution through DNS included; sockets below `/run` still work, and so do sockets " +
			"that systemd hands over. The rule is silent where the unit shows that the service uses the network.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "network_namespaces(7)"},
	},
	{
		id: "harden-restrict-address-families", directive: "RestrictAddressFamilies",
		fails:       "RestrictAddressFamilies_*",
		recommended: "RestrictAddressFamilies=AF_UNIX", weak: "RestrictAddressFamilies=~AF_PACKET",
		fits:     leavesMoreFamiliesThanUsual,
		describe: describeFamilies,
		summary:  "The service can open sockets of families that services rarely need",
		restricts: "`RestrictAddressFamilies=` lists the kinds of sockets that the service may open. Most services need `AF_UNIX`, network " +
			"services also `AF_INET` and `AF_INET6`, some `AF_NETLINK`. The rarely used families hold the bugs: many local root exploits of the kernel began with one.",
		breaks: "A family that is not listed fails with \"Address family not supported by protocol\" (EAFNOSUPPORT). `AF_NETLINK` is needed by " +
			"programs that list interfaces or routes, and by getaddrinfo and getifaddrs of the C library; without `AF_UNIX` the journal's " +
			"socket and sd_notify cannot be reached.",
		versions:   "`none` exists since systemd 249. Sockets that systemd hands over, and those that are inherited, are not affected.",
		references: []string{"systemd.exec(5)", "address_families(7)"},
	},
	{
		id: "harden-ip-address-deny", directive: "IPAddressDeny",
		fails:       "IPAddressDeny",
		base:        "RestrictAddressFamilies=AF_UNIX",
		recommended: "IPAddressDeny=any", weak: "IPAddressDeny=10.0.0.0/8",
		fits:    withoutNetwork,
		summary: "The service can exchange packets with every IP address",
		restricts: "`IPAddressDeny=any` drops all packets of the service's IP sockets in both directions, except those that `IPAddressAllow=` " +
			"lists, for instance `localhost`. It also holds for sockets that systemd hands over.",
		breaks: "Whatever talks to an address that is not listed, name resolution included. It needs BPF in the kernel and does nothing in " +
			"containers that may not load BPF programs; then the journal says so. The rule is silent where the unit shows that the service uses the network.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.resource-control(5)"},
	},
}

// networkUnits are units that only a service with a network orders itself after.
var networkUnits = []string{"network.target", "network-online.target", "nss-lookup.target", "network-pre.target", "nss-user-lookup.target"}

// withoutNetwork tells that nothing in the unit shows a use of the network.
func withoutNetwork(pass *lint.Pass) bool {
	u := pass.Unit
	for _, directive := range []string{"After", "Wants", "Requires", "BindsTo"} {
		for _, a := range u.All("Unit", directive) {
			for _, name := range strings.Fields(a.Value) {
				if slices.Contains(networkUnits, name) {
					return false
				}
			}
		}
	}
	for _, a := range u.All(u.ExecSection(), "RestrictAddressFamilies") {
		if !strings.HasPrefix(a.Value, "~") && strings.Contains(a.Value, "AF_INET") {
			return false
		}
	}
	for _, directive := range []string{"IPAddressAllow", "SocketBindAllow", "RestrictNetworkInterfaces", "NetworkNamespacePath"} {
		if len(u.All(u.ExecSection(), directive)) > 0 {
			return false
		}
	}
	return true
}

// usualFamilies are the checks of families that many services need; a unit that
// leaves only these open is well restricted.
var usualFamilies = []string{
	"RestrictAddressFamilies_AF_INET_INET6", "RestrictAddressFamilies_AF_UNIX", "RestrictAddressFamilies_AF_NETLINK",
}

func leavesMoreFamiliesThanUsual(pass *lint.Pass) bool {
	var room [usualChecks]*exposure.Check
	open := failing(pass.Exposure(), "RestrictAddressFamilies_*", room[:0])
	return slices.ContainsFunc(open, func(c *exposure.Check) bool { return !slices.Contains(usualFamilies, c.ID) })
}

func describeFamilies(failing []*exposure.Check) string {
	for _, c := range failing {
		if c.ID == "RestrictAddressFamilies_OTHER" {
			return "can open sockets of every family"
		}
	}
	return "can open packet sockets"
}
