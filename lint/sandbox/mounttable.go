package sandbox

// staticEntry is a row of the tables behind the Protect*= settings.
type staticEntry struct {
	path string
	mode mountMode
	// optional entries are skipped where the path does not exist.
	optional bool
}

// The tables follow systemd.exec(5) and were compared with systemd 250, 256
// and the development tree of 262.

// protectSystemTables is ProtectSystem=. The merged /usr makes the split
// directories of older releases (/lib, /bin) follow /usr.
var protectSystemTables = map[string][]staticEntry{
	"yes": {
		{"/usr", readOnly, false}, {"/boot", readOnly, true}, {"/efi", readOnly, true},
		{"/lib", readOnly, true}, {"/lib64", readOnly, true}, {"/bin", readOnly, true}, {"/sbin", readOnly, true},
	},
	"full": {
		{"/usr", readOnly, false}, {"/boot", readOnly, true}, {"/efi", readOnly, true}, {"/etc", readOnly, false},
		{"/lib", readOnly, true}, {"/lib64", readOnly, true}, {"/bin", readOnly, true}, {"/sbin", readOnly, true},
	},
	"strict": {
		{"/", readOnly, false}, {"/proc", readWriteImplicit, false}, {"/sys", readWriteImplicit, false},
		{"/dev", readWriteImplicit, false}, {"/home", readWriteImplicit, true},
		{"/run/user", readWriteImplicit, true}, {"/root", readWriteImplicit, true},
	},
}

// protectHomeModes is ProtectHome= for /home, /run/user and /root.
var protectHomeModes = map[string]mountMode{"yes": inaccessible, "read-only": readOnly, "tmpfs": tmpfs}

var homes = []string{"/home", "/run/user", "/root"}

// homeTmpfsReadOnly is the first release in which ProtectHome=tmpfs is
// read-only as the manual always said.
const homeTmpfsReadOnly = 257

// tunablesProc is ProtectKernelTunables= below /proc.
var tunablesProc = []staticEntry{
	{"/proc/acpi", readOnly, true}, {"/proc/apm", readOnly, true}, {"/proc/asound", readOnly, true},
	{"/proc/bus", readOnly, true}, {"/proc/fs", readOnly, true}, {"/proc/irq", readOnly, true},
	{"/proc/kallsyms", inaccessible, true}, {"/proc/kcore", inaccessible, true},
	{"/proc/latency_stats", readOnly, true}, {"/proc/mtrr", readOnly, true}, {"/proc/scsi", readOnly, true},
	{"/proc/sys", readOnly, true}, {"/proc/sysrq-trigger", readOnly, true}, {"/proc/timer_stats", readOnly, true},
}

// tunablesSys is ProtectKernelTunables= below /sys.
var tunablesSys = []staticEntry{
	{"/sys", readOnly, false}, {"/sys/fs/bpf", readOnly, true}, {"/sys/fs/cgroup", readWriteImplicit, false},
	{"/sys/fs/selinux", readWriteImplicit, true}, {"/sys/kernel/debug", readOnly, true}, {"/sys/kernel/tracing", readOnly, true},
}

// modulesTable is ProtectKernelModules=.
var modulesTable = []staticEntry{{"/lib/modules", inaccessible, true}, {"/usr/lib/modules", inaccessible, true}}

// logsTable is ProtectKernelLogs=.
var logsTable = []staticEntry{{"/proc/kmsg", inaccessible, true}, {"/dev/kmsg", inaccessible, true}}

// apiTable is MountAPIVFS=, as far as nothing is mounted there already.
var apiTable = []staticEntry{{"/proc", procFS, false}, {"/dev", bindDev, false}, {"/sys", bindSys, false}}

// apiRunSince is the first release in which /run is one of them: from then on a
// read-only "/" leaves it writable.
const apiRunSince = 248

// hostnameFiles is ProtectHostname=yes.
var hostnameFiles = []string{"/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname"}

// hostnameFilesOptional is the first release that starts although
// ProcSubset=pid takes these files away. Measured: 247 does not, 252 does.
const hostnameFilesOptional = 251

// cgroupModes is ProtectControlGroups= for /sys/fs/cgroup.
var cgroupModes = map[string]mountMode{"yes": readOnly, "private": privateCgroup, "strict": privateCgroup}
