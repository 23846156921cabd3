package breakage

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/match"
)

// breakages are the rules of needs against grants, one for each aspect in which
// a need may be refused.
var breakages = []breakage{
	{
		id: "path-not-writable", aspect: match.NotWritable,
		summary: "A path that the service writes is read-only for it",
		denial:  "%[1]s makes %[2]s read-only", mend: writable,
		loosens: "It makes the directory writable for the service, which the sandbox protects.",
		advice:  "Name the path in ReadWritePaths=, or let systemd create it with RuntimeDirectory=, StateDirectory=, CacheDirectory= or LogsDirectory=.",
		doc: lint.Doc{
			Text: `ProtectSystem=, ReadOnlyPaths= and DynamicUser= mount parts of the file system read-only for
the service. What the service writes there has to be excepted, by ReadWritePaths= or by one of the directives
that create directories for it.`,
			Symptom: "'Read-only file system' in the journal; the service fails to start or to write.",
			Bad:     "[Service]\nType=forking\nPIDFile=/run/example.pid\nExecStart=/usr/sbin/example\nProtectSystem=strict\n",
			Good:    "[Service]\nType=forking\nPIDFile=/run/example/example.pid\nRuntimeDirectory=example\nExecStart=/usr/sbin/example\nProtectSystem=strict\n",
			Fix: `Adds ReadWritePaths= with the path where it is a directory that exists, else with the nearest one above that does; for
a directory that is missing and belongs to the unit's user the setting by which systemd makes it. None where that would not open the path.`,
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "path-hidden", aspect: match.Hidden,
		summary: "A path that the service reads is hidden from it",
		denial:  "%[1]s hides %[2]s",
		closed:  "%[1]s gives it a user to whom %[2]s is closed",
		advice:  "Take the path out of the setting that hides it, or mount it back with BindReadOnlyPaths=, or BindPaths= where it is written.",
		doc: lint.Doc{
			Text: `InaccessiblePaths=, TemporaryFileSystem= and RootDirectory= take parts of the file system away. A
service that reads its configuration or its state there does not find it. Files that are closed to the unit's user are as
good as hidden too: a private key is open to root and perhaps a group, in which no user is that DynamicUser= makes.
LoadCredential= hands such a file over.`,
			Symptom:    "'No such file or directory' or 'Permission denied' for a file that is there.",
			Bad:        "[Service]\nExecStart=/usr/sbin/example --config=/etc/example.conf\nInaccessiblePaths=/etc\n",
			Good:       "[Service]\nExecStart=/usr/sbin/example --config=/etc/example.conf\nInaccessiblePaths=/etc/ssh\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "home-hidden", aspect: match.HomeHidden,
		summary: "The service uses home directories that are hidden from it",
		denial:  "%[1]s hides the home directories", mend: showsHome,
		loosens: "It shows the service all home directories.",
		advice: "'ProtectHome=read-only' keeps the home directories readable; 'ProtectHome=tmpfs' with BindPaths= shows one of them, " +
			"in which the service can write.",
		doc: lint.Doc{
			Text:       "ProtectHome= makes /home, /root and /run/user empty and inaccessible for the service.",
			Symptom:    "'No such file or directory' or 'Permission denied' below /home; the service may start and find nothing.",
			Bad:        "[Service]\nExecStart=/usr/bin/example --datadir=/home/example/data\nProtectHome=yes\n",
			Good:       "[Service]\nExecStart=/usr/bin/example --datadir=/var/lib/example\nStateDirectory=example\nProtectHome=yes\n",
			Fix:        "Makes the home directories readable, or with 'ProtectHome=no' writable where the service writes there.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "shared-tmp-hidden", aspect: match.TmpHidden,
		summary: "The service exchanges files in /tmp that others cannot see",
		denial:  "%[1]s gives it a /tmp of its own, so that %[2]s is not the file that others see",
		advice:  "Use a directory below /run, or let the units share one /tmp with JoinsNamespaceOf=.",
		doc: lint.Doc{
			Text: `PrivateTmp= gives the service an empty /tmp and /var/tmp of its own. Files that other programs put there
are not seen by it, sockets that it makes there are not found by its clients, and directories that were made there
once are missing.`,
			Symptom:    "Clients report 'No such file or directory' for a socket that the service has opened.",
			Bad:        "[Service]\nExecStart=/usr/sbin/example --socket=/tmp/example.sock\nPrivateTmp=yes\n",
			Good:       "[Service]\nExecStart=/usr/sbin/example --socket=/run/example/example.sock\nRuntimeDirectory=example\nPrivateTmp=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)", "systemd.unit(5)"},
		},
	},
	{
		id: "files-lost-with-tmp", aspect: match.FilesLost,
		summary: "What the service keeps in /tmp is gone after a restart",
		denial:  "%[1]s gives it a /tmp and a /var/tmp of its own, which are removed with %[2]s whenever it stops",
		advice:  "Keep it in a directory that StateDirectory= or CacheDirectory= makes.",
		doc: lint.Doc{
			Text: `PrivateTmp=, which DynamicUser= implies, gives the service an empty /tmp and /var/tmp of its own at each start, and systemd
removes them when it stops. A data base, a state or a cache that is to be found again at the next start does not last there.`,
			Symptom:    "After each restart the service begins anew: its data is gone.",
			Bad:        "[Service]\nExecStart=/usr/bin/example --state-file=/var/tmp/example.json\nPrivateTmp=yes\n",
			Good:       "[Service]\nExecStart=/usr/bin/example --state-file=/var/lib/example/example.json\nStateDirectory=example\nPrivateTmp=yes\n",
			Fix:        "None is mechanical: the program has to be told of another place.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "proc-files-hidden", aspect: match.ProcHidden,
		summary: "The service reads files of /proc that are hidden from it",
		denial:  "%[1]s hides %[2]s", mend: changes("ProcSubset", "all"),
		loosens: "It shows the service all of /proc that is not about processes.",
		advice:  "Services that watch the system or other processes need 'ProcSubset=all' and 'ProtectProc=default'.",
		doc: lint.Doc{
			Text: `ProcSubset=pid hides everything in /proc that is not about a process, such as /proc/stat and
/proc/meminfo; ProtectProc= hides the processes of other users. Programs that watch the system then report nothing.`,
			Symptom: "Metrics are missing or zero while the service is active.",
			Bad:     "[Service]\nExecStart=/usr/bin/example --config=/proc/meminfo\nProcSubset=pid\n",
			Good:    "[Service]\nExecStart=/usr/bin/example --config=/proc/meminfo\nProtectSystem=strict\n",
			Fix:     "Sets 'ProcSubset=all'.", References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "program-not-executable", aspect: match.NotExecutable,
		summary: "The sandbox keeps systemd from executing the service's program",
		denial:  "%[1]s forbids to execute %[2]s",
		advice:  "Name the program and its libraries in ExecPaths=, or show its directory again.",
		doc: lint.Doc{
			Text: `NoExecPaths=, InaccessiblePaths=, TemporaryFileSystem=, ProtectHome= and PrivateTmp= apply before the
program is executed: where they cover it, systemd cannot start it.`,
			Symptom:    "status=203/EXEC.",
			Bad:        "[Service]\nExecStart=/usr/sbin/example\nNoExecPaths=/\n",
			Good:       "[Service]\nExecStart=/usr/sbin/example\nNoExecPaths=/\nExecPaths=/usr\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "capability-missing", aspect: match.CapabilityMissing,
		summary: "The service lacks a capability that it needs",
		denial:  "%[1]s leaves it without %[2]s", mend: addsTo("CapabilityBoundingSet"),
		denials: map[string]string{
			"User":        "%[1]s leaves it without %[2]s, which AmbientCapabilities= does not raise",
			"DynamicUser": "%[1]s leaves it without %[2]s, which AmbientCapabilities= does not raise",
		},
		loosens: "It gives the service a capability that the unit takes away.",
		advice:  "Add the capability to CapabilityBoundingSet=; a service with User= needs it in AmbientCapabilities= as well.",
		doc: lint.Doc{
			Text: `Root without its capabilities is an ordinary user. A service that starts as root and becomes another
user needs CAP_SETUID and CAP_SETGID, one that gives files away CAP_CHOWN, one that opens files of other users
CAP_DAC_OVERRIDE. A service that runs with User= holds only what AmbientCapabilities= raises.`,
			Symptom: "'Operation not permitted' or 'Permission denied', although the service runs as root.",
			Bad:     "[Service]\nExecStartPre=/bin/chown daemon /srv/example\nExecStart=/usr/sbin/example\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n",
			Good:    "[Service]\nExecStartPre=/bin/chown daemon /srv/example\nExecStart=/usr/sbin/example\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_CHOWN\n",
			Fix:     "Adds the capabilities to the bounding set.", References: []string{"systemd.exec(5)", "capabilities(7)"},
		},
	},
	{
		id: "privileged-port", aspect: match.PortDenied,
		summary: "The service may not bind the port on which it listens",
		denial:  "%[1]s leaves it without the privilege to bind %[2]s", mend: bindable,
		loosens: "It gives the service a capability that it has run without.",
		denials: map[string]string{
			"User":        "%[1]s without AmbientCapabilities=CAP_NET_BIND_SERVICE leaves it without the privilege to bind %[2]s",
			"DynamicUser": "%[1]s without AmbientCapabilities=CAP_NET_BIND_SERVICE leaves it without the privilege to bind %[2]s",
		},
		advice: "Ports below 1024 need CAP_NET_BIND_SERVICE, in CapabilityBoundingSet= and, with User=, in AmbientCapabilities=; " +
			"or let a socket unit open the port.",
		doc: lint.Doc{
			Text: `Ports below 1024 may be bound with CAP_NET_BIND_SERVICE only. The bounding set alone gives nothing to a
service with User=: the capability has to be ambient. With PrivateUsers= it counts only inside of the service's own
user namespace, which is not the one that guards the port.`,
			Symptom: "'bind: Permission denied' in the journal; the service fails to start.",
			Bad:     "[Service]\nExecStart=/usr/bin/example --port=443\nCapabilityBoundingSet=\n",
			Good:    "[Service]\nExecStart=/usr/bin/example --port=443\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n",
			Fix:     "Adds the capability where it is missing.", References: []string{"systemd.exec(5)", "capabilities(7)"},
		},
	},
	{
		id: "address-family-denied", aspect: match.FamilyDenied,
		summary: "The service opens sockets of an address family that is refused",
		denial:  "%[1]s refuses the sockets that it opens (%[2]s)", mend: addsTo("RestrictAddressFamilies"),
		loosens: "It lets the service make sockets of a further family.",
		advice:  "Add the family to RestrictAddressFamilies=.",
		doc: lint.Doc{
			Text: `RestrictAddressFamilies= filters the call socket(2). Services of Type=notify tell systemd over AF_UNIX that they
are ready; getifaddrs(3) and everything that looks at interfaces, routes or packet filters uses AF_NETLINK.`,
			Symptom: "'Address family not supported by protocol'; a service of Type=notify runs into its start timeout.",
			Bad:     "[Service]\nType=notify\nExecStart=/usr/sbin/example\nRestrictAddressFamilies=AF_INET AF_INET6\n",
			Good:    "[Service]\nType=notify\nExecStart=/usr/sbin/example\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n",
			Fix:     "Adds the family.", References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "system-call-filtered", aspect: match.CallFiltered,
		summary: "The service needs a system call that is filtered",
		denial:  "%[1]s blocks %[2]s", mend: addsTo("SystemCallFilter"),
		loosens: "It lets the service make further system calls.",
		advice:  "Add the calls to SystemCallFilter= in a line of their own.",
		doc: lint.Doc{
			Text: `SystemCallFilter= blocks every call that its lists do not allow. '@system-service' lacks chroot and mount;
'~@privileged' takes setuid, setgroups, chown and chroot away, which every service needs that starts as root and becomes
another user.`,
			Symptom: "The process dies of SIGSYS, or the call fails with the errno of SystemCallErrorNumber=.",
			Bad:     "[Service]\nExecStartPre=/bin/chown daemon /srv/example\nExecStart=/usr/sbin/example\nSystemCallFilter=~@privileged\n",
			Good:    "[Service]\nExecStartPre=/bin/chown daemon /srv/example\nExecStart=/usr/sbin/example\nSystemCallFilter=~@mount\n",
			Fix:     "Adds a line that allows the calls.", References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "network-isolated", aspect: match.NetworkIsolated,
		summary: "The service is cut off from the network that it works with",
		denial:  "%[1]s cuts it off from the network",
		advice: "Only services without clients and without connections can live without the network; IPAddressAllow= names exceptions, " +
			"and a socket unit can pass an open socket in.",
		doc: lint.Doc{
			Text: `PrivateNetwork= leaves nothing but a loopback device of the service's own: nobody can connect to it, and it
works on no interface, route or packet filter of the host. IPAddressDeny=any drops every packet.`,
			Symptom:    "The service is active and listens, and nobody reaches it.",
			Bad:        "[Service]\nExecStart=/usr/bin/example --port=8080\nPrivateNetwork=yes\n",
			Good:       "[Service]\nExecStart=/usr/bin/example --port=8080\nPrivateTmp=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)", "systemd.resource-control(5)"},
		},
	},
	{
		id: "jit-under-memory-deny-write-execute", aspect: match.WriteExecuteDeny,
		summary: "The program makes machine code while it runs, which is forbidden",
		denial:  "%[1]s forbids memory that was writable to become executable", mend: changes("MemoryDenyWriteExecute", "no"),
		loosens: "It lets the service execute memory that it has written.",
		advice:  "Programs with a just-in-time compiler need 'MemoryDenyWriteExecute=no', or an option that switches the compiler off.",
		doc: lint.Doc{
			Text:    "Just-in-time compilers write machine code to memory and execute it. MemoryDenyWriteExecute= forbids just that.",
			Symptom: "The program aborts at once or when it first compiles.",
			Bad:     "[Service]\nExecStart=/usr/bin/java -jar /srv/example/example.jar\nMemoryDenyWriteExecute=yes\n",
			Good:    "[Service]\nExecStart=/usr/bin/java -jar /srv/example/example.jar\nNoNewPrivileges=yes\n",
			Fix:     "Sets 'MemoryDenyWriteExecute=no'.", References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "namespace-denied", aspect: match.NamespaceDenied,
		summary: "The program makes namespaces, which is forbidden",
		denial:  "%[1]s refuses namespaces of type %[2]s",
		advice:  "Name the types that it needs in RestrictNamespaces=.",
		doc: lint.Doc{
			Text:       "Container engines and programs that sandbox what they run make namespaces; RestrictNamespaces= refuses them.",
			Symptom:    "'Operation not permitted' from clone(2), unshare(2) or setns(2).",
			Bad:        "[Service]\nExecStart=/usr/bin/bwrap --ro-bind / / /usr/bin/example\nRestrictNamespaces=yes\n",
			Good:       "[Service]\nExecStart=/usr/bin/bwrap --ro-bind / / /usr/bin/example\nRestrictNamespaces=mnt user\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)", "namespaces(7)"},
		},
	},
	{
		id: "device-hidden", aspect: match.DeviceHidden,
		summary: "The service opens a device that is hidden from it",
		denial:  "%[1]s keeps it from %[2]s",
		advice:  "Switch PrivateDevices= off and allow the device with DeviceAllow= and 'DevicePolicy=closed'.",
		doc: lint.Doc{
			Text: `PrivateDevices= shows pseudo-devices such as /dev/null only, and DeviceAllow= does not bring a node back.
DevicePolicy= and DeviceAllow= restrict devices for every line of the unit, those with '+' included. Before systemd 252,
ProtectClock= closed the list of devices by allowing the clocks.`,
			Symptom:    "'No such file or directory' or 'Operation not permitted' for a device.",
			Bad:        "[Service]\nExecStart=/usr/sbin/wrmsr -a 0x1a4 0xf\nPrivateDevices=yes\n",
			Good:       "[Service]\nExecStart=/usr/sbin/wrmsr -a 0x1a4 0xf\nProtectHome=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)", "systemd.resource-control(5)"},
		},
	},
	{
		id: "privileges-cannot-be-gained", aspect: match.PrivilegesKept,
		summary: "The service runs a set-user-ID program that gets no privileges",
		denial:  "%[1]s keeps %[2]s from getting %[3]s privileges",
		advice:  "Such programs need 'NoNewPrivileges=no' and none of the directives that imply it, and their capabilities in the bounding set.",
		doc: lint.Doc{
			Text: `Under no_new_privs the set-user-ID bit and file capabilities have no effect: sudo refuses to run, mail is not
queued. On systemd before 257 each directive that works by a system call filter implies it where User= is set.`,
			Symptom:    "'The \"no new privileges\" flag is set' or lost mail.",
			Bad:        "[Service]\nUser=daemon\nExecStart=/usr/bin/sudo /usr/bin/example\nNoNewPrivileges=yes\n",
			Good:       "[Service]\nUser=daemon\nExecStart=/usr/bin/sudo /usr/bin/example\nProtectHome=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "mounts-not-propagated", aspect: match.MountsKept,
		summary: "The service mounts for the host, but its mounts stay in its own namespace",
		denial:  "%[1]s gives it a mount namespace of its own, in which its mounts stay",
		advice:  "Services that mount for others can have no directive that makes a mount namespace.",
		doc: lint.Doc{
			Text: `PrivateMounts=, ProtectSystem=, PrivateTmp= and every other directive that changes the view of the file system
give the service a mount namespace that receives mounts and passes none on.`,
			Symptom:    "What the service mounts is not visible on the host.",
			Bad:        "[Service]\nType=oneshot\nExecStart=/bin/mount /dev/sdb1 /srv\nPrivateTmp=yes\n",
			Good:       "[Service]\nType=oneshot\nExecStart=/bin/mount /dev/sdb1 /srv\nNoNewPrivileges=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)", "mount_namespaces(7)"},
		},
	},
	{
		id: "kernel-interface-protected", aspect: match.KernelProtected,
		summary: "The service uses an interface of the kernel that is protected from it",
		denial:  "%[1]s protects the kernel from it",
		closed:  "%[1]s makes it start as another user, who may not",
		advice:  "Switch off the one protection that covers what the service is there for.",
		doc: lint.Doc{
			Text: `ProtectKernelTunables=, ProtectKernelModules=, ProtectKernelLogs=, ProtectClock= and ProtectHostname= refuse what
they are named for, to root as well.`,
			Symptom:    "'Read-only file system' or 'Operation not permitted' for a file of /proc or /sys or a system call.",
			Bad:        "[Service]\nType=oneshot\nExecStart=/sbin/sysctl -w net.ipv4.ip_forward=1\nProtectKernelTunables=yes\n",
			Good:       "[Service]\nType=oneshot\nExecStart=/sbin/sysctl -w net.ipv4.ip_forward=1\nProtectKernelModules=yes\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "hostname-not-followed", aspect: match.HostnameKept,
		summary: "The service follows the host's name, and keeps the one that was set when it started",
		denial:  "%[1]s gives it a host name of its own, which stays as it was at the start", mend: changes("ProtectHostname", "no"),
		loosens: "It lets the service share the host's name, and root set it.",
		advice:  "'ProtectHostname=no' with 'SystemCallFilter=~sethostname setdomainname' keeps the service from setting the name.",
		doc: lint.Doc{
			Text: `ProtectHostname= puts the service into a UTS namespace, which has a copy of the host's name. Where that changes later, as by
DHCP or cloud-init, the service does not hear of it. That holds for 'ProtectHostname=private', too.`,
			Symptom:    "The service goes on with the old name, or with localhost, until it is restarted.",
			Bad:        "[Service]\nExecStart=/usr/sbin/rdma-ndd --systemd\nProtectHostname=yes\n",
			Good:       "[Service]\nExecStart=/usr/sbin/rdma-ndd --systemd\nProtectKernelLogs=yes\n",
			Fix:        "Sets 'ProtectHostname=no'.",
			References: []string{"systemd.exec(5)", "uts_namespaces(7)"},
		},
	},
	{
		id: "control-groups-protected", aspect: match.GroupsProtected,
		summary: "The service manages control groups, which are read-only for it",
		denial:  "%[1]s makes the control groups read-only", mend: changes("ProtectControlGroups", "no"),
		loosens: "It lets the service write to the control groups.",
		advice:  "Container engines need 'ProtectControlGroups=no' and Delegate=.",
		doc: lint.Doc{
			Text:    "ProtectControlGroups= mounts /sys/fs/cgroup read-only. Container engines make a control group for each container.",
			Symptom: "Containers fail to start with 'Read-only file system' below /sys/fs/cgroup.",
			Bad:     "[Service]\nExecStart=/usr/sbin/libvirtd\nKillMode=process\nDelegate=yes\nProtectControlGroups=yes\n",
			Good:    "[Service]\nExecStart=/usr/sbin/libvirtd\nKillMode=process\nDelegate=yes\n",
			Fix:     "Sets 'ProtectControlGroups=no'.", References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "directory-missing", aspect: match.DirectoryMissing,
		summary: "Nothing makes the directory that the service writes to",
		denial:  "%[1]s makes no directory for %[2]s, and it is known to be missing",
		advice:  "Let systemd create it with RuntimeDirectory=, StateDirectory=, CacheDirectory= or LogsDirectory=.",
		doc: lint.Doc{
			Text: `The configuration, or a root tree that is a whole system, says that the directory does not exist. ReadWritePaths=
with '-' skips it, and a command whose failure is ignored is none to rely on.`,
			Symptom: "'No such file or directory' for a file that the service makes.",
			Bad: "-- usr/lib/systemd/system/example.service --\n# host: complete\n" +
				"[Service]\nType=forking\nPIDFile=/srv/example/example.pid\nExecStart=/usr/sbin/example\n-- usr/sbin/example --\n",
			Good: "-- usr/lib/systemd/system/example.service --\n# host: complete\n" +
				"[Service]\nType=forking\nPIDFile=/run/example/example.pid\nRuntimeDirectory=example\nExecStart=/usr/sbin/example\n-- usr/sbin/example --\n",
			Fix:        "None is mechanical: the directory has to be made by systemd or by tmpfiles.d.",
			References: []string{"systemd.exec(5)", "tmpfiles.d(5)"},
		},
	},
	{
		id: "group-missing", aspect: match.GroupMissing,
		summary: "The service's user is not in the group that a device, a socket or the journal is kept for",
		denial:  "%[1]s puts it into no group but those of Group= and SupplementaryGroups=, and so not into %[2]s", mend: joinsGroup,
		denials: map[string]string{"User": "%[1]s makes it run as a user whom neither SupplementaryGroups= nor anything else here puts into %[2]s"},
		loosens: "It opens to the service what the group may open.",
		advice:  "Name the group in SupplementaryGroups=.",
		doc: lint.Doc{
			Text: `The user that DynamicUser= makes for a service belongs to no group but those of Group= and
SupplementaryGroups=. Serial ports, cameras, sound cards and disks are open to root and one group each, and so are the journal and the
sockets of Docker and libvirt. Of a user that is there beside the service /etc/passwd and /etc/group of the tree tell, or else the file of
sysusers.d or the package's script that makes it; of one that none of them knows it is no more than possible.`,
			Symptom:    "'Permission denied' for a device or socket that is there.",
			Bad:        "[Service]\nExecStart=/usr/bin/example --port /dev/ttyUSB0\nDynamicUser=yes\n",
			Good:       "[Service]\nExecStart=/usr/bin/example --port /dev/ttyUSB0\nDynamicUser=yes\nSupplementaryGroups=dialout\n",
			Fix:        "Adds SupplementaryGroups= with the group.",
			References: []string{"systemd.exec(5)", "sysusers.d(5)", "udev(7)"},
		},
	},
	{
		id: "private-file-closed", aspect: match.PrivateClosed,
		summary: "The service's user may not read a key that only its owner and group may read",
		denials: map[string]string{"User": "%[1]s makes it run as a user to whom that is closed"},
		denial:  "%[1]s makes a user for it to whom no file belongs beforehand, so that %[2]s would have to be open to everybody",
		advice:  "Hand the file over with LoadCredential=, name the group that may read it in SupplementaryGroups=, or run the service as a static user.",
		doc: lint.Doc{
			Text: `The user that DynamicUser= makes for a service exists while that runs and owns nothing but what systemd makes for it, such as its
StateDirectory=. Private keys and certificates with one are closed to all but their owner and one group, so that the service reads them only if it is
in that group, or if systemd hands them over as credentials. Of a user that is there beside the service, the owners and modes in the tree tell,
with /etc/passwd and /etc/group, and Debian's group ssl-cert; that certbot's keys are closed to it is no more than possible.`,
			Symptom: "'Permission denied' for the key, or it has been made readable for everybody.",
			Bad:     "[Service]\nExecStart=/usr/bin/example --tls-key /srv/example/tls.key\nDynamicUser=yes\n",
			Good: "[Service]\nExecStart=/usr/bin/example --tls-key ${CREDENTIALS_DIRECTORY}/key\nDynamicUser=yes\n" +
				"LoadCredential=key:/etc/ssl/private/example.key\n",
			Fix:        "None is mechanical: LoadCredential= names the key for the service, whose configuration has to name the copy.",
			References: []string{"systemd.exec(5)", "https://github.com/systemd/systemd/pull/25170"},
		},
	},
	{
		id: "working-directory-unset", aspect: match.InRoot,
		summary: "A service writes to its working directory, and its user may not write to / where the unit names none",
		denial:  "%[1]s gives it a user who may not make %[2]s, and without WorkingDirectory= it starts in the root directory",
		advice:  "Name a directory of its user in WorkingDirectory=, such as the one that StateDirectory= makes, or give the program an absolute path.",
		doc: lint.Doc{
			Text: `Without WorkingDirectory= systemd starts the services of the system in the root directory, to which root alone may write. A relative
path, on the command line, in the configuration of the program or as what it does by itself, lies there. By hand, the program was started in a
directory of its own.`,
			Symptom: "'Permission denied' for a relative path, or for one in the root directory.",
			Bad:     "[Service]\nUser=example\nExecStart=/usr/bin/example --data-dir=./data\n",
			Good: "[Service]\nUser=example\nStateDirectory=example\nWorkingDirectory=/var/lib/example\n" +
				"ExecStart=/usr/bin/example --data-dir=./data\n",
			Fix:        "None is mechanical: which directory is meant, the program's documentation tells.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "service-user-changed", aspect: match.WrongUser,
		summary: "A drop-in gives the service a user that its files do not belong to",
		denial:  "%[1]s gives it a user who may not (%[2]s)", unnamed: "%[1]s makes it start as another user",
		advice: "Leave the user to the packaged unit, or give the files to the new user.",
		doc: lint.Doc{
			Text: `The files of a packaged service belong to the user that the package made for it, and some programs insist on being
started as root and change their user themselves. Another User=, or DynamicUser=, takes their files from them.`,
			Symptom: "'Permission denied' for the service's own files.",
			Bad: "-- usr/lib/systemd/system/example.service --\n" +
				"[Service]\nUser=redis\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\n" +
				"-- etc/systemd/system/example.service.d/user.conf --\n[Service]\nUser=nobody\n",
			Good: "-- usr/lib/systemd/system/example.service --\n" +
				"[Service]\nUser=redis\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\n" +
				"-- etc/systemd/system/example.service.d/user.conf --\n[Service]\nUMask=0077\n",
			Fix:        "None is mechanical: what the service needs has to be weighed against what the setting protects.",
			References: []string{"systemd.exec(5)"},
		},
	},
}
