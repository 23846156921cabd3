package text

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// guardedPath is a path that members of a group may open and others may not.
type guardedPath struct {
	// pattern is one of path.Match.
	pattern string
	// groups are the names that distributions give the group.
	groups string
}

// guardedSockets are sockets that a daemon keeps for a group (Docker's and
// libvirt's documentation).
var guardedSockets = []guardedPath{
	{"/run/docker.sock", "docker"},
	{"/run/libvirt/libvirt-sock", "libvirt|libvirtd"},
}

// guardedDevices are the device nodes that udev gives to a group and closes for
// others (systemd's 50-udev-default.rules; Arch Linux says uucp for dialout).
var guardedDevices = []guardedPath{
	{"/dev/tty[A-Z]*", "dialout|uucp|tty"},
	{"/dev/serial/by-id/*", "dialout|uucp|tty"},
	{"/dev/serial/by-path/*", "dialout|uucp|tty"},
	{"/dev/video[0-9]*", "video"},
	{"/dev/snd/*", "audio"},
	{"/dev/input/*", "input"},
	{"/dev/lp[0-9]*", "lp"},
	{"/dev/sd[a-z]*", "disk"},
	{"/dev/nvme[0-9]*", "disk"},
	{"/dev/disk/*/*", "disk"},
}

// groupDevices are devices of the groups that udev keeps devices for. A service
// that a unit puts into such a group is there to open one of them.
var groupDevices = map[string]string{
	"dialout": "/dev/ttyUSB0|/dev/ttyACM0|/dev/ttyS0|/dev/ttyAMA0",
	"uucp":    "/dev/ttyUSB0|/dev/ttyACM0|/dev/ttyS0|/dev/ttyAMA0",
	"video":   "/dev/video0|/dev/dri/card0|/dev/dri/renderD128|/dev/fb0|/dev/nvidia0|/dev/kfd|/dev/vchiq",
	"render":  "/dev/dri/renderD128|/dev/kfd|/dev/nvidia0",
	"audio":   "/dev/snd/controlC0|/dev/snd/seq|/dev/snd/timer",
	"input":   "/dev/input/event0|/dev/uinput",
	"disk":    "/dev/sda|/dev/nvme0|/dev/nvme0n1|/dev/sg0|/dev/dm-0|/dev/md0",
	"cdrom":   "/dev/sr0|/dev/sg0",
	"i2c":     "/dev/i2c-0|/dev/i2c-1",
	"gpio":    "/dev/gpiochip0|/dev/gpiomem",
	"spi":     "/dev/spidev0.0",
	"kvm":     "/dev/kvm",
}

// devicesOfGroups records that a service opens a device of the groups that
// SupplementaryGroups= names for it.
func (r *collector) devicesOfGroups() {
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "SupplementaryGroups") {
		for group := range strings.FieldsSeq(a.Value) {
			if devices, known := groupDevices[group]; known && r.main.Assignment != nil {
				r.Put(need.Need{
					Kind: need.Device, Any: strings.Split(devices, "|"), Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.JobFails,
					Why: "is put into the group " + group + ", which udev keeps devices for", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
				})
			}
		}
	}
}

func guard(list []guardedPath, name string) (groups []string) {
	for _, one := range list {
		if matched, _ := path.Match(one.pattern, name); matched {
			return strings.Split(one.groups, "|")
		}
	}
	return nil
}

// belongs records that opening a path takes the membership in a group.
func (r *collector) belongs(list []guardedPath, n need.Need) {
	groups := guard(list, n.Any[0])
	if groups == nil || r.Full() {
		return
	}
	n.Why = "opens " + n.Any[0] + ", which is for root and a group"
	n.Kind, n.Any, n.Below = need.Membership, groups, false
	r.Put(n)
}

// guardedArguments records the sockets of other daemons that the main line's
// arguments name: as a path, or as an address "unix:///run/docker.sock".
func (r *collector) guardedArguments() {
	for _, i := range r.Invocations {
		if i.Line != r.main {
			continue
		}
		for _, w := range i.Arguments {
			if w.Known {
				r.guardedSocket(w.Text, need.Evidence{Assignment: i.Assignment, Range: w.Place})
			}
		}
	}
}

// guardedSocketIn records the socket of another daemon that a variable names.
func guardedSocketIn(r *collector, i *invocation.Invocation, _ string, w invocation.Word) {
	r.guardedSocket(w.Text, need.Evidence{Assignment: i.Assignment, Range: w.Place})
}

func (r *collector) guardedSocket(text string, evidence need.Evidence) {
	_, content, assigned := strings.Cut(text, "=")
	if !assigned {
		content = text
	}
	content = strings.TrimPrefix(strings.TrimPrefix(content, "unix:"), "//")
	if !strings.HasPrefix(content, "/") {
		return
	}
	r.belongs(guardedSockets, need.Need{
		Any: []string{unit.BelowRun(path.Clean(content))}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.JobFails, Evidence: evidence,
	})
}
