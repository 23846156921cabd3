package evidence

import (
	"path"
	"strings"
)

// GuardedPaths are paths that members of a group may open and others may not.
type GuardedPaths []guardedPath

type guardedPath struct {
	// pattern is one of path.Match.
	pattern string
	// groups are the names that distributions give the group.
	groups string
}

// GuardedSockets are sockets that a daemon keeps for a group (the documentation of Docker,
// libvirt, LXD, Incus and FRRouting).
func GuardedSockets() GuardedPaths { return guardedSockets }

// GuardedDevices are the device nodes that udev gives to a group and closes for
// others (systemd's 50-udev-default.rules, where Arch Linux says uucp for dialout; the rules of
// i2c-tools, Raspberry Pi OS and tpm2-tss).
func GuardedDevices() GuardedPaths { return guardedDevices }

var guardedSockets = GuardedPaths{
	{"/run/docker.sock", "docker"},
	{"/run/libvirt/libvirt-sock", "libvirt|libvirtd"},
	{"/var/lib/lxd/unix.socket", "lxd"},
	{"/var/snap/lxd/common/lxd/unix.socket", "lxd"},
	{"/var/lib/incus/unix.socket", "incus-admin"},
	{"/run/frr/*.vty", "frrvty"},
}

var guardedDevices = GuardedPaths{
	{"/dev/tty[A-Z]*", "dialout|uucp|tty"},
	{"/dev/serial/by-id", "dialout|uucp|tty"},
	{"/dev/serial/by-id/*", "dialout|uucp|tty"},
	{"/dev/serial/by-path/*", "dialout|uucp|tty"},
	{"/dev/video[0-9]*", "video"},
	{"/dev/v4l/*/*", "video"},
	{"/dev/dvb/adapter[0-9]*", "video"},
	{"/dev/dvb/adapter[0-9]*/*", "video"},
	{"/dev/dri/card[0-9]*", "video"},
	{"/dev/fb[0-9]*", "video"},
	{"/dev/cec[0-9]*", "video"},
	{"/dev/lirc[0-9]*", "video"},
	{"/dev/snd", "audio"},
	{"/dev/snd/*", "audio"},
	{"/dev/input/*", "input"},
	{"/dev/lp[0-9]*", "lp"},
	{"/dev/sr[0-9]*", "cdrom|optical"},
	{"/dev/i2c-[0-9]*", "i2c"},
	{"/dev/spidev[0-9]*", "spi"},
	{"/dev/gpiochip[0-9]*", "gpio"},
	{"/dev/tpm[0-9]*", "tss"},
	{"/dev/tpmrm[0-9]*", "tss"},
	{"/dev/st[0-9]*", "tape"},
	{"/dev/nst[0-9]*", "tape"},
	{"/dev/sd[a-z]*", "disk"},
	{"/dev/nvme[0-9]*n[0-9]*", "disk"},
	{"/dev/disk/*/*", "disk"},
}

// Groups returns the names of the group that a path is kept for, or nil.
func (g GuardedPaths) Groups(name string) []string {
	for _, one := range g {
		if matched, _ := path.Match(one.pattern, name); matched {
			return strings.Split(one.groups, "|")
		}
	}
	return nil
}
