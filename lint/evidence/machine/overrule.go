package machine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
)

// Overrules tells whether the configuration of this system says otherwise than a
// need of a program as it is packaged: another port, high ports alone, another
// directory, sockets in the file system in place of ports. That a unit waits for the network says nothing
// of a program that makes no sockets.
func (k *Knowledge) Overrules(n need.Need) bool {
	if n.Evidence.Declared {
		return false
	}
	return slices.ContainsFunc(k.Programs, func(p Program) bool { return p.overrules(&n) })
}

func (p *Program) overrules(n *need.Need) bool {
	if !p.configures(n) {
		return false
	}
	if p.asksNot(n) {
		return true
	}
	switch n.Kind {
	case need.Serve, need.Bind:
		return !n.FromText() && (p.movedPort(n.Any) || p.otherPorts(n.Any))
	case need.Capability:
		return n.FromText() && n.Conditions.Elsewhere && slices.Contains(n.Any, "CAP_NET_BIND_SERVICE") && p.highPorts()
	case need.Network:
		return n.FromText() && n.Conditions.Elsewhere && (p.onlySockets() || p.Binary.Networkless())
	case need.Read, need.Write, need.Create:
		return !n.FromText() && p.movedPath(n.Any)
	}
	return false
}

// configures tells that the program's configuration was read and decides over a need.
func (p *Program) configures(n *need.Need) bool {
	return p.Configuration != nil && (p.Line == n.Line || p.Line == n.Configured)
}

// asksNot tells that a program does something only where its configuration asks for
// it, and that this does not, or not where its configuration says something that this does.
func (p *Program) asksNot(n *need.Need) bool {
	for _, asked := range [][]string{n.Conditions.Asked, n.Conditions.Told} {
		if len(asked) > 0 && !p.Configuration.MayAsk(asked) {
			return true
		}
	}
	if len(n.Conditions.Denied) == 0 {
		return false
	}
	_, denied := p.Configuration.Says(n.Conditions.Denied)
	return denied
}

// Confirm makes a need likely for which the configuration of this system has one of the words
// that its profile names, and adds the line that has it.
func (k *Knowledge) Confirm(n *need.Need) {
	if len(n.Conditions.Told) == 0 {
		return
	}
	for i := range k.Programs {
		p := &k.Programs[i]
		if !p.configures(n) {
			continue
		}
		if place, found := p.Configuration.Says(n.Conditions.Told); found {
			n.Certainty = need.Likely
			word, _, _ := strings.Cut(strings.TrimSpace(place.Text()), " ") // the rest may be a secret
			n.Evidence.Shown = append(slices.Clone(n.Evidence.Shown), need.Sign{Message: "'" + word + "'", Path: place.File.Path, Place: place})
			return
		}
	}
}

// movedPort tells that the configuration names ports or sockets, and none of the
// given ports, although these are the packaged ones.
func (p *Program) movedPort(ports []string) bool {
	said, packaged := false, false
	for _, f := range p.Configuration.Facts {
		if !f.Known || f.Default || !isAddress(f.Meaning) && f.Meaning != daemon.Socket {
			continue
		}
		for _, value := range f.Values {
			if slices.ContainsFunc(ports, func(port string) bool { return strings.TrimSuffix(port, "/udp") == value }) {
				return false
			}
		}
		said = said || isAddress(f.Meaning)
		packaged = packaged || slices.ContainsFunc(ports, func(port string) bool { return strings.TrimSuffix(port, "/udp") == f.Packaged })
	}
	return said && packaged
}

// otherPorts tells that a configuration whose keys nobody knows names ports, and none of the
// given ones.
func (p *Program) otherPorts(ports []string) bool {
	named := p.Configuration.Ports()
	return len(named) > 0 && !slices.ContainsFunc(ports, func(port string) bool { return slices.Contains(named, strings.TrimSuffix(port, "/udp")) })
}

func isAddress(m daemon.Meaning) bool {
	return m == daemon.Port || m == daemon.UDPPort || m == daemon.Listen
}

// highPorts tells that the configuration names ports, and none for which the kernel
// asks for a capability (ip(7), ip_unprivileged_port_start).
func (p *Program) highPorts() bool {
	const firstUnprivileged = 1024
	named := false
	for _, f := range p.Configuration.Facts {
		if !isAddress(f.Meaning) {
			continue
		}
		named = true
		for _, value := range f.Values {
			if port, err := strconv.Atoi(value); err != nil || port < firstUnprivileged {
				return false
			}
		}
	}
	return named
}

// onlySockets tells that the configuration places sockets in the file system and
// names no port.
func (p *Program) onlySockets() bool {
	sockets := false
	for _, f := range p.Configuration.Facts {
		if isAddress(f.Meaning) {
			return false
		}
		sockets = sockets || f.Meaning == daemon.Socket && f.Known && f.Listens
	}
	return sockets
}

// movedPath tells that a key whose packaged value is the path, or lies above it,
// has another one now, and that no key still has it.
func (p *Program) movedPath(paths []string) bool {
	moved := false
	for _, f := range p.Configuration.Facts {
		if !f.Known || !strings.HasPrefix(f.Packaged, "/") {
			continue
		}
		for _, value := range f.Values {
			if !strings.HasPrefix(value, "/") {
				continue
			}
			if slices.ContainsFunc(paths, func(path string) bool { return host.Below(value, path) || host.Below(path, value) }) {
				return false
			}
			moved = moved || slices.ContainsFunc(paths, func(path string) bool {
				return host.Below(path, f.Packaged) && !host.Below(value, f.Packaged)
			})
		}
	}
	return moved
}
