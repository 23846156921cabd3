package need

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/tree"
	"github.com/unitlint/unitlint/lint/unit"
)

// Aspect says in which respect a need is not met.
type Aspect string

// The aspects.
const (
	NotWritable       Aspect = "not-writable"
	Hidden            Aspect = "hidden"
	HomeHidden        Aspect = "home-hidden"
	TmpHidden         Aspect = "tmp-hidden"
	ProcHidden        Aspect = "proc-hidden"
	NotExecutable     Aspect = "not-executable"
	CapabilityMissing Aspect = "capability-missing"
	PortDenied        Aspect = "port-denied"
	FamilyDenied      Aspect = "family-denied"
	CallFiltered      Aspect = "call-filtered"
	NetworkIsolated   Aspect = "network-isolated"
	WriteExecuteDeny  Aspect = "write-execute-denied"
	NamespaceDenied   Aspect = "namespace-denied"
	DeviceHidden      Aspect = "device-hidden"
	GroupMissing      Aspect = "group-missing"
	PrivilegesKept    Aspect = "privileges-kept"
	MountsKept        Aspect = "mounts-kept"
	KernelProtected   Aspect = "kernel-protected"
	GroupsProtected   Aspect = "control-groups-protected"
	SchedulingDenied  Aspect = "scheduling-denied"
	ModeBitsDenied    Aspect = "mode-bits-denied"
	WrongUser         Aspect = "wrong-user"
	DirectoryMissing  Aspect = "directory-missing"
	LimitTooSmall     Aspect = "limit-too-small"
	PersonalityLocked Aspect = "personality-locked"
	ForeignCallDenied Aspect = "foreign-call-denied"
	KeyringPrivate    Aspect = "keyring-private"
	IPCIsolated       Aspect = "ipc-isolated"
	FilesClosed       Aspect = "files-closed"
)

// Unmet is a need that the sandbox does not grant.
type Unmet struct {
	Need    Need
	Aspect  Aspect
	Verdict sandbox.Verdict
	// Argument is the alternative that was refused last.
	Argument string
	// Further are settings beside those of the verdict that refuse it too, each
	// by itself.
	Further []*unit.Assignment
}

// Unmet returns the needs that the sandbox certainly does not grant, in the
// order of the needs. What cannot be told is left out.
func (a *Assessment) Unmet(box *sandbox.Sandbox) []Unmet {
	var unmet []Unmet
	for _, n := range a.Needs {
		unmet = append(unmet, check(box, n)...)
	}
	return unmet
}

// check compares one need with what is granted. A need with alternatives is met
// by any of them.
func check(box *sandbox.Sandbox, n Need) []Unmet {
	if n.Process == nil {
		n.Process = box.Main()
	}
	alternatives := n.Any
	if len(alternatives) == 0 {
		alternatives = []string{""}
	}
	var refused []Unmet
	for _, argument := range alternatives {
		one := ask(box, n, argument)
		if len(one) == 0 {
			return nil
		}
		// Where paths differ between distributions, the one that fails for its
		// owner alone is the one that the unit provides for.
		if refused == nil || one[0].Aspect == WrongUser && refused[0].Aspect != WrongUser {
			refused = one
		}
	}
	for i := range refused {
		refused[i].Further = furtherCauses(refused[i])
		refused[i].Argument = refusedWord(refused[i])
	}
	return refused
}

// refusedWord is what was refused in the words of the aspect: a port needs a
// socket of an internet family and the call that binds it.
func refusedWord(u Unmet) string {
	onNetwork := slices.Contains([]Kind{Bind, Serve, Connect, Network, HostNetwork}, u.Need.Kind)
	switch {
	case onNetwork && u.Aspect == FamilyDenied:
		return "AF_INET, AF_INET6"
	case onNetwork && u.Aspect == CallFiltered:
		return strings.Join(u.Need.Process.CallsBlocked(networkCalls[u.Need.Kind]...), ", ")
	}
	return u.Argument
}

// networkCalls are the calls that serving and connecting take (socket(7)).
var networkCalls = map[Kind][]string{
	Bind: {"socket", "bind"}, Serve: {"socket", "bind", "listen", "accept4"}, Connect: {"socket", "connect"},
	Network: {"socket", "connect"}, HostNetwork: {"socket"},
}

// question answers one kind of need.
type question func(box *sandbox.Sandbox, n Need, argument string) []Unmet

// questions are the kinds of needs with how each is asked about.
var questions = map[Kind]question{
	Read: askRead, Write: askWrite, Create: askCreate, Execute: askExecute,
	Capability: askCapability, Bind: askBind, Serve: askServe,
	Syscall: askSyscall,
	AddressFamily: simple(FamilyDenied, func(p *sandbox.Process, name string) sandbox.Verdict {
		return p.AddressFamily(name)
	}),
	Namespace: simple(NamespaceDenied, func(p *sandbox.Process, name string) sandbox.Verdict { return p.Namespace(name) }),
	Device:    simple(DeviceHidden, func(p *sandbox.Process, name string) sandbox.Verdict { return p.Device(name) }),
	WriteExecute: simple(WriteExecuteDeny, func(p *sandbox.Process, _ string) sandbox.Verdict {
		return p.WriteExecuteMemory()
	}),
	GainPrivileges: simple(PrivilegesKept, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.GainPrivileges() }),
	Processes:      simple(ProcHidden, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.SeeOtherProcesses() }),
	HostMounts:     simple(MountsKept, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.HostMounts() }),
	Membership:     askMembership,
	TemporaryFiles: askTemporaryFiles,
	HostNetwork:    askHostNetwork,
	Network:        askNetwork,
	SharedTmp:      askSharedTmp,
	Home:           simple(HomeHidden, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Path(sandbox.Read, "/home") }),
	KernelModules:  simple(KernelProtected, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Modules() }),
	KernelLog:      simple(KernelProtected, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.KernelLog() }),
	Clock:          simple(KernelProtected, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Clock() }),
	Hostname:       simple(KernelProtected, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Hostname() }),
	ControlGroups:  simple(GroupsProtected, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Cgroup() }),
	Realtime:       simple(SchedulingDenied, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Realtime() }),
	SetSUID:        simple(ModeBitsDenied, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.SetSUID() }),
	KernelInterfaces: simple(KernelProtected, func(p *sandbox.Process, file string) sandbox.Verdict {
		return p.Path(sandbox.Write, file)
	}),
	Root:    askRoot,
	Owner:   askOwner,
	Connect: askConnect,
	Limit: simple(LimitTooSmall, func(p *sandbox.Process, limit string) sandbox.Verdict {
		name, least, _ := strings.Cut(limit, "=")
		return p.Limit(name, least)
	}),
	Personality:  askPersonality,
	Architecture: simple(ForeignCallDenied, func(p *sandbox.Process, name string) sandbox.Verdict { return p.Architecture(name) }),
	Keyring:      simple(KeyringPrivate, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.Keyring() }),
	SharedIPC:    simple(IPCIsolated, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.IPC() }),
	SharedFiles:  simple(FilesClosed, func(p *sandbox.Process, _ string) sandbox.Verdict { return p.OthersRead() }),
}

func ask(box *sandbox.Sandbox, n Need, argument string) []Unmet {
	q, known := questions[n.Kind]
	if !known {
		return nil
	}
	return q(box, n, argument)
}

// simple makes a question of one that the sandbox answers itself.
func simple(aspect Aspect, answer func(*sandbox.Process, string) sandbox.Verdict) question {
	return func(_ *sandbox.Sandbox, n Need, argument string) []Unmet {
		return refusedBy(n, aspect, argument, answer(n.Process, argument))
	}
}

func refusedBy(n Need, aspect Aspect, argument string, v sandbox.Verdict) []Unmet {
	if !v.Denies() {
		return nil
	}
	return []Unmet{{Need: n, Aspect: aspect, Verdict: v, Argument: argument}}
}

// askSyscall asks about a system call; of one whose error the program copes
// with, only whether the filter kills.
func askSyscall(_ *sandbox.Sandbox, n Need, name string) []Unmet {
	v := n.Process.Syscall(name)
	if n.Copes && v.Error != "SIGSYS" {
		return nil
	}
	return refusedBy(n, CallFiltered, name, v)
}

// neededCalls are the system calls that go with a capability: one of them is
// enough (capabilities(7)).
var neededCalls = map[string][]string{
	"CAP_SETUID":     {"setuid", "setresuid", "setreuid"},
	"CAP_SETGID":     {"setgroups"},
	"CAP_CHOWN":      {"chown", "fchown", "fchownat", "lchown"},
	"CAP_SYS_CHROOT": {"chroot"},
	"CAP_SYS_TIME":   {"clock_settime", "clock_adjtime", "adjtimex"},
	"CAP_SYS_MODULE": {"init_module", "finit_module"},
	"CAP_MKNOD":      {"mknod", "mknodat"},
}

func askCapability(_ *sandbox.Sandbox, n Need, name string) []Unmet {
	v := n.Process.Capability(name)
	if v.Denies() {
		return refusedBy(n, CapabilityMissing, name, v)
	}
	var last sandbox.Verdict
	for _, call := range neededCalls[name] {
		last = n.Process.Syscall(call)
		if !last.Denies() {
			return nil
		}
	}
	return refusedBy(n, CallFiltered, strings.Join(neededCalls[name], ", "), last)
}

// portOf splits "53/udp".
func portOf(argument string) (port int, udp, ok bool) {
	number, protocol, _ := strings.Cut(argument, "/")
	port, err := strconv.Atoi(number)
	return port, protocol == "udp", err == nil
}

func askBind(box *sandbox.Sandbox, n Need, argument string) []Unmet {
	port, udp, ok := portOf(argument)
	if !ok {
		return nil
	}
	v := n.Process.Bind(port, udp)
	if v.Denies() && handedOver(box, n, argument) {
		return nil
	}
	aspect := PortDenied
	switch {
	case v.Error == "EAFNOSUPPORT":
		aspect = FamilyDenied
	case v.Denies() && len(v.Because) > 0 && v.Because[0].Key == "SystemCallFilter":
		aspect = CallFiltered
	case fileCapabilityCounts(box, n.Process):
		n.Certainty = min(n.Certainty, Likely)
	}
	return refusedBy(n, aspect, argument, v)
}

// fileCapabilityCounts tells whether the program could have the capability to
// bind low ports from its file, which the unit does not show (capabilities(7)):
// neither the bounding set nor no_new_privs forbids it.
func fileCapabilityCounts(box *sandbox.Sandbox, p *sandbox.Process) bool {
	return p.Identity().Root == sandbox.No && p.NoNewPrivileges().Denies() &&
		box.BoundingSet().Set.Has("CAP_NET_BIND_SERVICE")
}

// handedOver tells whether a socket unit opens a port, so that the service need
// not bind it, nor be in the network that it lies in. Of a program that is known
// to open its ports itself, the service has to insist on the socket unit: many
// packages bring one that nobody enables.
func handedOver(box *sandbox.Sandbox, n Need, argument string) bool {
	port, udp, ok := portOf(argument)
	if !ok {
		return false
	}
	if tree.Passed(box.Unit(), port, udp) == nil {
		return !n.FromText() && socketOutOfSight(box.Unit())
	}
	return n.FromText() || insistsOnSocket(box.Unit())
}

// socketOutOfSight tells that a service insists on the socket unit of its own
// name, which is not there to be looked at: it may open any port.
func socketOutOfSight(u *unit.Unit) bool {
	socket := strings.TrimSuffix(u.Name, ".service") + ".socket"
	return tree.Neighbour(u, socket) == nil && slices.ContainsFunc(socketDependencies, func(d dependency) bool {
		return slices.ContainsFunc(u.All(d.section, d.list), func(a *unit.Assignment) bool {
			return slices.Contains(strings.Fields(a.Value), socket)
		})
	})
}

// dependency is a list of units in a section.
type dependency struct{ section, list string }

// socketDependencies are the lists that make sure of a socket unit.
var socketDependencies = []dependency{
	{"Service", "Sockets"}, {"Unit", "Requires"}, {"Unit", "BindsTo"}, {"Unit", "Requisite"},
}

// insistsOnSocket tells whether a service names a socket unit that has to be
// there when it starts.
func insistsOnSocket(u *unit.Unit) bool {
	for _, d := range socketDependencies {
		for _, a := range u.All(d.section, d.list) {
			if strings.Contains(a.Value, ".socket") {
				return true
			}
		}
	}
	return false
}

// askServe asks whether clients reach the port: it must be bound, in the host's
// network, and packets must pass.
func askServe(box *sandbox.Sandbox, n Need, argument string) []Unmet {
	if refused := askBind(box, n, argument); refused != nil {
		return refused
	}
	if refused := askHostNetwork(box, n, argument); refused != nil && !handedOver(box, n, argument) {
		return refused
	}
	if v := n.Process.Network(); v.Denies() && n.Process.IPTraffic("127.0.0.1").Denies() {
		n.Consequence = JobFails
		return refusedBy(n, NetworkIsolated, argument, v)
	}
	return nil
}

// askHostNetwork asks whether the process is in the host's network namespace.
func askHostNetwork(_ *sandbox.Sandbox, n Need, argument string) []Unmet {
	v := n.Process.Network()
	if !v.Denies() || len(v.Because) == 0 || v.Because[0].Key != "PrivateNetwork" {
		return nil
	}
	n.Consequence = JobFails
	return refusedBy(n, NetworkIsolated, argument, v)
}

func askNetwork(_ *sandbox.Sandbox, n Need, argument string) []Unmet {
	return refusedBy(n, NetworkIsolated, argument, n.Process.Network())
}

// askPersonality asks about the call that changes the execution domain.
func askPersonality(_ *sandbox.Sandbox, n Need, argument string) []Unmet {
	v := n.Process.Personality()
	if len(v.Because) > 0 && v.Because[0].Key == "SystemCallFilter" {
		return refusedBy(n, CallFiltered, "personality", v)
	}
	return refusedBy(n, PersonalityLocked, argument, v)
}

func askRoot(_ *sandbox.Sandbox, n Need, argument string) []Unmet {
	id := n.Process.Identity()
	if id.Root != sandbox.No || len(id.Because) == 0 {
		return nil
	}
	return refusedBy(n, WrongUser, argument, sandbox.Verdict{
		Answer: sandbox.No, Error: "EPERM", Because: id.Because, Reason: "The program insists on being started by root.",
	})
}

func askOwner(box *sandbox.Sandbox, n Need, argument string) []Unmet {
	n.Owners = n.Any
	return ownedByOthers(box, n, argument)
}
