package binary

import "slices"

// Call is a function of a library or of Go's standard library that shows what the
// program may ask of the kernel.
type Call struct {
	// Functions are names of which one is enough; of Go functions those of the
	// linker.
	Functions []string
	// Calls are the system calls that it makes: any of those that are parted by
	// "|", which differ by architecture and version of the library.
	Calls []string
	// Capability is what the kernel asks for, or "" (capabilities(7)).
	Capability string
	// Families are the address families of the sockets that it makes.
	Families []string
	// Why completes "the program …".
	Why string
	// Source is where the row is known from.
	Source string
}

// calls is one row for each privilege. A program that imports a function may never
// call it: the rows show what may be tried.
var calls = []Call{
	{[]string{"setuid", "seteuid", "setreuid", "setresuid"}, []string{"setuid|setresuid|setreuid"}, "CAP_SETUID", nil, "becomes another user",
		"setuid(2), setresuid(2)"},
	{[]string{"setgroups", "initgroups"}, []string{"setgroups"}, "CAP_SETGID", nil, "takes on the groups of another user",
		"initgroups(3), setgroups(2)"},
	{[]string{"setgid", "setegid", "setregid", "setresgid"}, []string{"setgid|setresgid|setregid"}, "CAP_SETGID", nil, "becomes another group",
		"setgid(2), setresgid(2)"},
	{[]string{"chown", "fchown", "lchown", "fchownat"}, []string{"chown|fchownat|fchown|lchown"}, "CAP_CHOWN", nil, "gives files to another user",
		"chown(2)"},
	{[]string{"chroot"}, []string{"chroot"}, "CAP_SYS_CHROOT", nil, "changes its root directory", "chroot(2)"},
	{[]string{"setrlimit", "setrlimit64", "prlimit", "prlimit64"}, []string{"prlimit64|setrlimit"}, "", nil, "sets resource limits", "getrlimit(2)"},
	{[]string{"setpriority", "nice"}, []string{"setpriority"}, "CAP_SYS_NICE", nil, "changes its priority", "setpriority(2), nice(3)"},
	{[]string{"sched_setscheduler", "sched_setparam", "pthread_setschedparam", "pthread_attr_setschedpolicy"},
		[]string{"sched_setscheduler|sched_setparam"}, "CAP_SYS_NICE", nil,
		"asks for another scheduling policy", "sched_setscheduler(2), pthread_setschedparam(3)"},
	{[]string{"sched_setaffinity", "pthread_setaffinity_np"}, []string{"sched_setaffinity"}, "", nil, "binds itself to processors",
		"sched_setaffinity(2)"},
	{[]string{"mlock", "mlockall", "mlock2"}, []string{"mlock|mlockall|mlock2"}, "CAP_IPC_LOCK", nil, "locks memory", "mlock(2)"},
	{[]string{"set_mempolicy", "mbind", "numa_set_preferred", "numa_interleave_memory"}, []string{"set_mempolicy|mbind"}, "", nil,
		"sets where its memory lies", "set_mempolicy(2), numa(3)"},
	{[]string{"personality"}, []string{"personality"}, "", nil, "changes its execution domain", "personality(2)"},
	{[]string{"unshare"}, []string{"unshare"}, "CAP_SYS_ADMIN", nil, "makes namespaces", "unshare(2)"},
	{[]string{"setns"}, []string{"setns"}, "CAP_SYS_ADMIN", nil, "enters namespaces", "setns(2)"},
	{[]string{"mount", "umount", "umount2"}, []string{"mount|umount2|umount"}, "CAP_SYS_ADMIN", nil, "mounts file systems", "mount(2)"},
	{[]string{"pivot_root"}, []string{"pivot_root"}, "CAP_SYS_ADMIN", nil, "changes the root of its mounts", "pivot_root(2)"},
	{[]string{"ptrace", "process_vm_readv"}, []string{"ptrace|process_vm_readv"}, "CAP_SYS_PTRACE", nil, "looks into other processes", "ptrace(2)"},
	{[]string{"keyctl", "add_key", "request_key"}, []string{"keyctl|add_key|request_key"}, "", nil, "works with the kernel's keyrings", "keyctl(2)"},
	{[]string{"sethostname", "setdomainname"}, []string{"sethostname|setdomainname"}, "CAP_SYS_ADMIN", nil, "sets the host name", "sethostname(2)"},
	{[]string{"clock_settime", "settimeofday", "stime", "adjtime", "adjtimex", "ntp_adjtime", "clock_adjtime"},
		[]string{"clock_settime|settimeofday|adjtimex|clock_adjtime"}, "CAP_SYS_TIME", nil,
		"sets or steers the clock", "clock_settime(2), adjtimex(2)"},
	{[]string{"init_module", "finit_module", "delete_module", "kmod_module_probe_insert_module"}, []string{"init_module|finit_module|delete_module"},
		"CAP_SYS_MODULE", nil,
		"loads kernel modules", "init_module(2), libkmod"},
	{[]string{"reboot"}, []string{"reboot"}, "CAP_SYS_BOOT", nil, "restarts the system", "reboot(2)"},
	{[]string{"bpf", "bpf_object__load", "bpf_prog_load", "bpf_load_program"}, []string{"bpf"}, "CAP_BPF", nil, "loads BPF programs", "bpf(2), libbpf"},
	{[]string{"perf_event_open"}, []string{"perf_event_open"}, "CAP_PERFMON", nil, "measures performance", "perf_event_open(2)"},
	{[]string{"klogctl"}, []string{"syslog"}, "CAP_SYSLOG", nil, "reads the kernel's log", "syslog(2)"},
	{[]string{"capset", "cap_set_proc", "capng_apply", "capng_change_id"}, []string{"capset"}, "", nil, "sets its own capabilities",
		"capset(2), libcap(3), libcap-ng"},
	{[]string{"setfsuid", "setfsgid"}, []string{"setfsuid|setfsgid"}, "CAP_SETUID", nil, "opens files as another user", "setfsuid(2)"},
	{[]string{"io_uring_setup", "io_uring_queue_init", "io_uring_queue_init_params"}, []string{"io_uring_setup"}, "", nil, "uses io_uring",
		"io_uring_setup(2), liburing"},
	{[]string{"mknod", "mknodat"}, []string{"mknod|mknodat"}, "CAP_MKNOD", nil, "makes device nodes or FIFOs", "mknod(2)"},
	{[]string{"swapon", "swapoff"}, []string{"swapon|swapoff"}, "CAP_SYS_ADMIN", nil, "switches swap on or off", "swapon(2)"},
	{[]string{"quotactl"}, []string{"quotactl"}, "CAP_SYS_ADMIN", nil, "sets quotas", "quotactl(2)"},
	{[]string{"iopl", "ioperm"}, []string{"iopl|ioperm"}, "CAP_SYS_RAWIO", nil, "opens input and output ports", "iopl(2)"},
	{[]string{"fanotify_init"}, []string{"fanotify_init"}, "CAP_SYS_ADMIN", nil, "watches file systems", "fanotify_init(2)"},
	{[]string{"open_by_handle_at"}, []string{"open_by_handle_at"}, "CAP_DAC_READ_SEARCH", nil, "opens files by handle", "open_by_handle_at(2)"},
	{[]string{"acct"}, []string{"acct"}, "CAP_SYS_PACCT", nil, "switches process accounting", "acct(2)"},
	{[]string{"getifaddrs", "if_nameindex", "getaddrinfo_a"}, nil, "", []string{"AF_NETLINK"}, "lists the network interfaces", "getifaddrs(3)"},
	{[]string{"nl_socket_alloc", "mnl_socket_open", "rtnl_open", "nl_connect", "nfnl_open", "nflog_open", "nfq_open", "nfct_open"}, nil, "",
		[]string{"AF_NETLINK"},
		"speaks netlink to the kernel", "libnl, libmnl, libnfnetlink"},
	{[]string{"nflog_open", "nfq_open", "nfct_open", "nft_ctx_new", "iptc_init", "ipset_session_init"}, nil, "CAP_NET_ADMIN", []string{"AF_NETLINK"},
		"works with the packet filter", "libnetfilter, libnftables"},
	{[]string{"audit_open", "audit_log_acct_message", "audit_log_user_message"}, nil, "CAP_AUDIT_WRITE", []string{"AF_NETLINK"},
		"writes to the audit log", "libaudit"},
	{[]string{"pcap_open_live", "pcap_create", "pcap_activate"}, nil, "CAP_NET_RAW", []string{"AF_PACKET"}, "captures packets", "pcap(3)"},
	{[]string{"udev_monitor_new_from_netlink", "libusb_init", "libusb_init_context", "sd_device_monitor_new"}, nil, "", []string{"AF_NETLINK"},
		"waits for devices", "libudev, libusb"},
	{[]string{"pam_start", "pam_open_session"}, []string{"setuid|setresuid", "setgroups", "setpriority", "setfsuid"}, "CAP_SETUID", []string{"AF_NETLINK"},
		"signs users in (PAM)", "pam(3) and the modules that Debian enables"},
	{[]string{"pam_authenticate", "pam_acct_mgmt", "pam_open_session"}, nil, "CAP_AUDIT_WRITE", []string{"AF_NETLINK"},
		"has PAM tell the kernel's audit of each login", "audit_open(3); Linux-PAM, _pam_auditlog(): a refusal is an error of the system for root"},
	{[]string{"sd_notify", "sd_notifyf", "sd_pid_notify", "sd_bus_open_system", "sd_bus_default_system", "sd_journal_send", "sd_journal_print",
		"openlog", "vsyslog", "syslog", "__syslog_chk",
		"dbus_bus_get", "dbus_bus_get_private", "g_bus_get_sync", "g_bus_own_name"}, nil, "", []string{"AF_UNIX"},
		"speaks to the manager, the bus or the log over a socket", "sd_notify(3), syslog(3), D-Bus"},
}

// goCalls are the rows of functions that the Go linker keeps where something may
// call them; what C functions a program of Go imports says nothing, as its own
// run-time imports some.
var goCalls = []Call{
	{[]string{"syscall.Setuid", "syscall.Setresuid", "syscall.Setreuid", "golang.org/x/sys/unix.Setuid", "golang.org/x/sys/unix.Setresuid"},
		[]string{"setuid|setresuid|setreuid"}, "CAP_SETUID", nil,
		"becomes another user", "package syscall"},
	{[]string{"syscall.Setgroups", "golang.org/x/sys/unix.Setgroups"}, []string{"setgroups"}, "CAP_SETGID", nil, "takes on the groups of another user",
		"package syscall"},
	{[]string{"syscall.Setgid", "syscall.Setresgid", "golang.org/x/sys/unix.Setgid"}, []string{"setgid|setresgid"}, "CAP_SETGID", nil,
		"becomes another group", "package syscall"},
	{[]string{"os.Chown", "os.Lchown", "os.(*File).Chown", "golang.org/x/sys/unix.Fchownat"}, []string{"fchownat|chown|fchown|lchown"},
		"CAP_CHOWN", nil, "gives files to another user", "package os"},
	{[]string{"syscall.Chroot", "golang.org/x/sys/unix.Chroot"}, []string{"chroot"}, "CAP_SYS_CHROOT", nil, "changes its root directory",
		"package syscall"},
	{[]string{"golang.org/x/sys/unix.Mount", "golang.org/x/sys/unix.Unmount", "syscall.Mount", "syscall.Unmount"}, []string{"mount|umount2"},
		"CAP_SYS_ADMIN", nil, "mounts file systems", "package unix"},
	{[]string{"golang.org/x/sys/unix.PivotRoot", "syscall.PivotRoot"}, []string{"pivot_root"}, "CAP_SYS_ADMIN", nil, "changes the root of its mounts",
		"package unix"},
	{[]string{"golang.org/x/sys/unix.Unshare", "syscall.Unshare"}, []string{"unshare"}, "CAP_SYS_ADMIN", nil, "makes namespaces", "package unix"},
	{[]string{"golang.org/x/sys/unix.Setns"}, []string{"setns"}, "CAP_SYS_ADMIN", nil, "enters namespaces", "package unix"},
	{[]string{"golang.org/x/sys/unix.Setpriority", "syscall.Setpriority"}, []string{"setpriority"}, "CAP_SYS_NICE", nil, "changes its priority",
		"package unix"},
	{[]string{"golang.org/x/sys/unix.Mlock", "golang.org/x/sys/unix.Mlockall", "syscall.Mlockall"}, []string{"mlock|mlockall"}, "CAP_IPC_LOCK", nil,
		"locks memory", "package unix"},
	{[]string{"golang.org/x/sys/unix.Adjtimex", "golang.org/x/sys/unix.ClockAdjtime", "syscall.Adjtimex"}, []string{"adjtimex|clock_adjtime"},
		"CAP_SYS_TIME", nil, "sets or reads the clock's state", "package unix"},
	{[]string{"golang.org/x/sys/unix.FinitModule", "golang.org/x/sys/unix.InitModule"}, []string{"finit_module|init_module"}, "CAP_SYS_MODULE", nil,
		"loads kernel modules", "package unix"},
	{[]string{"golang.org/x/sys/unix.PerfEventOpen"}, []string{"perf_event_open"}, "CAP_PERFMON", nil, "measures performance", "package unix"},
	{[]string{"golang.org/x/sys/unix.KeyctlInt", "golang.org/x/sys/unix.KeyctlJoinSessionKeyring"}, []string{"keyctl"}, "", nil,
		"works with the kernel's keyrings", "package unix"},
	{[]string{"syscall.PtraceAttach", "golang.org/x/sys/unix.PtraceAttach"}, []string{"ptrace"}, "CAP_SYS_PTRACE", nil, "looks into other processes",
		"package syscall"},
	{[]string{"golang.org/x/sys/unix.Capset"}, []string{"capset"}, "", nil, "sets its own capabilities", "package unix"},
	{[]string{"net.interfaceTable", "net.interfaceAddrTable", "net.Interfaces", "net.InterfaceAddrs", "syscall.NetlinkRIB"}, nil, "",
		[]string{"AF_NETLINK"}, "lists the network interfaces", "package net"},
	{[]string{"log/syslog.New", "log/syslog.Dial"}, nil, "", []string{"AF_UNIX"}, "writes to the system's log", "package log/syslog"},
}

// isRow tells whether a function of C has a row, or shows that a program listens.
func isRow(name string) bool {
	return slices.Contains(listeners, name) ||
		slices.ContainsFunc(calls, func(row Call) bool { return slices.Contains(row.Functions, name) })
}

// Calls returns the rows that a program shows, with the functions of each that it
// has.
func (p *Program) Calls() []Call {
	rows, has := calls, p.Has
	if p.Go != nil {
		rows, has = goCalls, p.Go.Has
	}
	var shown []Call
	for _, row := range rows {
		var functions []string
		for _, f := range row.Functions {
			if has(f) {
				functions = append(functions, f)
			}
		}
		if len(functions) > 0 {
			row.Functions = functions
			shown = append(shown, row)
		}
	}
	return shown
}

// listeners are functions of which each program has one that takes connections
// from others (bind(2), and libraries that hide it).
var listeners = []string{
	"bind", "listen", "uv_tcp_bind", "uv_udp_bind", "apr_socket_bind", "apr_socket_listen", "evconnlistener_new_bind", "evhttp_bind_socket",
	"event_base_new", "SSL_accept", "MHD_start_daemon",
	"g_socket_service_new", "g_socket_bind", "lws_create_context", "svc_tli_create", "nc_session_new", "zmq_bind",
}

// goListeners are the functions of Go that do.
var goListeners = []string{"net.(*ListenConfig).Listen", "net.(*ListenConfig).ListenPacket", "net.Listen", "net.ListenPacket", "net.ListenTCP",
	"net.ListenUDP"}

// Listens tells whether the program can take connections from others.
func (p *Program) Listens() bool {
	names, has := listeners, p.Has
	if p.Go != nil {
		names, has = goListeners, p.Go.Has
	}
	for _, name := range names {
		if has(name) {
			return true
		}
	}
	return false
}
