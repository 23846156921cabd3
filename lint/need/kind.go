package need

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Kind is what sort of thing is needed. The words are those of profiles, of the
// configuration's needs and of the questions of 'unitlint can'.
type Kind string

// The kinds of needs; [Kinds] describes them.
const (
	Read             Kind = "read"
	Write            Kind = "write"
	Create           Kind = "create"
	Execute          Kind = "execute"
	Capability       Kind = "capability"
	Bind             Kind = "bind"
	Serve            Kind = "serve"
	Syscall          Kind = "syscall"
	AddressFamily    Kind = "address-family"
	Namespace        Kind = "namespace"
	Device           Kind = "device"
	WriteExecute     Kind = "wx-memory"
	GainPrivileges   Kind = "gain-privileges"
	Membership       Kind = "membership"
	Processes        Kind = "processes"
	OwnProc          Kind = "own-proc"
	HostMounts       Kind = "host-mounts"
	HostNetwork      Kind = "host-network"
	Network          Kind = "network"
	SharedTmp        Kind = "shared-tmp"
	TemporaryFiles   Kind = "temporary-files"
	Home             Kind = "home"
	KernelModules    Kind = "kernel-modules"
	KernelLog        Kind = "kernel-log"
	Clock            Kind = "clock"
	Hostname         Kind = "hostname"
	FollowsHostname  Kind = "follows-hostname"
	ControlGroups    Kind = "control-groups"
	Realtime         Kind = "realtime"
	SetSUID          Kind = "suid-files"
	Root             Kind = "root"
	Owner            Kind = "owner"
	KernelInterfaces Kind = "kernel-interfaces"
	Connect          Kind = "connect"
	Limit            Kind = "limit"
	Personality      Kind = "personality"
	Architecture     Kind = "architecture"
	Keyring          Kind = "keyring"
	SharedIPC        Kind = "shared-ipc"
	ClientUsers      Kind = "client-users"
	SharedFiles      Kind = "shared-files"
	GroupFiles       Kind = "group-files"
	LastingFiles     Kind = "lasting-files"
	ClientSocket     Kind = "client-socket"
	PrivateFile      Kind = "private-files"
	Notify           Kind = "notify"
	LastingChildren  Kind = "lasting-children"
	ChildrenInOrder  Kind = "children-in-order"
	ChildrenEnd      Kind = "children-end"
	OwnDirectories   Kind = "own-directories"
	LockedMemory     Kind = "locked-memory"
)

// Argument is what the argument of a kind has to be.
type Argument struct {
	// Name says what it is, with its article: "an absolute path".
	Name    string
	Example string
	// Number tells that it may be written as a number.
	Number bool
	// exists tells whether a word is one; nil where any is.
	exists func(word string) bool
	// names are those that exist, where they can be told.
	names func() []string
}

// Meant returns the argument that a misspelt word was probably to be, or "".
func (a *Argument) Meant(word string) string {
	if a.names == nil {
		return ""
	}
	return catalog.Suggest(word, a.names())
}

// Fault says what is wrong with a word as an argument: "is not an absolute path,
// such as /srv/www". It is empty where nothing is.
func (a *Argument) Fault(word string) string {
	if word != "" && (a.exists == nil || a.exists(word)) {
		return ""
	}
	return "is not " + a.Name + ", such as " + a.Example
}

// Arguments that facts name beside those of their kinds, too.
var (
	// Paths are absolute paths.
	Paths = &Argument{Name: "an absolute path without . or ..", Example: "/srv/www", exists: isPath}
	// Capabilities are those of capabilities(7).
	Capabilities = &Argument{Name: "a capability", Example: "CAP_NET_RAW", exists: func(word string) bool {
		_, known := catalog.CapabilityNamed(word)
		return known
	}, names: func() []string {
		return named(catalog.Capabilities(), func(c catalog.Capability) string { return c.Name })
	}}
	// SoftLimits are settings of limits without a value.
	SoftLimits = &Argument{Name: "a setting of limits", Example: "LimitNOFILE", exists: func(word string) bool {
		return strings.HasPrefix(word, "Limit") && catalog.Lookup("Service", word) != nil
	}}
)

// The other arguments. What exists is what systemd.exec(5) and syscalls(2) list, as
// the catalog holds it.
var (
	port          = &Argument{Name: "a port from 1 to 65535", Example: "443 or 53/udp", Number: true, exists: isPort}
	addressFamily = &Argument{Name: "an address family", Example: "AF_NETLINK", exists: func(word string) bool {
		_, known := catalog.AddressFamilyNamed(word)
		return known
	}, names: func() []string {
		return named(catalog.AddressFamilies(), func(f catalog.AddressFamily) string { return f.Name })
	}}
	syscall   = &Argument{Name: "a system call", Example: "setgroups", exists: catalog.SyscallExists, names: catalog.SyscallNames}
	namespace = &Argument{Name: "a type of namespaces", Example: "user or net", exists: func(word string) bool {
		return slices.Contains(namespaceNames(), word)
	}, names: namespaceNames}
	limit = &Argument{Name: "a setting of limits with its least value", Example: "TasksMax=10", exists: func(word string) bool {
		name, value, _ := strings.Cut(word, "=")
		return value != "" && catalog.Lookup("Service", name) != nil
	}}
	program      = &Argument{Name: "a program", Example: "sudo"}
	group        = &Argument{Name: "a group", Example: "ssl-cert"}
	module       = &Argument{Name: "a kernel module", Example: "tun"}
	account      = &Argument{Name: "an account", Example: "www-data"}
	host         = &Argument{Name: "a host", Example: "db.example.org"}
	architecture = &Argument{Name: "an architecture", Example: "x86"}
)

// named returns the names of what a table holds.
func named[T any](table []T, name func(T) string) []string {
	names := make([]string, len(table))
	for i, entry := range table {
		names[i] = name(entry)
	}
	return names
}

func namespaceNames() []string {
	return named(catalog.Namespaces(), func(n catalog.Namespace) string { return n.Name })
}

func isPath(word string) bool { return path.IsAbs(word) && path.Clean(word) == word }

func isPort(word string) bool {
	number, protocol, has := strings.Cut(word, "/")
	n, err := strconv.Atoi(number)
	return err == nil && n > 0 && n <= 65535 && (!has || protocol == "udp" || protocol == "tcp")
}

// Description describes a kind.
type Description struct {
	Kind Kind
	// Argument is what its arguments are; nil for kinds that take none.
	Argument *Argument
	// Bare tells of a kind with arguments that it may be needed without one: any
	// program, any module.
	Bare bool
	// Summary says what is needed, as a sentence.
	Summary string
}

// kinds is the table that everything which speaks of kinds is made from.
var kinds = []Description{
	{Read, Paths, false, "Paths that are read."},
	{Write, Paths, false, "Paths that are written, or below which is."},
	{Create, Paths, false, "Paths that are made."},
	{Execute, Paths, false, "Programs that are run."},
	{Capability, Capabilities, false, "Capabilities, as CAP_NET_RAW."},
	{Bind, port, false, "Ports that are bound, as 80 or 53/udp."},
	{Serve, port, false, "Ports on which other hosts are served."},
	{Syscall, syscall, false, "System calls."},
	{AddressFamily, addressFamily, false, "Address families of sockets, as AF_NETLINK."},
	{Namespace, namespace, false, "Types of namespaces that are made."},
	{Device, Paths, false, "Paths below /dev."},
	{GainPrivileges, program, true, "Programs with set-user-ID bits or file capabilities."},
	{Membership, group, false, "Groups that its user has to belong to."},
	{SharedTmp, Paths, false, "Paths below /tmp that others see."},
	{KernelModules, module, true, "Kernel modules that are loaded."},
	{Owner, account, false, "The account that owns what it writes."},
	{KernelInterfaces, Paths, false, "Paths below /proc and /sys that are written."},
	{Connect, host, false, "Hosts, by name or address, that are connected to."},
	{Limit, limit, false, "The least that a limit may be, as TasksMax=10."},
	{Architecture, architecture, false, "Architectures of the programs beside the host's, as x86."},
	{SharedFiles, Paths, false, "Paths of files that are made for other users to read."},
	{GroupFiles, Paths, false, "Paths of files that are made for other users of its group to read."},
	{ClientSocket, Paths, false, "Paths of sockets to which programs of other users connect."},
	{PrivateFile, Paths, false, "Paths of files that are read and that their owner and group alone may read, such as keys."},
	{LastingFiles, Paths, false, "Paths of files that are to be there after a restart."},
	{WriteExecute, nil, false, "Memory that is writable and executable, as just-in-time compilers make it."},
	{Processes, nil, false, "It sees the processes of others in /proc."},
	{OwnProc, nil, false, "It mounts a /proc of its own in a namespace of users."},
	{HostMounts, nil, false, "Its mounts appear on the host."},
	{HostNetwork, nil, false, "It works on the host's interfaces, routes or packet filter."},
	{Network, nil, false, "It reaches other hosts."},
	{TemporaryFiles, nil, false, "It makes files in the directory for temporary ones."},
	{Home, nil, false, "It reads the users' home directories."},
	{KernelLog, nil, false, "It reads the kernel's log."},
	{Clock, nil, false, "It sets or steers the clock."},
	{Hostname, nil, false, "It sets the host name."},
	{FollowsHostname, nil, false, "It follows changes of the host name."},
	{ControlGroups, nil, false, "It writes below /sys/fs/cgroup."},
	{Realtime, nil, false, "It asks for real-time scheduling."},
	{SetSUID, nil, false, "It makes set-user-ID or set-group-ID files."},
	{Root, nil, false, "It refuses to start as another user."},
	{Personality, nil, false, "It changes its execution domain."},
	{Keyring, nil, false, "It shares keys with other services of its user."},
	{Notify, nil, false, "Its children tell systemd that it is ready (sd_notify(3))."},
	{LastingChildren, nil, false, "What it has started goes on when it is stopped or restarted (KillMode=process)."},
	{ChildrenInOrder, nil, false, "It ends what it has started itself, before systemd signals that (KillMode=mixed)."},
	{ChildrenEnd, nil, false, "What it has started is to end with it, which it does not see to (no KillMode=process)."},
	{OwnDirectories, nil, false, "It makes directories and files that it opens again (umask(2))."},
	{LockedMemory, nil, false, "It locks all of its memory."},
	{SharedIPC, nil, false, "It shares System V IPC objects or message queues with others."},
	{ClientUsers, nil, false, "It tells the users of its clients apart (SO_PEERCRED in unix(7))."},
}

// Kinds describes all kinds: first those that take arguments, then the others.
func Kinds() []Description { return kinds }

// Describe returns the description of a kind, or nil where there is none.
func Describe(kind Kind) *Description {
	if at := slices.IndexFunc(kinds, func(d Description) bool { return d.Kind == kind }); at >= 0 {
		return &kinds[at]
	}
	return nil
}

// PlainKinds are the words of kinds that need no arguments.
func PlainKinds() []string {
	var words []string
	for i := range kinds {
		if kinds[i].Argument == nil || kinds[i].Bare {
			words = append(words, string(kinds[i].Kind))
		}
	}
	return words
}
