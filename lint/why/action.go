package why

import (
	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// action is what programs were doing, by the words in which they say so.
type action struct {
	words *regexp.Regexp
	kind  need.Kind
	// argument and call are those of the [Attempt].
	argument, call string
	// errors are those that the words go with, separated by blanks; empty for any.
	errors string
}

// Errors by what refuses.
const (
	privilege = "EPERM EACCES EINVAL"
	memory    = "EPERM EACCES ENOMEM"
)

// actions are tried in this order; the first that fits decides. The words are
// those of coreutils, glibc, util-linux, Go, Java, Node, Python, OpenSSH, nginx,
// Apache, HAProxy, PostgreSQL, unbound, memcached, chrony, fail2ban, docker and
// the like.
var actions = []action{
	// A shell tells the line of its script, then what it could not run.
	{
		words: regexp.MustCompile(`^(?:\S*sh|\S*/\S+): (?:line )?\d+: (?:exec: )?/[^/ ]+/[^:]*: `),
		kind:  need.Execute, call: "execve", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)failed to map segment from shared object`),
		kind:  need.Execute, call: "mmap",
	},
	{
		words: regexp.MustCompile(`(?i)executable stack|writable for relocation|memory protection after relocation|\bmprotect\b|executable memory|\bjit\b|` +
			`code cache|\bPROT_EXEC\b|as executable|runtime code generation`),
		kind: need.WriteExecute, call: "mprotect", errors: memory,
	},
	{
		words: regexp.MustCompile(`(?i)\bl?chown\b|\bfchown(?:at)?\b|(?:chang(?:e|ing)|set) (?:the |user |group )*owner`),
		kind:  need.Capability, argument: "CAP_CHOWN", call: "chown", errors: privilege,
	},
	{
		words: regexp.MustCompile(`(?i)(?:chmod|mode|permissions)\b[^/]*\b0?[2467][0-7]{3}\b|[ug]\+[rwx]*s\b|set-?[ug]id bit`),
		kind:  need.SetSUID, call: "chmod", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\b[lf]?chmod(?:at)?\b|changing permissions|set(?:ting)? (?:the )?(?:file )?(?:mode|` +
			`permissions)`),
		kind: need.Capability, argument: "CAP_FOWNER", call: "chmod", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)(?:supplementary|auxiliary) groups|\bsetgroups\b|\binitgroups\b|` +
			`\bset(?:ting)? (?:the )?(?:\w+ )?groups\b`),
		kind: need.Capability, argument: "CAP_SETGID", call: "setgroups", errors: privilege,
	},
	{
		words: regexp.MustCompile(`(?i)\bset(?:res|re|e)?gid\b|set group id|change group id|change to root gid|` +
			`(?:\bset|chang|switch)(?:e|ing|ting)? (?:to )?(?:the )?(?:\w+ )?gid\b`),
		kind: need.Capability, argument: "CAP_SETGID", call: "setresgid", errors: privilege,
	},
	{
		words: regexp.MustCompile(`(?i)\bset(?:res|re|e)?uid\b|set user id|change user id|switch to user|drop(?:ping)? (?:root )?privileges|` +
			`(?:\bset|chang|switch)(?:e|ing|ting)? (?:to )?(?:the )?(?:\w+ )?uid\b|` +
			`assume identity of user`),
		kind: need.Capability, argument: "CAP_SETUID", call: "setresuid", errors: privilege,
	},
	{
		words: regexp.MustCompile(`(?i)\bcap_set_(?:proc|flag)\b|\bcapset\b|(?:sett?|drop|keep|apply|rais)(?:e|p?ing)? (?:the )?(?:\w+ )?` +
			`capabilit(?:y|ies)`),
		kind: need.Syscall, argument: "capset", call: "capset", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bchroot\b`),
		kind:  need.Capability, argument: "CAP_SYS_CHROOT", call: "chroot", errors: privilege,
	},
	{
		words: regexp.MustCompile(`(?i)\bunshare\b|creat(?:e|ing) (?:an? )?(?:new )?(?:user )?namespace|` +
			`move to (?:an? )?new namespace|namespace supported, but failed`),
		kind: need.Syscall, argument: "unshare", call: "unshare", errors: "EPERM ENOSYS EINVAL",
	},
	{
		words: regexp.MustCompile(`(?i)\bsetns\b|set to initial namespace`),
		kind:  need.Syscall, argument: "setns", call: "setns", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bmknod\b`),
		kind:  need.Capability, argument: "CAP_MKNOD", call: "mknod", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)failed to mount|\bu?mount\(|\bu?mount2?:|cannot (?:u|re)?mount|unable to mount|mounting|` +
			`\brootfs mount\b`),
		kind: need.Syscall, argument: "mount", call: "mount", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bpivot_root\b`),
		kind:  need.Syscall, argument: "pivot_root", call: "pivot_root", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bptrace\b|attach to process`),
		kind:  need.Syscall, argument: "ptrace", call: "ptrace", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bsethostname\b|set hostname`),
		kind:  need.Hostname, call: "sethostname", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bsettimeofday\b|\bclock_settime\b|\b(?:clock_)?adjtimex?\b|\bntp_(?:get|adj)time\b|` +
			`set (?:the )?(?:system (?:clock|time|date)\b|(?:clock|date)\b|time:)|` +
			`step-systime`),
		kind: need.Clock, call: "clock_settime", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\b(?:f?init_module|insmod)\b|modprobe: ERROR|insert '?\w+'?.*module`),
		kind:  need.KernelModules, call: "finit_module", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bmlock(?:all)?\b|\block(?:ing|ed)? (?:\w+ ){0,2}memory|memory lock`),
		kind:  need.Capability, argument: "CAP_IPC_LOCK", call: "mlock", errors: "EPERM ENOMEM",
	},
	{
		words: regexp.MustCompile(`(?i)\bsetrlimit\b|\bRLIMIT_|(?:rais|increas|adjust|remov|bump|lift|sett?)(?:e|ing)? (?:the )?(?:\w+ )?` +
			`(?:open files?|r?limits?|nofile|file descriptor)|max(?:imum)? (?:number of )?open files`),
		kind: need.Capability, argument: "CAP_SYS_RESOURCE", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bsched_setscheduler\b|\bpthread_setschedparam\b|SCHED_(?:RR|FIFO)|` +
			`real-?time (?:priority|scheduling)`),
		kind: need.Realtime, call: "sched_setscheduler", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bsetpriority\b|set (?:process )?priority|\bsetnice\b|\brenice\b|` +
			`set nice(?:ness)?\b`),
		kind: need.Capability, argument: "CAP_SYS_NICE", call: "setpriority", errors: "EPERM EACCES",
	},
	{
		words: regexp.MustCompile(`(?i)kernel (?:ring |log )?buffer|\bdmesg\b|\bklogctl\b|\bsyslog\(\d`),
		kind:  need.KernelLog, call: "syslog", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bpersonality\b`),
		kind:  need.Personality, call: "personality", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bperf_event_open\b`),
		kind:  need.Syscall, argument: "perf_event_open", call: "perf_event_open", errors: "EPERM EACCES",
	},
	{
		words: regexp.MustCompile(`(?i)\b(?:lib)?bpf(?:_\w+)?\b`),
		kind:  need.Syscall, argument: "bpf", call: "bpf", errors: "EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)\bio_uring\w*`),
		kind:  need.Syscall, argument: "io_uring_setup", call: "io_uring_setup", errors: "EPERM ENOSYS",
	},
	{
		words: regexp.MustCompile(`(?i)you must be root|\bnetlink|iptables|ip6tables|nftables|\bnft\b|process rule|netfilter|\bipset\b|RTNETLINK|SIOC[SG]IF\w+|` +
			`\bTUNSETIFF\b`),
		kind: need.Capability, argument: "CAP_NET_ADMIN", errors: "EPERM EACCES",
	},
	{
		words: regexp.MustCompile(`(?i)raw socket|\bping: socket|\bicmp\b.*socket|SOCK_RAW`),
		kind:  need.Capability, argument: "CAP_NET_RAW", errors: "EPERM EACCES",
	},
	// postdrop(1) of Postfix works as the group that its file belongs to.
	{
		words: regexp.MustCompile(`\bpostdrop\b|create file maildrop/`),
		kind:  need.GainPrivileges, errors: "EACCES",
	},
	// newuidmap(1), fusermount3(1) and pkexec(1) work as root.
	{
		words: regexp.MustCompile(`\bnew[ug]idmap\b|\bfusermount3?\b|\bpkexec\b`),
		kind:  need.GainPrivileges, errors: "EPERM EACCES",
	},
	{
		words: regexp.MustCompile(`(?i)no new privileges|sudo: |setuid root|sudoers`),
		kind:  need.GainPrivileges,
	},
	{
		words: regexp.MustCompile(`(?i)\bconnect(?:ing|ion)?\b|\bsendto\b|\bsendmsg\b|\bsend\(\)|\bsend(?:ing)? (?:\w+ )?(?:packet|datagram)|` +
			`name resolution|resolve host|\bdial\b|\bwrite (?:udp|tcp|ip)\d?\b|` +
			`\bsocket\.error\b`),
		kind: need.Network, errors: "ENETUNREACH EPERM",
	},
	{
		words: regexp.MustCompile(`(?i)fork(?:\(\))?(?: failed)?|\bdaemon\(\)|std::system_error|\bwhat\(\):|pthread_create|` +
			`create (?:new )?(?:\w+ )?thread|\w_thread_create|(?:spawn|start) (?:\w+ )?thread`),
		kind: need.Limit, call: "clone", errors: "EAGAIN",
	},
	// Programs of a C library that has openat2 fall back from it; tar does not.
	{
		words: regexp.MustCompile(`(?i)\bopenat2\b|cannot open`),
		kind:  need.Syscall, argument: "openat2", call: "openat2", errors: "ENOSYS",
	},
	{
		words: regexp.MustCompile(`(?i)\bkill(?:\(\)|ing)?\b`),
		kind:  need.Capability, argument: "CAP_KILL", call: "kill", errors: "EPERM",
	},
}

// statement is what a program says without an error of the system.
type statement struct {
	words *regexp.Regexp
	kind  need.Kind
	// argument and call are those of the [Attempt]; $1 and so on in the argument are
	// what the groups of the words match.
	argument, call string
	// faint statements count only without an error beside them, and where a
	// setting is found that refuses.
	faint bool
	// missed is the error of the system that the words stand for, where they may stand
	// for others too.
	missed string
}

// hidden is what programs and libraries say where they find no device, with the node
// that they look for. Drivers that are missing make them say the same.
type hidden struct {
	words *regexp.Regexp
	nodes []string
}

// hiddenDevices are the words of CUDA, NVML, ROCm, ALSA, VA-API, QEMU, FUSE, OpenVPN,
// the TPM2 software stack and the like.
var hiddenDevices = []hidden{
	{regexp.MustCompile(`no CUDA-capable device(?: is| was)? (?:detected|found|available)|Failed to initialize NVML|` +
		`couldn't communicate with the NVIDIA driver|CUDA_ERROR_NO_DEVICE|` +
		`(?i:\bno (?:usable |compatible |NVIDIA |CUDA )+(?:GPUs?|devices?)\b|` +
		`\bno GPUs? (?:is |are |was |were )?(?:available|detected|found|visible))`),
		[]string{"/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia-uvm"}},
	{regexp.MustCompile(`(?i)no ROCm-capable device|hipErrorNoDevice|\bkfd\b`), []string{"/dev/kfd", "/dev/dri/renderD128"}},
	{regexp.MustCompile(`cannot find card '\d|no soundcards found|Unknown PCM (?:hw|default|plughw)|snd_ctl_open`), []string{"/dev/snd/controlC0"}},
	{regexp.MustCompile(`vaInitialize failed|failed to initiali[sz]e VAAPI|No VA display found|Failed to open (?:DRM|the drm device)|` +
		`no render(?:ing)? node`), []string{"/dev/dri/renderD128"}},
	{regexp.MustCompile(`Could not access KVM kernel module|KVM (?:acceleration )?(?:is )?not available|no accelerator found`), []string{"/dev/kvm"}},
	{regexp.MustCompile(`Cannot access the Hardware Clock`), []string{"/dev/rtc0"}},
	{regexp.MustCompile(`fuse: device not found`), []string{"/dev/fuse"}},
	{regexp.MustCompile(`(?i)TUN/TAP (?:dev|is not)|Cannot open TUN|` +
		`tun(?:/tap)? (?:device|module).*(?:not|unavailable)`), []string{"/dev/net/tun"}},
	{regexp.MustCompile(`(?i)\btcti\b.*(?:fail|init)|no TPM (?:device )?(?:found|available)`), []string{"/dev/tpmrm0"}},
}

// attemptOfDevice is a device that a message misses.
func attemptOfDevice(line Line, text string) (Attempt, bool) {
	for _, h := range hiddenDevices {
		if h.words.MatchString(text) {
			return Attempt{
				Line: line, Kind: need.Read, Argument: h.nodes[0], Others: h.nodes[1:], Operations: []sandbox.Op{sandbox.Read}, Faint: true, Guess: true,
			}, true
		}
	}
	return Attempt{}, false
}

// statements are messages that tell a refusal in words of their own. Their words
// are those of V8, OpenJDK, LuaJIT, PCRE, libffi, Erlang, .NET, PostgreSQL, sudo
// and others, as their sources or their users quote them.
var statements = []statement{
	{
		words: regexp.MustCompile(`Failed to reserve virtual memory for CodeRange|SetPermissionsOnExecutableMemory|Check failed: .*SetPermissions|` +
			`Check failed: 12 == \(\*__errno_location|Failed to (?:deoptimize|commit) .*code`),
		kind: need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`Failed to mark memory page as executable|os::commit_memory\(`),
		kind:  need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`runtime code generation failed`),
		kind:  need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`(?i)allocation of JIT memory failed|JIT compilation failed: no more memory|` +
			`pcre2?_jit_compile.*no more memory`),
		kind: need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`Cannot allocate write\+execute memory`),
		kind:  need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`Failed to create CoreCLR|Failed to initialize CoreCLR`),
		kind:  need.WriteExecute, call: "mprotect",
	},
	{
		words: regexp.MustCompile(`(?i)the "no new privileges" flag is set|effective uid is not 0`),
		kind:  need.GainPrivileges,
	},
	// bubblewrap and Chromium.
	{
		words: regexp.MustCompile(`No permissions to creat(?:e|ing) (?:an? )?new namespace|No usable sandbox!`),
		kind:  need.Syscall, argument: "unshare", call: "unshare",
	},
	{
		words: regexp.MustCompile(`(?i)could not change user id`),
		kind:  need.Capability, argument: "CAP_SETUID", call: "setresuid",
	},
	{
		words: regexp.MustCompile(`you must be root to change the host name`),
		kind:  need.Hostname, call: "sethostname",
	},
	{
		words: regexp.MustCompile(`(?i)must (?:be )?run (?:this program )?as (?:the )?(?:cluster owner|root)|(?:need to|must) be root|requires root privileges|` +
			`are you root\?`),
		kind: need.Root, faint: true,
	},
	// curl(1) and libcurl tell no error of the system.
	{
		words: regexp.MustCompile(`Failed to connect to (?:(\d+\.\d+\.\d+\.\d+)|\S*[a-z]\S*\.\S+) port \d+\b|Could not resolve host: `),
		kind:  need.Network, argument: "$1", faint: true,
	},
	// getaddrinfo(3), as Node and C programs tell it.
	{
		words: regexp.MustCompile(`\bEAI_AGAIN\b|Name or service not known`),
		kind:  need.Network, faint: true,
	},
	// Programs that have several versions are links through /etc/alternatives (update-alternatives(1)).
	{
		words: regexp.MustCompile(`exec: \\?"([a-z0-9.-]+)\\?": executable file not found`),
		kind:  need.Execute, argument: "/etc/alternatives/$1", faint: true,
	},
	// pg_ctlcluster(1) looks for the cluster's configuration.
	{
		words: regexp.MustCompile(`specified cluster '(\S+) ([^'/]+)' does not exist`),
		kind:  need.Read, argument: "/etc/postgresql/$1/$2", faint: true,
	},
	// OpenJDK, CPython and Go tell of threads that they cannot make in words of their own.
	{
		words: regexp.MustCompile(`(?i)unable to create (?:new )?native thread|can't start new thread|failed to create new OS thread`),
		kind:  need.Limit, call: "clone", faint: true,
	},
	// The ways in which daemons tell that they may not have as many files open as they want.
	{
		words: regexp.MustCompile(`(?i)(?:increase|raise|exceed)[^.]{0,40}(?:max_open_files|open files|file descriptors?|FD limit|nofile)|` +
			`requiring at least \d+ max file descriptors`),
		faint: true, missed: "EMFILE",
	},
	// modprobe(8) does not tell apart a module that is missing and a directory that it may not enter.
	{
		words: regexp.MustCompile(`not found in directory (/(?:usr/)?lib/modules/\S+)`),
		kind:  need.Read, argument: "$1", faint: true,
	},
	// The loader of glibc, where it has no error to tell.
	{
		words: regexp.MustCompile(`(/\S+): failed to map segment from shared object`),
		kind:  need.Execute, argument: "$1", call: "mmap", faint: true,
	},
	// ps(1), free(1) and others of procps.
	{
		words: regexp.MustCompile(`/proc must be mounted`),
		kind:  need.Read, argument: "/proc/meminfo", faint: true,
	},
	// SQLite does not tell the error of the system, nor the path.
	{
		words: regexp.MustCompile(`attempt to write a readonly database|SQLITE_READONLY|unable to open database file|` +
			`SQLITE_CANTOPEN`),
		faint: true, missed: "EROFS",
	},
	// ip(8), ifconfig(8) and what asks for an interface by name.
	{
		words: regexp.MustCompile(`Cannot find device "|no such network interface|` +
			`[Ii]nterface \S+ (?:does not exist|not found)`),
		kind: need.Network, faint: true, missed: "ENODEV",
	},
	// What takes mail in for delivery belongs to a user or a group, and works as that.
	{
		words: regexp.MustCompile(`nullmailer-queue failed|mail: cannot send message|sendmail: (?:fatal|cannot|can't)|` +
			`maildrop: (?:Unable|Failed)`),
		kind: need.GainPrivileges, faint: true, missed: "EPERM",
	},
	// Some tell that they got no socket, and not why.
	{
		words: regexp.MustCompile(`(?i)\bsocket (?:bind |creation )?failed|(?:could not|cannot|can't|unable to|failed to|error) (?:creat|open)(?:e|ing)? ` +
			`(?:\w+ ){0,3}socket\b`),
		kind: need.AddressFamily, call: "socket", faint: true, missed: "EAFNOSUPPORT",
	},
	// mount(8), fusermount(1) and others belong to root, and run as root.
	{
		words: regexp.MustCompile(`only root can do that|must be superuser|must be setuid root`),
		kind:  need.GainPrivileges, faint: true,
	},
}
