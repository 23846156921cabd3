package hardening

// kernelProtections are the directives that keep a service from changing the
// kernel and the state of the whole system (systemd.exec(5), "Sandboxing").
var kernelProtections = []protection{
	{
		id: "harden-protect-kernel-tunables", directive: "ProtectKernelTunables",
		fails:       "ProtectKernelTunables",
		recommended: "ProtectKernelTunables=yes", weak: "ProtectKernelTunables=no",
		summary: "The service can change kernel variables",
		restricts: "`ProtectKernelTunables=` makes `/proc/sys`, `/sys` and a few more places with kernel variables read-only, and hides " +
			"`/proc/kallsyms` and `/proc/kcore`. Kernel variables can switch off protections of the whole system and name programs that the " +
			"kernel runs as root (`core_pattern`, `modprobe`).",
		breaks: "Services that set sysctls, tune disks or CPUs, configure interfaces through `/sys`, or profile the kernel with its symbol table. " +
			"They run such steps in `ExecStartPre=+` lines or in a unit of their own, or do without this protection.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)"},
	},
	{
		id: "harden-protect-kernel-modules", directive: "ProtectKernelModules",
		fails:       "ProtectKernelModules",
		also:        []string{"CapabilityBoundingSet_CAP_SYS_MODULE"},
		recommended: "ProtectKernelModules=yes", weak: "ProtectKernelModules=no",
		summary: "The service can load kernel modules",
		restricts: "`ProtectKernelModules=` takes CAP_SYS_MODULE, blocks the system calls that load and remove modules, and hides " +
			"`/usr/lib/modules`. Whoever loads a module owns the kernel.",
		breaks: "Services that load modules themselves: firewalls, container engines, VPNs, virtual machines. Modules that the kernel loads on " +
			"demand, say for a file system or a protocol, still come. What is needed at start goes into `/etc/modules-load.d` or into " +
			"`Wants=modprobe@NAME.service`.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "modules-load.d(5)"},
	},
	{
		id: "harden-protect-kernel-logs", directive: "ProtectKernelLogs",
		fails:       "ProtectKernelLogs",
		also:        []string{"CapabilityBoundingSet_CAP_SYSLOG"},
		recommended: "ProtectKernelLogs=yes", weak: "ProtectKernelLogs=no",
		summary: "The service can reach the kernel's log buffer",
		restricts: "`ProtectKernelLogs=` takes CAP_SYSLOG, blocks syslog(2) and hides `/dev/kmsg` and `/proc/kmsg`. The log holds addresses " +
			"of the kernel, which exploits need, and news of other services.",
		breaks:     "Programs that read or write the kernel log: syslog daemons with a kernel input, the journal, watchers of hardware faults.",
		versions:   "Since systemd 244.",
		references: []string{"systemd.exec(5)", "syslog(2)"},
	},
	{
		id: "harden-protect-control-groups", directive: "ProtectControlGroups",
		fails:       "ProtectControlGroups",
		recommended: "ProtectControlGroups=yes", weak: "ProtectControlGroups=no",
		summary: "The service can write to the control group file system",
		restricts: "`ProtectControlGroups=` mounts `/sys/fs/cgroup` read-only. Otherwise a process that runs as root can move processes " +
			"between groups, lift resource limits, and, with control groups of version 1, have the kernel run a program of its choice.",
		breaks:     "Container engines, service managers and other programs that make control groups of their own (they have `Delegate=`).",
		versions:   "`private` and `strict` exist since systemd 257.",
		references: []string{"systemd.exec(5)", "cgroups(7)"},
	},
	{
		id: "harden-protect-clock", directive: "ProtectClock",
		fails:       "ProtectClock",
		also:        []string{"CapabilityBoundingSet_CAP_SYS_TIME", "CapabilityBoundingSet_CAP_WAKE_ALARM"},
		recommended: "ProtectClock=yes", weak: "ProtectClock=no",
		summary: "The service can set the clock",
		restricts: "`ProtectClock=` takes CAP_SYS_TIME and CAP_WAKE_ALARM, blocks the system calls that set clocks, and allows the hardware " +
			"clock to be read only. A wrong clock makes certificates valid again, spoils logs and stops jobs.",
		breaks: "Time services such as chrony, ntpd and timesyncd. Up to systemd 251 it also closes the device control group, so " +
			"that every other device has to be listed with `DeviceAllow=`. The filter also blocks adjtimex(2) for mere reading.",
		versions:   "Since systemd 245.",
		references: []string{"systemd.exec(5)", "adjtimex(2)"},
	},
	{
		id: "harden-protect-hostname", directive: "ProtectHostname",
		fails:       "ProtectHostname",
		recommended: "ProtectHostname=yes", weak: "ProtectHostname=no",
		summary: "The service can change the host name",
		restricts: "`ProtectHostname=` gives the service a UTS namespace of its own and blocks sethostname(2) and setdomainname(2). The host " +
			"name decides which certificate, which role and which log entry is meant.",
		breaks:     "Services that set the host name, such as DHCP clients. A service does not see later changes of the host name until it is restarted.",
		versions:   "Since systemd 242; `private` exists since 258.",
		references: []string{"systemd.exec(5)"},
	},
	{
		id: "harden-protect-proc", directive: "ProtectProc",
		fails:       "ProtectProc",
		recommended: "ProtectProc=invisible", weak: "ProtectProc=noaccess",
		summary: "The service sees other users' processes in /proc",
		restricts: "`ProtectProc=invisible` gives the service a `/proc` in which processes of other users do not show. Their command lines, " +
			"environments and open files, with the passwords in them, stay hidden.",
		breaks: "Monitoring, process managers and debuggers. It does nothing for a service that runs as root with CAP_SYS_PTRACE, or whose group is root: " +
			"combine it with `User=`.",
		versions:   "Since systemd 247.",
		references: []string{"systemd.exec(5)", "proc(5)"},
	},
	{
		id: "harden-proc-subset", directive: "ProcSubset",
		fails:       "ProcSubset",
		recommended: "ProcSubset=pid", weak: "ProcSubset=all",
		summary: "The service sees all of /proc",
		restricts: "`ProcSubset=pid` leaves of `/proc` the processes alone: `/proc/sys`, `/proc/meminfo`, `/proc/cpuinfo`, `/proc/kallsyms` " +
			"and the rest, which tell much of the system, are gone.",
		breaks: "More than it seems: programs count processors and memory there, runtimes of Java, Go and .NET size themselves by it, and " +
			"getrandom or network code of some libraries reads `/proc/sys`. Try it last; it gains little.",
		versions:   "Since systemd 247.",
		references: []string{"systemd.exec(5)", "proc(5)"},
	},
}
