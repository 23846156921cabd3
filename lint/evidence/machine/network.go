package machine

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// network records that the program serves the network, and the ports that the
// configuration names, where it can take connections at all.
func (c *collector) network() {
	b := c.program.Binary
	switch shown := b.Serves(); {
	case b.Go != nil && b.Listens():
		c.serves(need.Likely, need.Sign{Message: "is linked with Go's package net and listens", Path: c.program.Path})
	case len(shown) > 0 && c.program.Line.Phase == unit.Start:
		verb := "imports "
		if b.Format == binary.Script {
			verb = "uses "
		}
		c.serves(c.servesInternet(), need.Sign{Message: verb + strings.Join(shown, " and "), Path: c.program.Path})
	case c.program.Line.Phase == unit.Start && waitsForNetwork(c.unit):
		c.networks()
	}
	if b.Format == binary.ELF && !b.Listens() && len(b.Serves()) == 0 {
		return
	}
	for _, f := range c.program.Configuration.BeyondLoopback(c.program.Arguments) {
		count := len(c.needs)
		c.claim(need.Network, need.Likely, "takes connections from other hosts", c.stated(f)).Consequence = need.JobFails
		c.local(c.needs[count:], f)
	}
	for _, f := range c.program.Configuration.Facts {
		certainty := need.Likely
		if !f.Known && !f.Plain {
			certainty = need.Possible
		}
		count := len(c.needs)
		c.listens(f, certainty)
		c.local(c.needs[count:], f)
	}
	for _, f := range c.program.Configuration.Guessed {
		c.listens(f, need.Possible)
	}
}

// listens records the ports of a statement.
func (c *collector) listens(f daemon.Fact, certainty need.Certainty) {
	for _, value := range f.Values {
		switch f.Meaning {
		case daemon.Port, daemon.Listen:
			c.claim(need.Serve, certainty, "listens on port "+value, c.stated(f), value)
		case daemon.UDPPort:
			c.claim(need.Serve, certainty, "listens on port "+value, c.stated(f), value+"/udp")
		}
	}
}

// interfaces are where the kernel tells of network interfaces (proc(5)): what is
// there is that of the process's network namespace.
var interfaces = []string{"/proc/net/dev", "/sys/class/net"}

func isInterfaces(name string) bool {
	return slices.ContainsFunc(interfaces, func(place string) bool { return name == place || strings.HasPrefix(name, place+"/") })
}

// networks records that a program whose unit waits for the network works with it: it
// names the interfaces; or it is a script that imports what is there for that, or
// runs in what daemons are written for.
func (c *collector) networks() {
	b := c.program.Binary
	certainty := need.Likely
	if len(system.Sockets(c.unit)) > 0 {
		certainty = need.Possible
	}
	if at := slices.IndexFunc(b.Strings, isInterfaces); at >= 0 {
		shown := []need.Sign{{Message: "names " + b.Strings[at], Path: c.program.Path}}
		c.claim(need.HostNetwork, need.Likely, "looks at the network interfaces", shown).Consequence = need.JobFails
	}
	if name := b.Networks(); name != "" {
		c.serves(certainty, need.Sign{Message: "imports " + name, Path: c.program.Path})
		return
	}
	for _, r := range c.runtimes() {
		if len(r.Interpreters) > 0 {
			c.serves(certainty, need.Sign{Message: r.Why, Path: c.program.Path})
			return
		}
	}
}

// serves records that the program serves the network.
func (c *collector) serves(certainty need.Certainty, sign need.Sign) {
	shown := []need.Sign{sign}
	served := c.claim(need.Network, certainty, "serves the network", shown)
	served.Consequence, served.Conditions.Packets = need.JobFails, need.WithoutExceptions
	c.claim(need.AddressFamily, certainty, "serves the network", shown, "AF_INET", "AF_INET6")
	if certainty == need.Likely && !c.program.highPorts() {
		c.claim(need.Capability, need.Possible, "may serve a port below 1024", shown, "CAP_NET_BIND_SERVICE")
	}
}

// servesInternet tells how sure it is that a program which can serve the internet
// does: where its unit waits for the network or its configuration names a port,
// unless it is handed its sockets, or its command line or configuration places them
// in the file system, or is understood and names no port. Measured with 98 services
// of Debian 12; of those that neither waits nor names a port half would do without.
func (c *collector) servesInternet() need.Certainty {
	p := &c.program
	switch {
	case len(system.Sockets(c.unit)) > 0, slices.ContainsFunc(p.Arguments, isSocketPath):
		return need.Possible
	case p.namesPort():
		return need.Likely
	case p.Configuration.Source != "", p.placesSockets(), !p.Takes, !waitsForNetwork(c.unit):
		return need.Possible
	}
	return need.Likely
}

// isSocketPath tells whether an argument names a socket in the file system.
func isSocketPath(argument string) bool {
	return strings.Contains(argument, "/") && (strings.HasSuffix(argument, ".sock") || strings.HasSuffix(argument, ".socket") ||
		strings.HasSuffix(argument, "/socket") || strings.Contains(argument, "unix:") || strings.Contains(argument, "local:"))
}

// namesPort tells whether the configuration names a port.
func (p *Program) namesPort() bool {
	return slices.ContainsFunc(p.Configuration.Facts, func(f daemon.Fact) bool { return isAddress(f.Meaning) })
}

// placesSockets tells whether the configuration places sockets in the file system.
func (p *Program) placesSockets() bool {
	return slices.ContainsFunc(p.Configuration.Facts, func(f daemon.Fact) bool { return f.Meaning == daemon.Socket })
}

// networkTargets are the units that services order themselves after which work
// with the network (systemd.special(7)).
var networkTargets = []string{"network.target", "network-online.target", "nss-lookup.target"}

// waitsForNetwork tells whether the unit's own file orders it after the network.
func waitsForNetwork(u *unit.Unit) bool {
	return slices.ContainsFunc(u.All("Unit", "After"), func(a *unit.Assignment) bool {
		return a.File == u.Fragment && slices.ContainsFunc(strings.Fields(a.Value), func(name string) bool {
			return slices.Contains(networkTargets, name)
		})
	})
}

// OnlyLoopback tells that the main program of a unit is configured to exchange packets
// with its own host alone, and returns the statement that says so. The unit must run
// nothing else, but for tools whose needs its text shows, and the words of its
// command line be plain.
func (k *Knowledge) OnlyLoopback(main unit.Line, all []invocation.Program) (daemon.Setting, bool) {
	others := func(p invocation.Program) bool { return p.Line != main && !p.Tool }
	if main.Assignment == nil || strings.Contains(main.Assignment.Value, "$") || slices.ContainsFunc(all, others) {
		return daemon.Setting{}, false
	}
	for _, p := range k.Programs {
		if p.Line != main {
			continue
		}
		if said, ok := p.Configuration.OnlyLoopback(p.Arguments); ok {
			return said, true
		}
	}
	return daemon.Setting{}, false
}

// captures records that the program captures packets, which is likely where it takes
// none in another way, or its command line or configuration says on which interface:
// programs of one source often share their code.
func (c *collector) captures() {
	certainty := need.Possible
	interfaceNamed := slices.ContainsFunc(c.program.Arguments, func(word string) bool { return word == "-i" || strings.HasPrefix(word, "--interface") }) ||
		slices.ContainsFunc(c.program.Configuration.Facts, func(f daemon.Fact) bool { return f.Meaning == daemon.Interface })
	if interfaceNamed || !c.program.Binary.Listens() {
		certainty = need.Likely
	}
	shown := []need.Sign{{Message: "imports pcap_open_live or pcap_create", Path: c.program.Path}}
	c.claim(need.Capability, certainty, "captures packets", shown, "CAP_NET_RAW")
	c.claim(need.AddressFamily, certainty, "captures packets", shown, "AF_PACKET")
	c.claim(need.HostNetwork, certainty, "captures packets", shown)
}
