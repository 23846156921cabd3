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
	// argument and call as in an Attempt; the first group of the words where the
	// argument is empty and there is one.
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
	{regexp.MustCompile(`^(?:\S*sh|\S*/\S+): (?:line )?\d+: (?:exec: )?/[^/ ]+/[^:]*: `), need.Execute, "", "execve", "EPERM"},
	{regexp.MustCompile(`(?i)failed to map segment from shared object`), need.Execute, "", "mmap", ""},
	{regexp.MustCompile(`(?i)executable stack|writable for relocation|memory protection after relocation|\bmprotect\b|executable memory|\bjit\b|` +
		`code cache|\bPROT_EXEC\b|as executable|runtime code generation`), need.WriteExecute, "", "mprotect", memory},
	{regexp.MustCompile(`(?i)\bl?chown\b|\bfchown(?:at)?\b|(?:chang(?:e|ing)|set) (?:the |user |group )*owner`), need.Capability, "CAP_CHOWN", "chown", privilege},
	{regexp.MustCompile(`(?i)(?:chmod|mode|permissions)\b[^/]*\b0?[2467][0-7]{3}\b|[ug]\+[rwx]*s\b|set-?[ug]id bit`), need.SetSUID, "", "chmod", "EPERM"},
	{regexp.MustCompile(`(?i)\b[lf]?chmod(?:at)?\b|changing permissions|set(?:ting)? (?:the )?(?:file )?(?:mode|` +
		`permissions)`), need.Capability, "CAP_FOWNER", "chmod", "EPERM"},
	{regexp.MustCompile(`(?i)(?:supplementary|auxiliary) groups|\bsetgroups\b|\binitgroups\b|` +
		`\bset(?:ting)? (?:the )?(?:\w+ )?groups\b`), need.Capability, "CAP_SETGID", "setgroups", privilege},
	{regexp.MustCompile(`(?i)\bset(?:res|re|e)?gid\b|set group id|change group id|change to root gid|` +
		`(?:\bset|chang|switch)(?:e|ing|ting)? (?:to )?(?:the )?(?:\w+ )?gid\b`), need.Capability, "CAP_SETGID", "setresgid", privilege},
	{regexp.MustCompile(`(?i)\bset(?:res|re|e)?uid\b|set user id|change user id|switch to user|drop(?:ping)? (?:root )?privileges|` +
		`(?:\bset|chang|switch)(?:e|ing|ting)? (?:to )?(?:the )?(?:\w+ )?uid\b|` +
		`assume identity of user`), need.Capability, "CAP_SETUID", "setresuid", privilege},
	{regexp.MustCompile(`(?i)\bcap_set_(?:proc|flag)\b|\bcapset\b|(?:sett?|drop|keep|apply|rais)(?:e|p?ing)? (?:the )?(?:\w+ )?` +
		`capabilit(?:y|ies)`), need.Syscall, "capset", "capset", "EPERM"},
	{regexp.MustCompile(`(?i)\bchroot\b`), need.Capability, "CAP_SYS_CHROOT", "chroot", privilege},
	{regexp.MustCompile(`(?i)\bunshare\b|creat(?:e|ing) (?:an? )?(?:new )?(?:user )?namespace|` +
		`move to (?:an? )?new namespace|namespace supported, but failed`), need.Syscall, "unshare", "unshare", "EPERM ENOSYS EINVAL"},
	{regexp.MustCompile(`(?i)\bsetns\b|set to initial namespace`), need.Syscall, "setns", "setns", "EPERM"},
	{regexp.MustCompile(`(?i)\bmknod\b`), need.Capability, "CAP_MKNOD", "mknod", "EPERM"},
	{regexp.MustCompile(`(?i)failed to mount|\bu?mount\(|\bu?mount2?:|cannot (?:u|re)?mount|unable to mount|mounting|` +
		`\brootfs mount\b`), need.Syscall, "mount", "mount", "EPERM"},
	{regexp.MustCompile(`(?i)\bpivot_root\b`), need.Syscall, "pivot_root", "pivot_root", "EPERM"},
	{regexp.MustCompile(`(?i)\bptrace\b|attach to process`), need.Syscall, "ptrace", "ptrace", "EPERM"},
	{regexp.MustCompile(`(?i)\bsethostname\b|set hostname`), need.Hostname, "", "sethostname", "EPERM"},
	{regexp.MustCompile(`(?i)\bsettimeofday\b|\bclock_settime\b|\b(?:clock_)?adjtimex?\b|\bntp_(?:get|adj)time\b|` +
		`set (?:the )?(?:system (?:clock|time|date)\b|(?:clock|date)\b|time:)|` +
		`step-systime`), need.Clock, "", "clock_settime", "EPERM"},
	{regexp.MustCompile(`(?i)\b(?:f?init_module|insmod)\b|modprobe: ERROR|insert '?\w+'?.*module`), need.KernelModules, "", "finit_module", "EPERM"},
	{regexp.MustCompile(`(?i)\bmlock(?:all)?\b|\block(?:ing|ed)? (?:\w+ ){0,2}memory|memory lock`), need.Capability, "CAP_IPC_LOCK", "mlock", "EPERM ENOMEM"},
	{regexp.MustCompile(`(?i)\bsetrlimit\b|\bRLIMIT_|(?:rais|increas|adjust|remov|bump|lift|sett?)(?:e|ing)? (?:the )?(?:\w+ )?(?:open files?|r?limits?|nofile|` +
		`file descriptor)|max(?:imum)? (?:number of )?open files`), need.Capability, "CAP_SYS_RESOURCE", "", "EPERM"},
	{regexp.MustCompile(`(?i)\bsched_setscheduler\b|\bpthread_setschedparam\b|SCHED_(?:RR|FIFO)|` +
		`real-?time (?:priority|scheduling)`), need.Realtime, "", "sched_setscheduler", "EPERM"},
	{regexp.MustCompile(`(?i)\bsetpriority\b|set (?:process )?priority|\bsetnice\b|\brenice\b|` +
		`set nice(?:ness)?\b`), need.Capability, "CAP_SYS_NICE", "setpriority", "EPERM EACCES"},
	{regexp.MustCompile(`(?i)kernel (?:ring |log )?buffer|\bdmesg\b|\bklogctl\b|\bsyslog\(\d`), need.KernelLog, "", "syslog", "EPERM"},
	{regexp.MustCompile(`(?i)\bpersonality\b`), need.Personality, "", "personality", "EPERM"},
	{regexp.MustCompile(`(?i)\bperf_event_open\b`), need.Syscall, "perf_event_open", "perf_event_open", "EPERM EACCES"},
	{regexp.MustCompile(`(?i)\b(?:lib)?bpf(?:_\w+)?\b`), need.Syscall, "bpf", "bpf", "EPERM"},
	{regexp.MustCompile(`(?i)\bio_uring\w*`), need.Syscall, "io_uring_setup", "io_uring_setup", "EPERM ENOSYS"},
	{regexp.MustCompile(`(?i)you must be root|\bnetlink|iptables|ip6tables|nftables|\bnft\b|process rule|netfilter|\bipset\b|RTNETLINK|SIOC[SG]IF\w+|` +
		`\bTUNSETIFF\b`), need.Capability, "CAP_NET_ADMIN", "", "EPERM EACCES"},
	{regexp.MustCompile(`(?i)raw socket|\bping: socket|\bicmp\b.*socket|SOCK_RAW`), need.Capability, "CAP_NET_RAW", "", "EPERM EACCES"},
	// postdrop(1) of Postfix works as the group that its file belongs to.
	{regexp.MustCompile(`\bpostdrop\b|create file maildrop/`), need.GainPrivileges, "", "", "EACCES"},
	// newuidmap(1), fusermount3(1) and pkexec(1) work as root.
	{regexp.MustCompile(`\bnew[ug]idmap\b|\bfusermount3?\b|\bpkexec\b`), need.GainPrivileges, "", "", "EPERM EACCES"},
	{regexp.MustCompile(`(?i)no new privileges|sudo: |setuid root|sudoers`), need.GainPrivileges, "", "", ""},
	{regexp.MustCompile(`(?i)\bconnect(?:ing|ion)?\b|\bsendto\b|\bsendmsg\b|\bsend\(\)|\bsend(?:ing)? (?:\w+ )?(?:packet|datagram)|` +
		`name resolution|resolve host|\bdial\b|\bwrite (?:udp|tcp|ip)\d?\b|` +
		`\bsocket\.error\b`), need.Network, "", "", "ENETUNREACH EPERM"},
	{regexp.MustCompile(`(?i)fork(?:\(\))?(?: failed)?|\bdaemon\(\)|std::system_error|\bwhat\(\):|pthread_create|` +
		`create (?:new )?(?:\w+ )?thread|\w_thread_create|(?:spawn|start) (?:\w+ )?thread`), need.Limit, "", "clone", "EAGAIN"},
	// Programs of a C library that has openat2 fall back from it; tar does not.
	{regexp.MustCompile(`(?i)\bopenat2\b|cannot open`), need.Syscall, "openat2", "openat2", "ENOSYS"},
	{regexp.MustCompile(`(?i)\bkill(?:\(\)|ing)?\b`), need.Capability, "CAP_KILL", "kill", "EPERM"},
}

// statement is what a program says without an error of the system.
type statement struct {
	words    *regexp.Regexp
	kind     need.Kind
	argument string
	call     string
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
	{regexp.MustCompile(`Failed to reserve virtual memory for CodeRange|SetPermissionsOnExecutableMemory|Check failed: .*SetPermissions|` +
		`Check failed: 12 == \(\*__errno_location|Failed to (?:deoptimize|commit) .*code`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`Failed to mark memory page as executable|os::commit_memory\(`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`runtime code generation failed`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`(?i)allocation of JIT memory failed|JIT compilation failed: no more memory|` +
		`pcre2?_jit_compile.*no more memory`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`Cannot allocate write\+execute memory`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`Failed to create CoreCLR|Failed to initialize CoreCLR`), need.WriteExecute, "", "mprotect", false, ""},
	{regexp.MustCompile(`(?i)the "no new privileges" flag is set|effective uid is not 0`), need.GainPrivileges, "", "", false, ""},
	// bubblewrap and Chromium.
	{regexp.MustCompile(`No permissions to creat(?:e|ing) (?:an? )?new namespace|No usable sandbox!`), need.Syscall, "unshare", "unshare", false, ""},
	{regexp.MustCompile(`(?i)could not change user id`), need.Capability, "CAP_SETUID", "setresuid", false, ""},
	{regexp.MustCompile(`you must be root to change the host name`), need.Hostname, "", "sethostname", false, ""},
	{regexp.MustCompile(`(?i)must (?:be )?run (?:this program )?as (?:the )?(?:cluster owner|root)|(?:need to|must) be root|requires root privileges|` +
		`are you root\?`), need.Root, "", "", true, ""},
	// curl(1) and libcurl tell no error of the system.
	{regexp.MustCompile(`Failed to connect to (?:(\d+\.\d+\.\d+\.\d+)|\S*[a-z]\S*\.\S+) port \d+\b|Could not resolve host: `), need.Network, "$1", "", true, ""},
	// getaddrinfo(3), as Node and C programs tell it.
	{regexp.MustCompile(`\bEAI_AGAIN\b|Name or service not known`), need.Network, "", "", true, ""},
	// Programs that have several versions are links through /etc/alternatives (update-alternatives(1)).
	{regexp.MustCompile(`exec: \\?"([a-z0-9.-]+)\\?": executable file not found`), need.Execute, "/etc/alternatives/$1", "", true, ""},
	// pg_ctlcluster(1) looks for the cluster's configuration.
	{regexp.MustCompile(`specified cluster '(\S+) ([^'/]+)' does not exist`), need.Read, "/etc/postgresql/$1/$2", "", true, ""},
	// OpenJDK, CPython and Go tell of threads that they cannot make in words of their own.
	{regexp.MustCompile(`(?i)unable to create (?:new )?native thread|can't start new thread|failed to create new OS thread`), need.Limit, "", "clone", true, ""},
	// The ways in which daemons tell that they may not have as many files open as they want.
	{regexp.MustCompile(`(?i)(?:increase|raise|exceed)[^.]{0,40}(?:max_open_files|open files|file descriptors?|FD limit|nofile)|` +
		`requiring at least \d+ max file descriptors`), "", "", "", true, "EMFILE"},
	// modprobe(8) does not tell apart a module that is missing and a directory that it may not enter.
	{regexp.MustCompile(`not found in directory (/(?:usr/)?lib/modules/\S+)`), need.Read, "$1", "", true, ""},
	// The loader of glibc, where it has no error to tell.
	{regexp.MustCompile(`(/\S+): failed to map segment from shared object`), need.Execute, "$1", "mmap", true, ""},
	// ps(1), free(1) and others of procps.
	{regexp.MustCompile(`/proc must be mounted`), need.Read, "/proc/meminfo", "", true, ""},
	// SQLite does not tell the error of the system, nor the path.
	{regexp.MustCompile(`attempt to write a readonly database|SQLITE_READONLY|unable to open database file|` +
		`SQLITE_CANTOPEN`), "", "", "", true, "EROFS"},
	// ip(8), ifconfig(8) and what asks for an interface by name.
	{regexp.MustCompile(`Cannot find device "|no such network interface|` +
		`[Ii]nterface \S+ (?:does not exist|not found)`), need.Network, "", "", true, "ENODEV"},
	// What takes mail in for delivery belongs to a user or a group, and works as that.
	{regexp.MustCompile(`nullmailer-queue failed|mail: cannot send message|sendmail: (?:fatal|cannot|can't)|` +
		`maildrop: (?:Unable|Failed)`), need.GainPrivileges, "", "", true, "EPERM"},
	// Some tell that they got no socket, and not why.
	{regexp.MustCompile(`(?i)\bsocket (?:bind |creation )?failed|(?:could not|cannot|can't|unable to|failed to|error) (?:creat|open)(?:e|ing)? ` +
		`(?:\w+ ){0,3}socket\b`), need.AddressFamily, "", "socket", true, "EAFNOSUPPORT"},
	// mount(8), fusermount(1) and others belong to root, and run as root.
	{regexp.MustCompile(`only root can do that|must be superuser|must be setuid root`), need.GainPrivileges, "", "", true, ""},
}
