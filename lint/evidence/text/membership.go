package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

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

// rootsDevices are the classes of devices that the kernel makes for root alone and that no rule of udev's
// gives to a group, with one of them: NVMe's controllers, and the registers of processors.
var rootsDevices = map[string]string{"char-nvme": "/dev/nvme0", "char-cpu/msr": "/dev/cpu/0/msr", "char-ipmidev": "/dev/ipmi0"}

// devicesOfRoot records that a service is to open a device of root's, which the unit lists for it.
// Rules of the package or the administrator may give it to a group that the unit names. That of discs has
// none of them by udev's rules.
func (r *collector) devicesOfRoot() {
	if slices.ContainsFunc(r.Unit.NamedGroups(), func(group string) bool { return group != "disk" }) {
		return
	}
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "DeviceAllow") {
		class, _, _ := strings.Cut(a.Value, " ")
		if device := rootsDevices[class]; device != "" && r.main.Assignment != nil {
			r.Put(need.Need{
				Kind: need.PrivateFile, Any: []string{device}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.Missing,
				Why: "is allowed devices of the class " + class + ", which belong to root", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
			})
		}
	}
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

// belongs records that opening a path takes the membership in a group.
func (r *collector) belongs(list evidence.GuardedPaths, n need.Need) {
	groups := list.Groups(n.Any[0])
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

func (r *collector) guardedSocket(text string, by need.Evidence) {
	_, content, assigned := strings.Cut(text, "=")
	if !assigned {
		content = text
	}
	content = strings.TrimPrefix(strings.TrimPrefix(content, "unix:"), "//")
	if !strings.HasPrefix(content, "/") {
		return
	}
	r.belongs(evidence.GuardedSockets(), need.Need{
		Any: []string{unit.BelowRun(path.Clean(content))}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.JobFails, Evidence: by,
	})
}
