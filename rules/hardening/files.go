package hardening

import (
	"slices"

	"github.com/unitlint/unitlint/lint"
)

// fileProtections are the directives that limit what a service sees of the file
// system and of devices (systemd.exec(5), "Sandboxing").
var fileProtections = []protection{
	{
		id: "harden-protect-system", directive: "ProtectSystem",
		fails:       "ProtectSystem",
		recommended: "ProtectSystem=strict", weak: "ProtectSystem=yes",
		summary: "The service can change the operating system's files",
		restricts: "`ProtectSystem=` mounts parts of the file system read-only for the service. `yes` covers `/usr` and the boot loader, " +
			"`full` also `/etc`, `strict` everything but `/dev`, `/proc` and `/sys`. An intruder can then neither replace programs nor leave " +
			"a unit, a cron job or a library behind.",
		breaks: "With `strict` the service can write nowhere unless it is told where: `StateDirectory=`, `LogsDirectory=`, `CacheDirectory=` " +
			"and `RuntimeDirectory=` make a directory and keep it writable, `ReadWritePaths=` opens one that exists. Writes elsewhere fail with " +
			"\"Read-only file system\" (EROFS). Services that install software or edit `/etc` can use neither `strict` nor `full`.",
		versions:   "`strict` exists since systemd 232. `DynamicUser=yes` implies `strict`.",
		references: []string{"systemd.exec(5)", "file-hierarchy(7)"},
	},
	{
		id: "harden-protect-home", directive: "ProtectHome",
		fails:       "ProtectHome",
		recommended: "ProtectHome=yes", weak: "ProtectHome=read-only",
		summary: "The service can see home directories",
		restricts: "`ProtectHome=` takes `/home`, `/root` and `/run/user` away from the service: `yes` makes them inaccessible, `tmpfs` shows " +
			"them empty, `read-only` keeps them from being changed. Keys, tokens and shell start files of people are the first things that an " +
			"intruder looks for.",
		breaks: "A service whose program, configuration, web pages or data lie below `/home` or `/root` stops working, usually with " +
			"\"Permission denied\". `tmpfs` together with `BindPaths=` or `BindReadOnlyPaths=` shows single directories. Programs that need " +
			"their user's home want `StateDirectory=` and a `HOME` of their own instead.",
		versions:   "Before systemd 241 `tmpfs` has no effect together with `ProtectSystem=strict`. `DynamicUser=yes` implies `read-only`.",
		references: []string{"systemd.exec(5)"},
	},
	{
		id: "harden-private-tmp", directive: "PrivateTmp",
		fails:       "PrivateTmp",
		recommended: "PrivateTmp=yes", weak: "PrivateTmp=no",
		summary: "The service shares /tmp with all other software",
		restricts: "`PrivateTmp=` gives the service a `/tmp` and a `/var/tmp` of its own, emptied when it stops. That ends attacks with " +
			"foreseeable names in a directory that everybody can write, and keeps what the service leaves in `/tmp` from others.",
		breaks: "Nothing in `/tmp` is shared any more: sockets that clients expect there (X11, old database sockets), files handed over by " +
			"another program, results that an administrator looks for. Units that must share one name the same namespace with `JoinsNamespaceOf=`.",
		versions:   "`disconnected` (a tmpfs that outlives nothing) exists since systemd 257. `DynamicUser=yes` implies `yes`.",
		references: []string{"systemd.exec(5)"},
	},
	{
		id: "harden-private-devices", directive: "PrivateDevices", ladder: "PrivateDevices", share: "PrivateDevices",
		fails: "PrivateDevices",
		also: []string{
			"DeviceAllow", "CapabilityBoundingSet_CAP_MKNOD", "CapabilityBoundingSet_CAP_SYS_RAWIO",
		},
		recommended: "PrivateDevices=yes", weak: "PrivateDevices=no",
		summary: "The service can see the hardware devices",
		restricts: "`PrivateDevices=` gives the service a `/dev` with pseudo devices alone (null, zero, full, random, urandom, tty, the " +
			"pseudo terminals and shared memory), closes the device control group and takes CAP_MKNOD and CAP_SYS_RAWIO. Disks, memory and " +
			"input devices are then out of reach even for root.",
		breaks: "Services that talk to hardware: disks, GPUs (`/dev/dri`), sound, serial ports, KVM, FUSE, TUN, hardware clocks, watchdogs. " +
			"Name what they need with `DevicePolicy=closed` and `DeviceAllow=` instead. `/dev` is mounted without execution of files, so that old programs " +
			"which map `/dev/zero` as executable memory fail.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "systemd.resource-control(5)"},
	},
	{
		id: "harden-device-allow", directive: "DevicePolicy", ladder: "PrivateDevices", share: "Device",
		fails:       "DeviceAllow",
		recommended: "DevicePolicy=closed", weak: "DevicePolicy=auto",
		fits:    notCoveredByPrivateDevices,
		summary: "The device control group is open",
		restricts: "`DevicePolicy=closed` lets the service open the standard pseudo devices and what `DeviceAllow=` lists; `strict` only what is " +
			"listed. The kernel enforces it for every process of the service, whatever its `/dev` shows.",
		breaks: "Any other device fails to open with \"Operation not permitted\". A service that needs a device lists it, as in " +
			"`DeviceAllow=/dev/net/tun rw` or `DeviceAllow=char-input r`. The list alone, with `DevicePolicy=auto`, has an effect too, but " +
			"systemd-analyze security counts it as open.",
		versions:   "`PrivateDevices=yes` implies `closed`.",
		references: []string{"systemd.resource-control(5)"},
	},
	{
		id: "harden-umask", directive: "UMask",
		fails:       "UMask",
		recommended: "UMask=0077", weak: "UMask=0022",
		summary: "Others can read the files that the service makes",
		restricts: "`UMask=` says which permissions new files lack. The default of system services, 0022, makes them readable for " +
			"everybody; 0077 leaves them to the service's own user, 0027 also to its group.",
		breaks: "Whatever other users read of the service: sockets that clients connect to, PID files that monitoring reads, logs for the group " +
			"adm, files that a web server serves. Programs that set permissions themselves are not affected.",
		versions:   "Known to every supported release.",
		references: []string{"systemd.exec(5)", "umask(2)"},
	},
}

// notCoveredByPrivateDevices tells that the device control group needs a word of
// its own: PrivateDevices= would close it as well, where it is advised.
func notCoveredByPrivateDevices(pass *lint.Pass) bool {
	devices := pass.Exposure().Check("PrivateDevices")
	return pass.Unit.Last(pass.Unit.ExecSection(), "DevicePolicy") != nil || devices == nil || *devices.Set ||
		!slices.Contains(adviceFor(pass).Lines("PrivateDevices"), "PrivateDevices=yes")
}
