package sandbox

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// privateNodes are the entries of a private /dev (systemd.exec(5),
// PrivateDevices=, and what systemd links into it).
var privateNodes = []string{
	"null", "zero", "full", "random", "urandom", "tty", "ptmx", "log",
	"fd", "stdin", "stdout", "stderr", "core",
}

// privateDirectories are the directories of a private /dev.
var privateDirectories = []string{"pts", "shm", "mqueue", "hugepages", "char", "block", "fd"}

// privateDevice tells what is known of a path in a private /dev.
func privateDevice(name string) host.Path {
	relative := strings.TrimPrefix(strings.TrimPrefix(name, "/dev"), "/")
	first, rest, nested := strings.Cut(relative, "/")
	switch {
	case relative == "":
		return host.Path{Presence: host.Exists, Kind: host.Directory, Owner: "root"}
	case slices.Contains(privateDirectories, first) && (nested || rest == ""):
		if relative == "shm" || relative == "mqueue" {
			return host.Path{Presence: host.Exists, Kind: host.Directory, Owner: "root", Mode: 0o1777, ModeKnown: true}
		}
		if !nested {
			return host.Path{Presence: host.Exists, Kind: host.Directory, Owner: "root"}
		}
		return host.Path{}
	case slices.Contains(privateNodes, relative):
		return host.Path{Presence: host.Exists, Kind: host.Special, Owner: "root"}
	}
	return host.Path{Presence: host.Missing}
}

// standardDevices are always allowed by DevicePolicy=closed and by a list of
// devices without a policy (systemd.resource-control(5)).
var standardDevices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx"}

// worldDevices may be opened by everybody by their usual permissions.
var worldDevices = append(slices.Clone(standardDevices), "/dev/fuse", "/dev/net/tun")

// isDeviceNode tells that a path below /dev is taken for a device node: not one
// of the directories in which files are made.
func isDeviceNode(name string) bool {
	if !strings.HasPrefix(name, "/dev/") || leadsOutOfDev(name) {
		return false
	}
	return !belowAny(name, []string{"/dev/shm", "/dev/mqueue", "/dev/hugepages"}) && !slices.Contains([]string{"/dev/pts", "/dev/char", "/dev/block"}, name)
}

// leadsOutOfDev tells that a path below /dev is a link to what the process has open or to
// the journal's socket, which systemd puts into a private /dev as well.
func leadsOutOfDev(name string) bool {
	return slices.Contains([]string{"/dev/log", "/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr"}, name) || strings.HasPrefix(name, "/dev/fd/")
}

// Device tells whether the process may open a device node for reading and
// writing.
func (p *Process) Device(name string) Verdict {
	if leadsOutOfDev(name) {
		return unknown(name + " leads to another file.")
	}
	if v := p.Path(Read, name); v.Answer != Yes {
		return v
	}
	return p.Path(Write, name)
}

// deviceNode answers for device nodes: they are not bound by read-only mounts,
// but by the device list of the control group.
func (a *access) deviceNode() (Verdict, bool) {
	if a.op == Create || a.op == Execute || !isDeviceNode(a.path) {
		return Verdict{}, false
	}
	if p := a.mounts.presenceIn(a.content, a.path); p.Presence == host.Missing {
		return deny(a.hiding(), "ENOENT", a.path+" is not there for the process.", a.whyMissing()...), true
	}
	if v := a.process.sandbox.deviceList(a.path, a.op); v.Answer != Yes {
		return v, true
	}
	if a.path == "/dev/kmsg" && a.op == Read {
		if v := a.process.Capability("CAP_SYSLOG"); v.Answer != Yes {
			return v, true
		}
	}
	if slices.Contains(worldDevices, a.path) {
		return allow("The device may be opened by everybody."), true
	}
	return a.permissions(), true
}

func (a *access) whyMissing() []*unit.Assignment {
	if a.content == nil {
		return nil
	}
	return a.content.because()
}

// clockDeviceOptional is the first release in which ProtectClock= adds the
// clock to the device list only where there is a list already. Before, it made
// one, which closes every other device.
const clockDeviceOptional = 252

// deviceList judges a device by DevicePolicy= and DeviceAllow=
// (systemd.resource-control(5)). It holds for every process of the unit, lines
// with "+" included.
func (s *Sandbox) deviceList(name string, op Op) Verdict {
	set := s.settings
	policy := set.devicePolicy
	if set.privateDevices.on && !policy.is("closed", "strict") {
		policy = choice{word: "closed", by: set.privateDevices.by}
	}
	listed := set.devices
	if set.clock.on && (s.release.Version < clockDeviceOptional || policy.is("closed", "strict") || len(listed) > 0) {
		clock := device{by: set.clock.by}
		clock.Path, clock.Read, clock.Known = "char-rtc", true, true
		listed = append(slices.Clip(listed), clock)
	}
	if !policy.is("closed", "strict") && len(listed) == 0 {
		return allow("Every device is allowed.")
	}
	if !policy.is("strict") && (slices.Contains(standardDevices, name) || host.Below(name, "/dev/pts")) {
		return allow("The device is one of the standard ones.")
	}
	return matchDevice(listed, policy, name, op)
}

func matchDevice(listed []device, policy choice, name string, op Op) Verdict {
	var doubt *unit.Assignment
	for _, d := range listed {
		if op == Read && !d.Read || op == Write && !d.Write {
			continue
		}
		matches := deviceMatches(d.Path, name)
		if matches == Yes {
			return allow("The device list names it.", d.by)
		}
		if matches == Unknown {
			doubt = d.by
		}
	}
	if doubt != nil {
		return unknown("Whether the device belongs to a listed class is not known.", doubt)
	}
	by := []*unit.Assignment{policy.by}
	for _, d := range listed {
		by = append(by, d.by)
	}
	return deny(ByDeviceList, "EPERM", "The device is not on the list of allowed ones.", slices.Compact(by)...)
}

// deviceClasses are the devices of driver names as /proc/devices has them, as
// patterns of paths.
var deviceClasses = map[string][]string{
	"char-rtc":            {"/dev/rtc*"},
	"char-pts":            {"/dev/pts/*"},
	"char-ttyS":           {"/dev/ttyS*"},
	"char-ttyUSB":         {"/dev/ttyUSB*"},
	"char-ttyACM":         {"/dev/ttyACM*"},
	"char-mem":            {"/dev/mem", "/dev/null", "/dev/port", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/kmsg"},
	"char-input":          {"/dev/input/*"},
	"char-drm":            {"/dev/dri/*"},
	"char-alsa":           {"/dev/snd/*"},
	"char-hidraw":         {"/dev/hidraw*"},
	"char-watchdog":       {"/dev/watchdog*"},
	"char-misc":           {"/dev/fuse", "/dev/net/tun", "/dev/kvm", "/dev/loop-control", "/dev/rfkill", "/dev/uinput", "/dev/vhost-net"},
	"char-video4linux":    {"/dev/video*"},
	"block-loop":          {"/dev/loop[0-9]*"},
	"block-sd":            {"/dev/sd*"},
	"block-nvme":          {"/dev/nvme*"},
	"block-blkext":        {"/dev/nvme[0-9]*n*"}, // NVMe's disks and partitions have minor numbers of the extended range
	"char-nvme":           {"/dev/nvme[0-9]", "/dev/nvme[0-9][0-9]"},
	"char-usb_device":     {"/dev/bus/usb/*/*"},
	"char-sg":             {"/dev/sg[0-9]*"},
	"char-i2c":            {"/dev/i2c-*"},
	"char-gpiochip":       {"/dev/gpiochip*"},
	"char-spi":            {"/dev/spidev*"},
	"block-sr":            {"/dev/sr[0-9]*"},
	"block-md":            {"/dev/md[0-9]*"},
	"block-mmc":           {"/dev/mmcblk*"},
	"block-device-mapper": {"/dev/dm-*", "/dev/mapper/*"},
	"char-tty":            {"/dev/tty[0-9]*"},
}

// deviceLinks are the directories in which udev keeps links by identity or place, and the
// nodes that they lead to, as patterns (60-serial.rules, 60-persistent-storage.rules and
// others of systemd). The device list follows links.
var deviceLinks = []struct {
	directory string
	nodes     []string
}{
	{"/dev/serial/", []string{"/dev/tty[A-Z]*"}},
	{"/dev/disk/", []string{"/dev/sd*", "/dev/nvme*", "/dev/mmcblk*", "/dev/vd*", "/dev/dm-*", "/dev/md*", "/dev/sr*", "/dev/loop*"}},
	{"/dev/mapper/", []string{"/dev/dm-*"}},
	{"/dev/input/by-", []string{"/dev/input/event*", "/dev/input/js*", "/dev/input/mouse*"}},
	{"/dev/snd/by-", []string{"/dev/snd/controlC*"}},
	{"/dev/v4l/", []string{"/dev/video*"}},
	{"/dev/dri/by-", []string{"/dev/dri/card*", "/dev/dri/renderD*"}},
}

// mayLinkTo tells whether an entry of the device list may be a link to a node.
func mayLinkTo(entry, name string) bool {
	for _, l := range deviceLinks {
		if strings.HasPrefix(entry, l.directory) {
			return matchesAny(l.nodes, name)
		}
	}
	return matchesAny(linkedNodes, name) && isLink(entry)
}

// linkedNodes are nodes that rules of administrators and packages give names of their own (SYMLINK in udev(7)),
// as patterns: those of devices that are plugged in.
var linkedNodes = []string{
	"/dev/tty[A-Z]*", "/dev/bus/usb/*/*", "/dev/hidraw*", "/dev/usb/*", "/dev/video*", "/dev/input/*", "/dev/sr*", "/dev/sd*", "/dev/nvme*",
	"/dev/rtc*", "/dev/lp*", "/dev/parport*", "/dev/i2c-*", "/dev/spidev*", "/dev/gpiochip*", "/dev/lirc*", "/dev/watchdog*",
}

// kernelNodes are the names that the kernel gives nodes, beside those of classes, as patterns.
var kernelNodes = []string{
	"/dev/*/*", "/dev/ram[0-9]*", "/dev/zram[0-9]*", "/dev/nbd[0-9]*", "/dev/rbd[0-9]*", "/dev/drbd[0-9]*", "/dev/zd[0-9]*", "/dev/st[0-9]*", "/dev/nst[0-9]*",
	"/dev/tpm*", "/dev/fb[0-9]*", "/dev/ptp[0-9]*", "/dev/pps[0-9]*", "/dev/lp[0-9]*", "/dev/parport[0-9]*", "/dev/ipmi[0-9]*", "/dev/mei[0-9]*",
	"/dev/media[0-9]*", "/dev/vbi[0-9]*", "/dev/cec[0-9]*", "/dev/lirc[0-9]*", "/dev/uio[0-9]*", "/dev/iio:device[0-9]*", "/dev/nvidia[0-9]*", "/dev/mtd[0-9]*",
	"/dev/dm-*", "/dev/ng[0-9]*", "/dev/rtc*", "/dev/tty[A-Z]*[0-9]", "/dev/ttymxc[0-9]",
	"/dev/kfd", "/dev/vchiq", "/dev/hwrng", "/dev/uhid", "/dev/cuse", "/dev/ppp", "/dev/autofs", "/dev/btrfs-control", "/dev/zfs",
	"/dev/cpu_dma_latency", "/dev/hpet", "/dev/nvram", "/dev/mcelog", "/dev/snapshot", "/dev/console", "/dev/sev", "/dev/udmabuf", "/dev/nvidia-*",
	"/dev/nvidiactl", "/dev/vhost-*", "/dev/gpiomem", "/dev/vcio", "/dev/vcsm-cma", "/dev/sd[a-z]", "/dev/vd[a-z]", "/dev/xvd[a-z]", "/dev/hd[a-z]", "/dev/tty",
}

// isLink tells that an entry of the device list is no name that the kernel gives: udev makes it, and it may lead anywhere.
func isLink(entry string) bool {
	if matchesAny(kernelNodes, entry) && entry != "/dev/serial0" && entry != "/dev/serial1" || slices.Contains(standardDevices, entry) {
		return false
	}
	for _, patterns := range deviceClasses {
		if matchesAny(patterns, entry) {
			return false
		}
	}
	return strings.HasPrefix(entry, "/dev/")
}

// deviceMatches tells whether an entry of the device list covers a node.
func deviceMatches(entry, name string) Answer {
	if strings.HasPrefix(entry, "/") {
		if entry != name && mayLinkTo(entry, name) {
			return Unknown
		}
		return answer(entry == name)
	}
	if patterns, ok := deviceClasses[entry]; ok {
		return answer(matchesAny(patterns, name))
	}
	known := false
	for class, patterns := range deviceClasses {
		matches := matchesAny(patterns, name)
		known = known || matches
		if ok, _ := path.Match(entry, class); ok && matches {
			return Yes
		}
	}
	if known || slices.Contains(standardDevices, name) {
		return No
	}
	return Unknown
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, _ := path.Match(pattern, name)
		return ok
	})
}
