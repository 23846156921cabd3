package text

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// card is a sort of graphics processors that takes several devices to compute on.
type card struct {
	// known is a device by which profiles know that a program computes on one, allowed how
	// lists of devices begin that name one.
	known   string
	allowed []string
	// beside is what is opened beside it, enough how lists begin that name one of the sort.
	beside string
	enough []string
	why    string
	source string
}

var cards = []card{
	{"/dev/nvidiactl", []string{"/dev/nvidia", "char-nvidia"}, "/dev/nvidia-uvm", nil,
		"computes on a card of NVIDIA, for which it opens /dev/nvidia-uvm beside the card",
		"the README of NVIDIA's driver for Linux (device files); the documentation of CUDA"},
	{"/dev/kfd", []string{"/dev/kfd", "char-kfd"}, "/dev/dri/renderD128", []string{"/dev/dri/", "char-drm"},
		"computes on a card of AMD, for which it opens its node below /dev/dri beside /dev/kfd", "the documentation of ROCm (device files)"},
}

// completesCards records of a program that computes on graphics processors what it opens beside
// the devices which the unit allows.
func (r *collector) completesCards() {
	lines := r.Unit.All(r.Unit.ExecSection(), "DeviceAllow")
	if len(lines) == 0 {
		return
	}
	for _, c := range cards {
		needed := slices.IndexFunc(r.Context.Needs, c.isNeeded)
		allowed := slices.IndexFunc(lines, func(a *unit.Assignment) bool { return beginsWithAny(a.Value, c.allowed) })
		if needed < 0 || allowed < 0 || slices.ContainsFunc(lines, func(a *unit.Assignment) bool { return beginsWithAny(a.Value, c.enough) }) {
			continue
		}
		r.Put(need.Need{
			Kind: need.Device, Any: []string{c.beside}, Line: r.Context.Needs[needed].Line, Certainty: need.Likely, Consequence: need.Missing, Why: c.why,
			Evidence: need.Evidence{Assignment: lines[allowed], Range: lines[allowed].ValueRange(), Source: c.source},
		})
	}
}

// isNeeded tells that a need is one of a program that computes on the card.
func (c *card) isNeeded(n need.Need) bool {
	return n.Kind == need.Device && (n.Evidence.Profile == "" || n.Consequence == need.Missing) && slices.Contains(n.Any, c.known)
}

func beginsWithAny(text string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(beginning string) bool { return strings.HasPrefix(text, beginning) })
}
