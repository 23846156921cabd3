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
}

// pulling are the dependencies by which a unit says that it works with another one;
// that it comes after one says less (systemd.unit(5)).
var pulling = []string{"Requires", "Requisite", "BindsTo", "Wants"}

// claudeSettings is the directory of Claude Code below a home directory, and claudeState the file beside
// it that it replaces whenever it notes something; CLAUDE_CONFIG_DIR has both in one place.
const (
	claudeSettings = "/.claude"
	claudeState    = ".claude.json"
)

// opensAgent records that a unit which opens the directory of Claude Code in a home directory runs it,
// so that the file beside is written, too.
func (r *collector) opensAgent() {
	if _, moved := r.Variables["CLAUDE_CONFIG_DIR"]; moved {
		return
	}
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "ReadWritePaths") {
		for _, one := range a.Verdict.Paths() {
			home, found := strings.CutSuffix(one.Path, claudeSettings)
			if !found || home == "" || !one.Known {
				continue
			}
			r.Put(need.Need{
				Kind: need.Create, Any: []string{home + "/" + claudeState}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.JobFails,
				Why: "opens the directory of Claude Code, which replaces " + claudeState + " beside it",
				Evidence: need.Evidence{Assignment: a, Range: a.Span(one.Start, one.End),
					Source: "Claude Code's documentation (settings); https://github.com/vikasprogrammer/agentric/pull/345"},
			})
			return
		}
	}
}

// accompanied records what follows from the units that a service pulls in.
func (r *collector) accompanied() {
	for _, dependency := range pulling {
		for _, a := range r.Unit.All("Unit", dependency) {
			for name := range strings.FieldsSeq(a.Value) {
				for _, c := range companions {
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
