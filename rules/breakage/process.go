package breakage

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/match"
)

// lockedByDefault says why a process may lock too little memory in a unit that says nothing of it.
const lockedByDefault = "%[1]s leaves it without CAP_IPC_LOCK, and without LimitMEMLOCK= it may lock 8 MiB, which is less than %[2]s"

// processBreakages are the rules for what a process may use of the kernel and
// share with other processes.
var processBreakages = []breakage{
	{
		id: "limit-too-small", aspect: match.LimitTooSmall,
		summary: "A limit of the unit is lower than what the service needs",
		denial:  "%[1]s is less than %[2]s",
		denials: map[string]string{
			"ExecStart":             "without 'TasksMax=' the unit has the manager's DefaultTasksMax=, which is less than %[2]s",
			"User":                  lockedByDefault,
			"DynamicUser":           lockedByDefault,
			"CapabilityBoundingSet": lockedByDefault,
			"PrivateUsers":          lockedByDefault,
		},
		advice: "Raise the limit, or lower what the program is told to use.",
		doc: lint.Doc{
			Text: `LimitNPROC=, TasksMax=, LimitAS=, LimitMEMLOCK= and MemoryMax= refuse what goes beyond them. A program that starts
more threads than it may does not start, one that is told to fill more memory than it may have is ended by the kernel
as soon as it does.

LimitNPROC= is not judged for root, whose processes the kernel does not count, nor a limit that is a share of what
the host has.`,
			Symptom:    "'Resource temporarily unavailable' or 'Cannot allocate memory', or the kernel kills the process.",
			Bad:        "[Service]\nExecStart=/usr/bin/java -Xmx4g -jar /srv/example/example.jar\nMemoryMax=2G\n",
			Good:       "[Service]\nExecStart=/usr/bin/java -Xmx1g -jar /srv/example/example.jar\nMemoryMax=2G\n",
			Fix:        "None is mechanical: the limit or the program's own setting may be the one that is meant.",
			References: []string{"systemd.exec(5)", "systemd.resource-control(5)", "setrlimit(2)"},
		},
	},
	{
		id: "realtime-denied", aspect: match.SchedulingDenied,
		summary: "The service asks for real-time scheduling, which is refused",
		denial:  "%[1]s refuses real-time scheduling to it", mend: changes("RestrictRealtime", "no"),
		loosens: "It lets the service run before everything else on the machine.",
		advice: "CPUSchedulingPolicy= sets a policy before RestrictRealtime= refuses it; a service with User= needs CAP_SYS_NICE or LimitRTPRIO= to choose " +
			"one itself.",
		doc: lint.Doc{
			Text: `RestrictRealtime= refuses the real-time policies of sched_setscheduler(2) to every process of the unit. Where it is
not set, they take CAP_SYS_NICE or a LimitRTPRIO= above zero.`,
			Symptom: "'chrt: failed to set pid 0's policy: Operation not permitted'; sound that stutters, missed deadlines.",
			Bad:     "[Service]\nExecStart=/usr/bin/chrt --fifo 50 /usr/bin/example\nRestrictRealtime=yes\n",
			Good:    "[Service]\nExecStart=/usr/bin/example\nCPUSchedulingPolicy=fifo\nCPUSchedulingPriority=50\nRestrictRealtime=yes\n",
			Fix:     "Sets 'RestrictRealtime=no'.", References: []string{"systemd.exec(5)", "sched(7)"},
		},
	},
	{
		id: "mode-bits-denied", aspect: match.ModeBitsDenied,
		summary: "The service makes set-user-ID or set-group-ID files, which is refused",
		denial:  "%[1]s refuses these bits", mend: changes("RestrictSUIDSGID", "no"),
		loosens: "It lets the service make files with which other users gain privileges.",
		advice:  "Leave the bits out, let tmpfiles.d or a package set them, or switch RestrictSUIDSGID= off.",
		doc: lint.Doc{
			Text: `RestrictSUIDSGID=, which DynamicUser= implies, refuses every call that would set the set-user-ID or the
set-group-ID bit, on directories too: chmod(1) and install(1) fail with such a mode, and so does unpacking a package
that has such files.`,
			Symptom: "'changing permissions: Operation not permitted'.",
			Bad:     "[Service]\nExecStartPre=/bin/chmod g+s /srv/example\nExecStart=/usr/bin/example\nRestrictSUIDSGID=yes\n",
			Good:    "[Service]\nExecStartPre=/bin/chmod g+w /srv/example\nExecStart=/usr/bin/example\nRestrictSUIDSGID=yes\n",
			Fix:     "Sets 'RestrictSUIDSGID=no'.", References: []string{"systemd.exec(5)", "chmod(2)"},
		},
	},
	{
		id: "personality-locked", aspect: match.PersonalityLocked,
		summary: "The service changes its execution domain, which is locked",
		denial:  "%[1]s locks the execution domain", mend: changes("LockPersonality", "no"),
		loosens: "It lets the service change its execution domain.",
		advice:  "Use Personality= where one domain is enough; it is set before LockPersonality= locks it.",
		doc: lint.Doc{
			Text: `LockPersonality= refuses personality(2). setarch(8) and its other names, such as linux32, use the call to
switch address space randomisation off or to look like a 32 bit system.`,
			Symptom: "'setarch: failed to set personality: Operation not permitted'.",
			Bad:     "[Service]\nExecStart=/usr/bin/setarch -R /usr/bin/example\nLockPersonality=yes\n",
			Good:    "[Service]\nExecStart=/usr/bin/example\nPersonality=x86\nLockPersonality=yes\n",
			Fix:     "Sets 'LockPersonality=no'.", References: []string{"systemd.exec(5)", "personality(2)"},
		},
	},
	{
		id: "foreign-calls-denied", aspect: match.ForeignCallDenied,
		summary: "The service runs programs of an architecture whose system calls are refused",
		denial:  "%[1]s refuses the system calls of %[2]s", mend: namesToo("SystemCallArchitectures"),
		loosens: "It lets the service make the system calls of a further architecture.",
		advice:  "Name the architecture in SystemCallArchitectures= beside 'native'.",
		doc: lint.Doc{
			Text: `SystemCallArchitectures=native refuses the system calls of every architecture but the host's own: a 32 bit program
on a 64 bit host ends at its first one.`,
			Symptom:    "The program dies of SIGSYS as soon as it starts.",
			Bad:        "[Service]\nExecStart=/usr/games/steamcmd +quit\nSystemCallArchitectures=native\n",
			Good:       "[Service]\nExecStart=/usr/games/steamcmd +quit\nSystemCallArchitectures=native x86\n",
			Fix:        "Adds the architecture.",
			References: []string{"systemd.exec(5)"},
		},
	},
	{
		id: "keyring-private", aspect: match.KeyringPrivate,
		summary: "The service shares keys with others of its user, but has a keyring of its own",
		denial:  "%[1]s gives it a session keyring that is not linked to its user's", mend: changes("KeyringMode", "shared"),
		loosens: "It shares the keys of the service's user with the service.",
		advice:  "'KeyringMode=shared' links the user's keyring.",
		doc: lint.Doc{
			Text: `KeyringMode=private, the default of system services, gives the service a session keyring that nobody else has.
A key that another service of the same user has left in the user's keyring is not found, nor does another find those
of this one.`,
			Symptom: "'Required key not available', or a passphrase is asked for again.",
			Bad:     "[Service]\nType=oneshot\nExecStart=/usr/bin/keyctl request2 user example secret @u\nKeyringMode=private\n",
			Good:    "[Service]\nType=oneshot\nExecStart=/usr/bin/keyctl request2 user example secret @u\nKeyringMode=shared\n",
			Fix:     "Sets 'KeyringMode=shared'.", References: []string{"systemd.exec(5)", "keyrings(7)"},
		},
	},
	{
		id: "children-not-heard", aspect: match.ChildrenUnheard,
		summary: "A child of the service says that it is ready, and systemd listens to the main process alone",
		denial:  "%[1]s has systemd listen to its main process alone", mend: changes("NotifyAccess", "all"),
		loosens: "It lets every process of the service tell systemd of its state.",
		advice:  "'NotifyAccess=all' lets all processes of the service be heard.",
		doc: lint.Doc{
			Text: `A service of Type=notify has started when it has said so. Unless NotifyAccess=all is set, systemd hears this from the
main process alone. Some programs leave the work to children, and it is one of these that knows when all is ready.`,
			Symptom:    "The start waits until it times out ('start operation timed out'), and the service is ended.",
			Bad:        "[Service]\nType=notify\nNotifyAccess=main\nExecStart=/usr/sbin/squid --foreground -sYC\n",
			Good:       "[Service]\nType=notify\nNotifyAccess=all\nExecStart=/usr/sbin/squid --foreground -sYC\n",
			Fix:        "Sets 'NotifyAccess=all'.",
			References: []string{"systemd.service(5)", "sd_notify(3)"},
		},
	},
	{
		id: "clients-unknown", aspect: match.ClientsUnknown,
		summary: "The service tells its clients by their users, and sees all of them as nobody",
		denial:  "%[1]s shows it all users but root and its own as nobody", mend: changes("PrivateUsers", "no"),
		loosens: "It puts the service into the host's user namespace.",
		advice:  "Switch PrivateUsers= off, or, since systemd 257, choose 'identity', which keeps users apart.",
		doc: lint.Doc{
			Text: `With PrivateUsers=yes only root and the unit's own user have a number in the user namespace of the service. Who else connects to
its Unix socket has the number of nobody there, and a service that lets clients in by their user (SO_PEERCRED) takes all of them for nobody.`,
			Symptom:    "Clients are refused, or all of them count as nobody: 'Peer authentication failed', 'not authorized'.",
			Bad:        "[Service]\nUser=munge\nExecStart=/usr/sbin/munged --foreground\nPrivateUsers=yes\n",
			Good:       "[Service]\nUser=munge\nExecStart=/usr/sbin/munged --foreground\nPrivateUsers=no\n",
			Fix:        "Switches PrivateUsers= off.",
			References: []string{"systemd.exec(5)", "unix(7)", "user_namespaces(7)"},
		},
	},
	{
		id: "children-ended", aspect: match.ChildrenEnded,
		summary: "What the service has started is to outlive it, and ends with it",
		denial:  "%[1]s has systemd end all of that when the service stops or restarts",
		denials: map[string]string{"ExecStart": "without 'KillMode=process' systemd ends all of that when the service stops or restarts"},
		mend:    sets("KillMode", "process"),
		loosens: "It leaves what the service has started alone when the service stops.",
		advice:  "'KillMode=process' has systemd end the main process alone.",
		doc: lint.Doc{
			Text: `When a service stops, be it for a restart or an upgrade, systemd ends all processes that are left in its control
group, unless KillMode= says otherwise. Of some programs, what they have started is to go on: containers, jobs, sessions, the
package manager that upgrades the program itself.`,
			Symptom:    "After a restart of the service, containers, jobs or sessions are gone; an upgrade is left half done.",
			Bad:        "[Service]\nExecStart=/usr/bin/containerd\n",
			Good:       "[Service]\nExecStart=/usr/bin/containerd\nKillMode=process\n",
			Fix:        "Sets 'KillMode=process'.",
			References: []string{"systemd.kill(5)"},
		},
	},
	{
		id: "children-signalled", aspect: match.ChildrenSignalled,
		summary: "The service ends its children itself, and systemd signals them together with it",
		denial:  "%[1]s has systemd signal all processes of the service at once",
		denials: map[string]string{"ExecStart": "without 'KillMode=mixed' systemd signals all processes of the service at once"},
		mend:    sets("KillMode", "mixed"),
		loosens: "It lets the children of the service live until the main process has ended, or its time is up.",
		advice:  "'KillMode=mixed' has systemd signal the main process, and end what is left after it.",
		doc: lint.Doc{
			Text: `When a service stops, systemd sends its signal to all processes in its control group at once. A program that ends its
children in order, after they have saved their work or finished a job, needs them for that: KillMode=mixed signals the main process
alone and kills what is left after it.`,
			Symptom:    "Work in progress is lost at a stop or a restart, or the stop hangs until it times out.",
			Bad:        "[Service]\nExecStart=/usr/bin/dockerd-rootless.sh\nUser=example\n",
			Good:       "[Service]\nExecStart=/usr/bin/dockerd-rootless.sh\nUser=example\nKillMode=mixed\n",
			Fix:        "Sets 'KillMode=mixed'.",
			References: []string{"systemd.kill(5)"},
		},
	},
	{
		id: "children-left", aspect: match.ChildrenLeft,
		summary: "What the service has started stays behind when it stops",
		denial:  "%[1]s has systemd leave what it has started alone", mend: sets("KillMode", "mixed"),
		loosens: "It has systemd end what the service has started.",
		advice:  "'KillMode=mixed' has systemd signal the main process, and end what is left after it.",
		doc: lint.Doc{
			Text: `KillMode=process has systemd signal the main process alone, and KillMode=none nothing at all. What a program has started and
does not end itself stays in the control group: it keeps ports, locks and files, and the next start finds them taken.`,
			Symptom:    "'Found left-over process … in control group while starting unit'; the service does not start again, or works twice.",
			Bad:        "[Service]\nExecStart=/usr/bin/mysqld_safe\nKillMode=process\n",
			Good:       "[Service]\nExecStart=/usr/bin/mysqld_safe\n",
			Fix:        "Sets 'KillMode=mixed'.",
			References: []string{"systemd.kill(5)"},
		},
	},
	{
		id: "umask-closes-to-owner", aspect: match.OwnerMasked,
		summary: "The service may not open again what it makes",
		denial:  "%[1]s takes permissions of the owner from new files and directories", mend: changes("UMask", "0077"),
		loosens: "It lets the service open its own files.",
		advice:  "'UMask=0077' keeps others out and leaves the owner all permissions; a socket without bits to execute takes chmod(2).",
		doc: lint.Doc{
			Text: `The bits of UMask= are those that new files lack. The first of the three digits is about the owner: with 0400 or 0200 there the
service cannot read or write its own files again, with 0100 it cannot search directories that it has made.`,
			Symptom:    "'Permission denied' below directories that the service has made itself, whose mode is drw-rw---- or so.",
			Bad:        "[Service]\nUser=example\nStateDirectory=example\nExecStart=/usr/bin/example\nUMask=0777\n",
			Good:       "[Service]\nUser=example\nStateDirectory=example\nExecStart=/usr/bin/example\nUMask=0077\n",
			Fix:        "Sets 'UMask=0077'.",
			References: []string{"systemd.exec(5)", "umask(2)"},
		},
	},
	{
		id: "memory-not-locked", aspect: match.MemoryNotLocked,
		summary: "The service locks its memory, and may not",
		denial:  "%[1]s leaves it without CAP_IPC_LOCK, and without LimitMEMLOCK= a few MiB is all that it may lock",
		denials: map[string]string{"LimitMEMLOCK": "%[1]s is too little for that"},
		mend:    sets("LimitMEMLOCK", "infinity"),
		loosens: "It lets the service lock as much memory as it likes.",
		advice:  "'LimitMEMLOCK=infinity' lets it lock all of its memory.",
		doc: lint.Doc{
			Text: `mlockall(2) keeps a program's memory from being swapped out. Without CAP_IPC_LOCK it locks no more than
LimitMEMLOCK= allows, which is a few MiB where the unit says nothing.`,
			Symptom:    "'memory is not locked' or 'Cannot allocate memory' at the start.",
			Bad:        "[Service]\nUser=example\nExecStart=/usr/share/elasticsearch/bin/elasticsearch -Ebootstrap.memory_lock=true\n",
			Good:       "[Service]\nUser=example\nExecStart=/usr/share/elasticsearch/bin/elasticsearch -Ebootstrap.memory_lock=true\nLimitMEMLOCK=infinity\n",
			Fix:        "Sets 'LimitMEMLOCK=infinity'.",
			References: []string{"systemd.exec(5)", "mlock(2)"},
		},
	},
	{
		id: "ipc-isolated", aspect: match.IPCIsolated,
		summary: "The service shares IPC objects with others, but has a namespace of its own for them",
		denial:  "%[1]s gives it an IPC namespace of its own", mend: changes("PrivateIPC", "no"),
		loosens: "It shows the service the IPC objects of the host.",
		advice:  "Switch PrivateIPC= off, or let the services share a namespace with JoinsNamespaceOf=.",
		doc: lint.Doc{
			Text: `PrivateIPC= gives the service System V IPC objects and POSIX message queues of its own: shared memory that another
service offers is not found. Shared memory in /dev/shm stays as it is.`,
			Symptom: "The other side's data never arrives; 'No such file or directory' from shmget(2), semget(2) or mq_open(3).",
			Bad:     "[Service]\nType=oneshot\nExecStart=/usr/bin/ipcrm --all=shm\nPrivateIPC=yes\n",
			Good:    "[Service]\nType=oneshot\nExecStart=/usr/bin/ipcrm --all=shm\nPrivateTmp=yes\n",
			Fix:     "Sets 'PrivateIPC=no'.", References: []string{"systemd.exec(5)", "ipc_namespaces(7)"},
		},
	},
	{
		id: "files-closed-to-others", aspect: match.FilesClosed,
		summary: "The service makes a file for other users, who may not read it",
		denial:  "%[1]s closes new files to other users", mend: changes("UMask", "0022"),
		loosens: "It lets every user read what the service makes.",
		advice:  "Use 'UMask=0022', or give the file its mode with chmod(1) or install(1).",
		doc: lint.Doc{
			Text: `UMask= takes permissions from every file that the service makes. A file that another service is to read as another
user has to stay open: what is written for the textfile collector of node_exporter, for example, is read by the
exporter's user.`,
			Symptom: "'Permission denied' in the service that reads; its metrics are missing.",
			Bad:     "[Service]\nType=oneshot\nExecStart=/bin/mv /var/lib/example/new.prom /var/lib/example/textfile/example.prom\nUMask=0077\n",
			Good:    "[Service]\nType=oneshot\nExecStart=/bin/mv /var/lib/example/new.prom /var/lib/example/textfile/example.prom\nUMask=0022\n",
			Fix:     "Sets 'UMask=0022'.", References: []string{"systemd.exec(5)", "umask(2)"},
		},
	},
	{
		id: "socket-closed-to-clients", aspect: match.SocketClosed,
		summary: "Others connect to the service's socket, and may not enter its directory",
		denial:  "%[1]s keeps them out of the directory of %[2]s",
		denials: map[string]string{"DynamicUser": "%[1]s puts %[2]s into a directory that root alone may enter"},
		advice: "Let the clients' group in, with the mode 0750 and Group=, or use a socket unit with SocketGroup=. " +
			"With DynamicUser= a socket has to be in a directory of RuntimeDirectory=.",
		doc: lint.Doc{
			Text: `Who connects to a socket in the file system has to be able to search the directories on the way to it.
RuntimeDirectoryMode=0700 lets the service's own user in and nobody else, and what StateDirectory= makes for DynamicUser= lies below
/var/lib/private, which is for root alone. A web server or mail server that is another user cannot connect.`,
			Symptom: "'connect() failed (13: Permission denied)' in the log of the web server, 502 for its visitors.",
			Bad: "-- etc/systemd/system/example.service --\n# programs: read\n[Service]\nUser=example\nRuntimeDirectory=example\nRuntimeDirectoryMode=0700\n" +
				"ExecStart=/usr/bin/example --socket=/run/example/web.sock\n" + nginxOfExample,
			Good: "-- etc/systemd/system/example.service --\n# programs: read\n[Service]\nUser=example\nGroup=www-data\nRuntimeDirectory=example\n" +
				"RuntimeDirectoryMode=0750\nExecStart=/usr/bin/example --socket=/run/example/web.sock\n" + nginxOfExample,
			Fix:        "None is mechanical: whom to let in is a decision.",
			References: []string{"systemd.exec(5)", "path_resolution(7)", "unix(7)"},
		},
	},
}

// nginxOfExample is the configuration of a web server that connects to a socket.
const nginxOfExample = "-- etc/nginx/nginx.conf --\nuser www-data;\nhttp {\n  server {\n    location / {\n" +
	"      proxy_pass http://unix:/run/example/web.sock;\n    }\n  }\n}\n"
