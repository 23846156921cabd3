package config

import (
	"fmt"
	"path"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/need"
)

// declared is an entry of needs while it is decoded.
type declared struct {
	units  []string
	reason string
	facts  []need.Fact
}

// needKinds are the kinds of needs that take arguments, with the words of the
// profiles.
func needKinds() []struct {
	kind  need.Kind
	words string
} {
	return []struct {
		kind  need.Kind
		words string
	}{
		{need.Read, "Paths that are read."},
		{need.Write, "Paths that are written, or below which is."},
		{need.Create, "Paths that are made."},
		{need.Execute, "Programs that are run."},
		{need.Bind, "Ports that are bound, as 80 or 53/udp."},
		{need.Serve, "Ports on which other hosts are served."},
		{need.AddressFamily, "Address families of sockets, as AF_NETLINK."},
		{need.Syscall, "System calls."},
		{need.Capability, "Capabilities, as CAP_NET_RAW."},
		{need.Namespace, "Types of namespaces that are made."},
		{need.Device, "Paths below /dev."},
		{need.KernelInterfaces, "Paths below /proc and /sys that are written."},
		{need.KernelModules, "Kernel modules that are loaded."},
		{need.SharedTmp, "Paths below /tmp that others see."},
		{need.Membership, "Groups that its user has to belong to."},
		{need.GainPrivileges, "Programs with set-user-ID bits or file capabilities."},
		{need.Connect, "Hosts, by name or address, that are connected to."},
		{need.Limit, "The least that a limit may be, as TasksMax=10."},
		{need.Architecture, "Architectures of the programs beside the host's, as x86."},
		{need.SharedFiles, "Paths of files that are made for other users to read."},
	}
}

// plainNeeds are the kinds that take no arguments.
func plainNeeds() []string {
	kinds := []need.Kind{
		need.WriteExecute, need.Processes, need.TemporaryFiles, need.HostMounts, need.HostNetwork, need.Network, need.Home,
		need.KernelLog, need.Clock, need.Hostname, need.ControlGroups, need.Realtime, need.SetSUID, need.Root,
		need.Personality, need.Keyring, need.SharedIPC,
	}
	names := make([]string, 0, len(kinds))
	for _, k := range kinds {
		names = append(names, string(k))
	}
	return names
}

func needFields(e *declared) []field {
	all := []field{
		{"units", "Globs of unit names.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { e.units = d.globs(n) }},
		{"reason", "What the service does with it; completes 'the service ...'.", schema{"type": "string"},
			func(d *decoder, n *yaml.Node) { e.reason = d.text(n) }},
		{"need", "Needs without an argument.", oneOrMore(schema{"enum": plainNeeds()}),
			func(d *decoder, n *yaml.Node) { d.plainNeed(n, e) }},
	}
	for _, k := range needKinds() {
		shape := listOfStrings()
		if k.kind == need.Bind || k.kind == need.Serve {
			shape = listOfNumbers()
		}
		all = append(all, field{string(k.kind), k.words, shape,
			func(d *decoder, n *yaml.Node) { d.needOf(k.kind, n, e) }})
	}
	return all
}

// needOf decodes the arguments of one kind, each a need of its own.
func (d *decoder) needOf(kind need.Kind, node *yaml.Node, e *declared) {
	paths := []need.Kind{need.Read, need.Write, need.Create, need.Execute, need.Device, need.KernelInterfaces, need.SharedTmp, need.SharedFiles}
	for _, argument := range d.strings(node) {
		if slices.Contains(paths, kind) && !path.IsAbs(argument) {
			d.fault(node, "%q is not an absolute path", brief(argument))
			continue
		}
		fact := need.Fact{Source: fmt.Sprintf("%s:%d", d.path, node.Line)}
		// The facts' own decoder knows which field holds a kind.
		text, err := yaml.Marshal(map[string]string{string(kind): argument})
		if err == nil {
			err = yaml.Unmarshal(text, &fact)
		}
		if err != nil {
			d.fault(node, "%q cannot be used: %s", brief(argument), cut(err.Error(), mostOfParser))
			continue
		}
		e.facts = append(e.facts, fact)
	}
}

func (d *decoder) plainNeed(node *yaml.Node, e *declared) {
	for _, word := range d.strings(node) {
		if !slices.Contains(plainNeeds(), word) {
			d.fault(node, "unknown need %q%s", brief(word), d.meant(word, plainNeeds()))
			continue
		}
		e.facts = append(e.facts, need.Fact{Plain: need.Kind(word), Source: fmt.Sprintf("%s:%d", d.path, node.Line)})
	}
}

func (d *decoder) need(node *yaml.Node) {
	var e declared
	d.mapping(node, needFields(&e))
	if len(e.units) == 0 {
		d.fault(node, "an entry of needs has no units")
	}
	if e.reason == "" {
		e.reason = "needs it, as the configuration says"
	}
	for i := range e.facts {
		e.facts[i].Why = e.reason
	}
	d.config.Needs = append(d.config.Needs, Need{Units: e.units, Facts: e.facts})
}

// Declared are the needs that are declared for a unit, as profiles of its
// program.
func (c *Config) Declared(unit string) []*need.Profile {
	var profiles []*need.Profile
	for _, n := range c.Needs {
		if matchesAny(n.Units, unit) {
			profiles = append(profiles, &need.Profile{Name: "configuration", Title: "the service", Source: c.Path, Needs: n.Facts, Declared: true})
		}
	}
	return profiles
}
