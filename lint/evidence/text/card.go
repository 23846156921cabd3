package text

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
)

// card is a sort of graphics processors that takes several devices to compute on.
type card struct {
	// known is a device by which profiles know that a program computes on one, allowed how
	// lists of devices begin that name one.
	known   string
	allowed []string
	// beside is what is opened beside it.
	beside []string
	why    string
	source string
}

var cards = []card{
	{"/dev/nvidiactl", []string{"/dev/nvidia", "char-nvidia"}, []string{"/dev/nvidia-uvm"},
		"computes on a card of NVIDIA, for which it opens /dev/nvidia-uvm beside the card",
		"the README of NVIDIA's driver for Linux (device files); the documentation of CUDA"},
	{"/dev/kfd", []string{"/dev/kfd", "char-kfd"}, []string{"/dev/dri/renderD128"},
		"computes on a card of AMD, for which it opens its node below /dev/dri beside /dev/kfd", "the documentation of ROCm (device files)"},
}

// completesCards records of a program that computes on graphics processors what it opens beside
// the devices which the unit allows.
func (r *collector) completesCards() {
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "DeviceAllow") {
		for _, c := range cards {
			begins := func(prefix string) bool { return strings.HasPrefix(a.Value, prefix) }
			computes := func(n need.Need) bool {
				return n.Kind == need.Device && (n.Evidence.Profile == "" || n.Consequence == need.Missing) && slices.Contains(n.Any, c.known)
			}
			at := slices.IndexFunc(r.Context.Needs, computes)
			if at < 0 || !slices.ContainsFunc(c.allowed, begins) {
				continue
			}
			r.Put(need.Need{
				Kind: need.Device, Any: c.beside, Line: r.Context.Needs[at].Line, Certainty: need.Likely, Consequence: need.Missing, Why: c.why,
				Evidence: need.Evidence{Assignment: a, Range: a.ValueRange(), Source: c.source},
			})
			return
		}
	}
}
