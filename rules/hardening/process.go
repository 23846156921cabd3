package hardening

import (
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
)

// processProtections are the directives that limit what the processes of a
// service may ask of the kernel and of the service manager (systemd.exec(5),
// "System Call Filtering"; systemd.service(5)).
var processProtections = []protection{
	{
		id: "harden-system-call-filter", directive: "SystemCallFilter",
		fails: "SystemCallFilter_*",
		recommended: "SystemCallFilter=@system-service\n" +
			"SystemCallFilter=~@privileged @resources",
		weak:     "SystemCallFilter=~@swap",
		describe: describeFilter,
		summary:  "The service can make system calls that services rarely need",
		restricts: "`SystemCallFilter=` lists the system calls that the service may make, by name or by group. `@system-service` holds what an " +
			"ordinary service needs; a second line that begins with `~` takes groups away again. Less of the kernel within reach is less to exploit.",
		breaks: "A call that is not allowed kills the process with SIGSYS, or fails with the error of `SystemCallErrorNumber=`. `~@privileged` takes setuid, " +
			"chown and chroot, which services that start as root need; `@system-service` lacks mount, chroot and the calls of container " +
			"engines. New releases of a program or of the C library may need new calls.",
		versions: "`systemd-analyze syscall-filter` shows what a group holds in a release. Lines add up, and the first decides whether it is an allow " +
			"list or a deny list.",
		references: []string{"systemd.exec(5)", "seccomp(2)"},
	},
	{
		id: "harden-system-call-architectures", directive: "SystemCallArchitectures",
		fails:       "SystemCallArchitectures",
		recommended: "SystemCallArchitectures=native", weak: "SystemCallArchitectures=native x86",
		summary: "The service can make system calls of foreign architectures",
		restricts: "`SystemCallArchitectures=native` forbids the system calls of other architectures, such as those of 32 bit x86 on x86-64. " +
			"They are less tested, and a filter written for the native ones can be passed by through them.",
		breaks:     "Services that execute 32 bit programs: game servers, Wine, old commercial software.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "seccomp(2)"},
	},
	{
		id: "harden-lock-personality", directive: "LockPersonality",
		fails:       "LockPersonality",
		recommended: "LockPersonality=yes", weak: "LockPersonality=no",
		summary: "The service can change its execution domain",
		restricts: "`LockPersonality=yes` locks personality(2), with which a process can switch off address space randomisation and reach " +
			"compatibility code of the kernel that nobody uses any more.",
		breaks:     "Hardly anything: emulators, and debuggers that switch the randomisation off for a program.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "personality(2)"},
	},
	{
		id: "harden-memory-deny-write-execute", directive: "MemoryDenyWriteExecute",
		fails:       "MemoryDenyWriteExecute",
		recommended: "MemoryDenyWriteExecute=yes", weak: "MemoryDenyWriteExecute=no",
		summary: "The service can make memory writable and executable at once",
		restricts: "`MemoryDenyWriteExecute=yes` refuses memory that is writable and executable, and making written memory executable later, " +
			"which is how injected code is run.",
		breaks: "Programs that make code at run time: Java, .NET, JavaScript and Lua engines, PCRE with its compiler (Apache with PHP, " +
			"some mail filters), PostgreSQL with JIT, libffi closures in Python and Ruby, and programs whose stack is marked as executable.",
		versions:   "Through a system call filter up to systemd 252, through the kernel's prctl(PR_SET_MDWE) where it exists since 253.",
		references: []string{"systemd.exec(5)", "mmap(2)"},
	},
	{
		id: "harden-restrict-namespaces", directive: "RestrictNamespaces",
		fails:       "RestrictNamespaces_*",
		recommended: "RestrictNamespaces=yes", weak: "RestrictNamespaces=~uts",
		describe: describeNamespaces,
		summary:  "The service can make namespaces",
		restricts: "`RestrictNamespaces=yes` forbids to make and to enter namespaces. User namespaces make an ordinary user root of a small world and open " +
			"parts of the kernel that expect root; many exploits begin there. A list keeps the types that it names.",
		breaks: "Container engines, browsers and other programs that sandbox themselves (bubblewrap, Chromium, flatpak), build services, " +
			"services that isolate sessions. They need `user`, `mnt`, `pid`, `net` as the case may be.",
		versions:   "The type `time` can be named since systemd 252 and is part of `yes` since 258.",
		references: []string{"systemd.exec(5)", "namespaces(7)"},
	},
	{
		id: "harden-restrict-realtime", directive: "RestrictRealtime",
		fails:       "RestrictRealtime",
		recommended: "RestrictRealtime=yes", weak: "RestrictRealtime=no",
		summary: "The service can use realtime scheduling",
		restricts: "`RestrictRealtime=yes` refuses the realtime scheduling policies, with which one process can keep a processor from everybody " +
			"else.",
		breaks:     "Audio servers, telephony, time services, watchdogs and cluster managers that ask for realtime priority; most go on without it.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "sched(7)"},
	},
	{
		id: "harden-keyring-mode", directive: "KeyringMode",
		fails:       "KeyringMode",
		recommended: "KeyringMode=private", weak: "KeyringMode=shared",
		summary: "The service shares its session keyring",
		restricts: "`KeyringMode=private` gives the service a session keyring of its own in the kernel. With `shared` it is linked to its user's " +
			"keyring, with `inherit` it has the service manager's.",
		breaks:     "Services that hand over keys through the keyring of their user, as some network file systems and disk encryption do.",
		versions:   "`private` is the default of system services, `inherit` of user services.",
		references: []string{"systemd.exec(5)", "keyrings(7)"},
	},
	{
		id: "harden-delegate", directive: "Delegate",
		fails:       "Delegate",
		recommended: "Delegate=no", weak: "Delegate=yes",
		summary: "The service manages control groups of its own",
		restricts: "`Delegate=` hands the control groups below the service's own over to the service: it may make groups, move its " +
			"processes and set limits there without the service manager.",
		breaks:     "Container engines and service managers need it. Others do not.",
		versions:   "Known to every supported release. An empty value turns delegation on.",
		references: []string{"systemd.resource-control(5)"},
	},
	{
		id: "harden-notify-access", directive: "NotifyAccess",
		fails:       "NotifyAccess",
		recommended: "NotifyAccess=main", weak: "NotifyAccess=all",
		summary: "Every process of the service can change the service's state",
		restricts: "With `NotifyAccess=all` every process in the service's control group can tell the service manager that the service is ready, which " +
			"process is the main one, and hand over file descriptors. `main` leaves that to the main process, `exec` also to the other `Exec` lines' processes.",
		breaks:     "Services that are started through a shell script that calls systemd-notify, or that report from a worker process.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.service(5)", "sd_notify(3)"},
	},
}

// SystemCallErrorNumber flags system call filters that kill where an error would do.
//
// SystemCallErrorNumber stands apart: the score does not count the directive.
var SystemCallErrorNumber = &lint.Rule{
	ID:         "harden-system-call-error-number",
	Summary:    "A system call that the filter blocks kills the service",
	Category:   finding.Hardening,
	Severity:   finding.Note,
	Confidence: finding.Certain,
	Since:      "0.1.0",
	Fixes:      finding.UnsafeFixes(additionIsUnsafe),
	Doc: lint.Doc{
		Text: "A system call that `SystemCallFilter=` does not allow kills the process with SIGSYS. With `SystemCallErrorNumber=EPERM` the call fails instead, " +
			"as if the kernel had refused it: most programs have a way around that, and a call that a new release of the C library " +
			"tries first does not take the service down.\n\n" +
			"Killing is the stricter answer: it leaves a trace in the journal and ends an attack at once. Where that is meant, " +
			"`SystemCallErrorNumber=kill` says so (since systemd 247).",
		Symptom:    "The service ends with status 31/SYS, often only after an update of a library.",
		Bad:        hardeningExample("SystemCallFilter=@system-service"),
		Good:       hardeningExample("SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"),
		Fix:        "Add `SystemCallErrorNumber=EPERM`.",
		Versions:   "Known to every supported release; `kill` since systemd 247.",
		References: []string{"systemd.exec(5)", "seccomp(2)"},
	},
	Check: checkSystemCallErrorNumber,
}

func checkSystemCallErrorNumber(pass *lint.Pass) {
	u := pass.Unit
	section := u.ExecSection()
	filters := u.All(section, "SystemCallFilter")
	if len(filters) == 0 || filters[0].Value == "" || u.Last(section, "SystemCallErrorNumber") != nil {
		return
	}
	page := pageOf(pass)
	pass.Report(finding.Finding{
		Directive: "SystemCallErrorNumber",
		Range:     filters[0].Range(),
		Message:   "'SystemCallErrorNumber=' is not set: a system call that the filter blocks kills the service.",
		Advice:    "Add SystemCallErrorNumber=EPERM, or kill to say that it is meant.",
		Fix:       page.addition(page.wording([]string{"SystemCallErrorNumber=EPERM"})),
	})
}

func describeFilter(failing []*exposure.Check) string {
	if weakAssignment(failing) == nil {
		return "can make every system call"
	}
	const most = 4
	var groups []string
	for _, c := range failing {
		_, group, _ := strings.Cut(c.Setting, "~")
		groups = append(groups, group)
	}
	if len(groups) > most {
		return "can make system calls of " + strings.Join(groups[:most], ", ") + " and more"
	}
	return "can make system calls of " + strings.Join(groups, ", ")
}

func describeNamespaces(failing []*exposure.Check) string {
	if weakAssignment(failing) == nil {
		return "can make namespaces of every type"
	}
	var types []string
	for _, c := range failing {
		types = append(types, strings.TrimPrefix(c.ID, "RestrictNamespaces_"))
	}
	return "can make namespaces of the types " + strings.Join(types, ", ")
}
