package match

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// refusedWord is what was refused in the words of the aspect: a port needs a
// socket of an internet family and the call that binds it.
func (a attempt) refusedWord(u *Refusal) string {
	onNetwork := slices.Contains([]need.Kind{need.Bind, need.Serve, need.Connect, need.Network, need.HostNetwork}, u.Need.Kind)
	switch {
	case onNetwork && u.Aspect == FamilyDenied:
		return "AF_INET, AF_INET6"
	case onNetwork && u.Aspect == CallFiltered:
		return strings.Join(a.process.CallsBlocked(networkCalls[u.Need.Kind]...), ", ")
	}
	return u.Argument
}

// networkCalls are the calls that serving and connecting take (socket(7)).
var networkCalls = map[need.Kind][]string{
	need.Bind: {"socket", "bind"}, need.Serve: {"socket", "bind", "listen", "accept4"}, need.Connect: {"socket", "connect"},
	need.Network: {"socket", "connect"}, need.HostNetwork: {"socket"},
}

// question answers one kind of need.
type question func(a attempt, argument string) []Refusal

// questions are the kinds of needs that take more than the answer of the sandbox.
var questions = map[need.Kind]question{
	need.Read: askRead, need.Write: askWrite, need.Create: askCreate, need.Execute: askExecute, need.SharedTmp: askSharedTmp,
	need.LastingFiles: askLastingFiles, need.ClientSocket: askClientSocket, need.PrivateFile: askPrivateFile,
	need.TemporaryFiles: askTemporaryFiles, need.Home: askHome, need.Device: askDevice,
	need.Capability: askCapability, need.Syscall: askSyscall, need.Personality: askPersonality,
	need.AddressFamily: askAddressFamily, need.Bind: askBind, need.Serve: askServe, need.Connect: askConnect, need.HostNetwork: askHostNetwork,
	need.Network: askNetwork, need.Membership: askMembership, need.Root: askRoot, need.Owner: askOwner,
	need.LastingChildren: askLastingChildren, need.ChildrenInOrder: askChildrenInOrder, need.LockedMemory: askLockedMemory,
	need.ChildrenEnd: askChildrenEnd, need.GainPrivileges: askPrivileges,
}

// aspects are the kinds of needs to which the sandbox answers itself, with the
// aspect in which it refuses them.
var aspects = map[need.Kind]Aspect{
	need.Namespace: NamespaceDenied, need.WriteExecute: WriteExecuteDeny,
	need.Processes: ProcHidden, need.OwnProc: KernelProtected, need.HostMounts: MountsKept, need.Network: NetworkIsolated, need.KernelModules: KernelProtected,
	need.KernelLog: KernelProtected, need.Clock: KernelProtected, need.Hostname: KernelProtected, need.FollowsHostname: HostnameKept,
	need.ControlGroups: GroupsProtected,
	need.Realtime:      SchedulingDenied, need.SetSUID: ModeBitsDenied, need.KernelInterfaces: KernelProtected, need.Limit: LimitTooSmall,
	need.Architecture: ForeignCallDenied, need.Keyring: KeyringPrivate, need.Notify: ChildrenUnheard, need.SharedIPC: IPCIsolated,
	need.ClientUsers:    ClientsUnknown,
	need.OwnDirectories: OwnerMasked,
	need.SharedFiles:    FilesClosed, need.GroupFiles: FilesClosed,
}

// nameServers is the file that says whom to ask for the addresses of names (resolv.conf(5)).
const nameServers = "/etc/resolv.conf"

// askNetwork asks for the network, and whether a program that is known to reach other hosts finds out
// their addresses in a root directory of its own. A file that is not there on the host is not missed.
func askNetwork(a attempt, _ string) []Refusal {
	v, _ := Answer(a.process, need.Network, "")
	switch {
	case isolates(v) && joinsOthers(a.box.Unit()):
		return nil
	case v.Denies():
		return a.refusedBy(NetworkIsolated, "", v)
	}
	if a.need.FromText() || len(a.need.Evidence.Shown) > 0 {
		return nil
	}
	if v = a.process.Path(sandbox.Read, nameServers); v.Cause() == nil {
		return nil
	}
	return a.refusedBy(hiddenAspect(v), nameServers, v)
}

// askSyscall asks about a system call; of one whose error the program copes
// with, only whether the filter kills.
func askSyscall(a attempt, name string) []Refusal {
	v := a.process.Syscall(name)
	if name == "openat2" && !v.Denies() && a.process.SetSUID().Denies() {
		v, v.Error = a.process.SetSUID(), "ENOSYS" // its mode is where no filter can look (systemd.exec(5), "RestrictSUIDSGID=")
	}
	if a.need.Copes && v.Error != "SIGSYS" {
		return nil
	}
	return a.refusedBy(CallFiltered, name, v)
}

// askDevice asks for a device. Profiles name one of several nodes as an example: who
// allows a unit another one of the same kind knows which of them it is, and who allows it to be read
// that reading is enough.
func askDevice(a attempt, name string) []Refusal {
	v := a.process.Device(name)
	if v.Mechanism == sandbox.ByDeviceList && !a.need.FromText() && (allowsAnother(a.box.Unit(), name) || !a.process.Path(sandbox.Read, name).Denies()) {
		return nil
	}
	return a.refusedBy(DeviceHidden, name, v)
}

// allowsAnother tells that a unit is allowed a node that differs from a name in its
// numbers alone, or another serial port.
func allowsAnother(u *unit.Unit, name string) bool {
	kind := kindOfNode(name)
	return kind != name && slices.ContainsFunc(u.All(u.ExecSection(), "DeviceAllow"), func(a *unit.Assignment) bool {
		d, ok := a.Verdict.Device()
		return ok && kindOfNode(d.Path) == kind && d.Path != kind
	})
}

// kindOfNode returns what nodes of one kind have in common.
func kindOfNode(name string) string {
	if rest, isPort := strings.CutPrefix(name, "/dev/tty"); isPort && strings.Trim(rest, digits) != "" {
		return "/dev/tty"
	}
	if rest, isUSB := strings.CutPrefix(name, "/dev/bus/usb/"); isUSB && rest != "" {
		return "/dev/bus/usb"
	}
	return strings.TrimRight(name, digits)
}

const digits = "0123456789"

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

func askCapability(a attempt, name string) []Refusal {
	v := a.process.Capability(name)
	if a.need.Conditions.Gained {
		v = a.process.GainedCapability(name)
	}
	if v.Denies() {
		if a.need.Conditions.Within && v.Mechanism == sandbox.ByUserNamespace {
			return nil
		}
		return a.refusedBy(CapabilityMissing, name, v)
	}
	var last sandbox.Verdict
	for _, call := range neededCalls[name] {
		last = a.process.Syscall(call)
		if !last.Denies() {
			return nil
		}
	}
	return a.refusedBy(CallFiltered, strings.Join(neededCalls[name], ", "), last)
}

// kernelCapabilities are the capabilities that work on the kernel takes
// (capabilities(7)).
var kernelCapabilities = map[need.Kind]string{
	need.Clock: "CAP_SYS_TIME", need.KernelModules: "CAP_SYS_MODULE", need.KernelLog: "CAP_SYSLOG",
	need.Hostname: "CAP_SYS_ADMIN", need.Realtime: "CAP_SYS_NICE",
}

// grantingCapabilities are the settings that decide which capabilities a process has,
// and protect nothing in particular.
var grantingCapabilities = []string{"CapabilityBoundingSet", "AmbientCapabilities", "User", "DynamicUser"}

// lackedCapability returns the capability for want of which work on the kernel is
// refused, or "" where something else refuses it.
func lackedCapability(kind need.Kind, v sandbox.Verdict) string {
	by := v.Cause()
	if by == nil || v.Mechanism != sandbox.ByCapability && v.Mechanism != sandbox.ByIdentity || !slices.Contains(grantingCapabilities, by.Key) {
		return ""
	}
	return kernelCapabilities[kind]
}

// portOf splits "53/udp".
func portOf(argument string) (port int, udp, ok bool) {
	number, protocol, _ := strings.Cut(argument, "/")
	port, err := strconv.Atoi(number)
	return port, protocol == "udp", err == nil
}

// askAddressFamily asks for sockets of a family. Beside the filter of families the
// system call can be missing, or the capability that such sockets take.
func askAddressFamily(a attempt, family string) []Refusal {
	v := a.process.AddressFamily(family)
	switch v.Mechanism {
	case sandbox.ByAddressFamily:
		return a.refusedBy(FamilyDenied, family, v)
	case sandbox.ByFilter:
		return a.refusedBy(CallFiltered, "socket", v)
	}
	if capability := sandbox.FamilyCapability(family); capability != "" {
		return a.refusedBy(CapabilityMissing, capability, v)
	}
	return a.refusedBy(FamilyDenied, family, v)
}

func askBind(a attempt, argument string) []Refusal {
	port, udp, ok := portOf(argument)
	if !ok {
		return nil
	}
	v := a.process.Bind(port, udp)
	if v.Denies() && handedOver(a, argument) {
		return nil
	}
	aspect := PortDenied
	switch {
	case v.Mechanism == sandbox.ByAddressFamily:
		aspect = FamilyDenied
	case v.Mechanism == sandbox.ByFilter:
		aspect = CallFiltered
	case fileCapabilityCounts(a.box, a.process):
		a = a.with(func(n *need.Need) { n.Certainty = min(n.Certainty, need.Likely) })
	}
	return a.refusedBy(aspect, argument, v)
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
func handedOver(a attempt, argument string) bool {
	port, udp, ok := portOf(argument)
	if !ok {
		return false
	}
	passed := system.Passed(a.box.Unit(), port, udp) != nil
	if a.need.FromText() && !passed {
		passed = system.Passed(a.box.Unit(), port, !udp) != nil // options name a port, not its protocol
	}
	if !passed {
		return !a.need.FromText() && socketOutOfSight(a.box.Unit())
	}
	return a.need.FromText() || insistsOnSocket(a.box.Unit())
}

// socketOutOfSight tells that a service insists on the socket unit of its own
// name, which is not there to be looked at: it may open any port.
func socketOutOfSight(u *unit.Unit) bool {
	socket := strings.TrimSuffix(u.Name, ".service") + ".socket"
	return system.Neighbour(u, socket) == nil && slices.ContainsFunc(socketDependencies, func(d dependency) bool {
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
func askServe(a attempt, argument string) []Refusal {
	if refused := askBind(a, argument); refused != nil {
		return refused
	}
	if refused := askHostNetwork(a, argument); refused != nil && !handedOver(a, argument) {
		return refused
	}
	if v := a.process.Network(); v.Denies() && a.process.IPTraffic("127.0.0.1").Denies() {
		a = a.with(func(n *need.Need) { n.Consequence = need.JobFails })
		return a.refusedBy(NetworkIsolated, argument, v)
	}
	return nil
}

// askHostNetwork asks whether the process is in the host's network namespace. One that it shares with
// another unit may lead anywhere: to a tunnel that the other one sets up, or to a proxy (systemd-socket-proxyd(8)).
func askHostNetwork(a attempt, argument string) []Refusal {
	v := a.process.Network()
	if !isolates(v) || joinsOthers(a.box.Unit()) {
		return nil
	}
	a = a.with(func(n *need.Need) { n.Consequence = need.JobFails })
	return a.refusedBy(NetworkIsolated, argument, v)
}

// askPersonality asks about the call that changes the execution domain.
func askPersonality(a attempt, argument string) []Refusal {
	v := a.process.Personality()
	if v.Mechanism == sandbox.ByFilter {
		return a.refusedBy(CallFiltered, "personality", v)
	}
	return a.refusedBy(PersonalityLocked, argument, v)
}

func askRoot(a attempt, argument string) []Refusal {
	id := a.process.Identity()
	if id.Root != sandbox.No || len(id.Because) == 0 || !a.need.Evidence.Declared && packagedForUser(a.box.Unit()) {
		return nil
	}
	return a.refusedBy(WrongUser, argument, sandbox.Verdict{
		Answer: sandbox.No, Mechanism: sandbox.ByIdentity, Error: "EPERM", Because: id.Because, Reason: "The program insists on being started by root.",
	})
}

func askOwner(a attempt, argument string) []Refusal {
	return a.with(func(n *need.Need) { n.Owners = n.Any }).ownedByOthers(argument)
}
