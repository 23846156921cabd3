package text

import (
	"strings"

	"github.com/unitlint/unitlint/lint/need"
)

// companion is what a service works with that pulls in the unit of something else.
type companion struct {
	unit   string
	needs  []need.Need
	source string
}

// companions are the units of drivers and helpers whose users need more than the
// unit's being there.
var companions = []companion{
	{"vboxdrv.service", []need.Need{
		{Kind: need.Write, Below: true, Any: []string{"/tmp"}, Consequence: need.Missing, Why: "runs machines of VirtualBox, which meet at a socket in /tmp"},
		{Kind: need.Device, Any: []string{"/dev/vboxdrv"}, Consequence: need.Missing, Why: "runs machines of VirtualBox, which open /dev/vboxdrv"},
	}, "VirtualBox keeps the sockets of its XPCOM server below /tmp/.vbox-USER-ipc; https://github.com/BOINC/boinc/pull/5977"},
	{"nvidia-persistenced.service", []need.Need{
		{Kind: need.Device, Any: []string{"/dev/nvidiactl", "/dev/nvidia0"}, Consequence: need.Missing, Why: "uses a card of NVIDIA, whose daemon it pulls in"},
	}, "the README of NVIDIA's driver for Linux (device files)"},
	{"pipewire.service", worksWithSound, soundSource},
	{"pipewire.socket", worksWithSound, soundSource},
	{"pipewire-pulse.service", worksWithSound, soundSource},
	{"pipewire-jack.service", worksWithSound, soundSource},
}

// worksWithSound is what the library of PipeWire tries in its clients: it goes on where the priority is
// refused, unless the filter kills it.
var worksWithSound = []need.Need{{
	Kind: need.Syscall, Any: []string{"sched_setscheduler"}, Copes: true, Consequence: need.JobFails,
	Why: "works with PipeWire, whose library asks for real-time scheduling of the thread that moves the sound",
}}

const soundSource = "PipeWire's documentation (client-rt.conf, module-rt); pthread_setschedparam(3)"

// pulling are the dependencies by which a unit says that it works with another one;
// that it comes after one says less (systemd.unit(5)).
var pulling = []string{"Requires", "Requisite", "BindsTo", "Wants"}

// accompanied records what follows from the units that a service pulls in.
func (r *collector) accompanied() {
	for _, dependency := range pulling {
		for _, a := range r.Unit.All("Unit", dependency) {
			for name := range strings.FieldsSeq(a.Value) {
				for at := range companions {
					c := &companions[at]
					if c.unit != name {
						continue
					}
					for _, n := range c.needs {
						n.Line, n.Certainty = r.Unit.Main(), need.Likely
						n.Evidence = need.Evidence{Assignment: a, Range: a.ValueRange(), Source: c.source}
						r.Put(n)
					}
				}
			}
		}
	}
}
