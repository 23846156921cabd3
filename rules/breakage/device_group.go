package breakage

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// DeviceGroupRenamed flags lists of devices that name a group as other releases of its
// driver call it.
var DeviceGroupRenamed = rule(lint.Rule{
	ID: "device-group-renamed", Summary: "DeviceAllow= names a group of devices as other releases of the driver call it",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `DeviceAllow=char-NAME allows the devices that a driver has registered under a name, which /proc/devices lists. NVIDIA's
driver called its cards 'nvidia-frontend' up to the releases that Debian 12 ships; newer ones call them 'nvidia'. A unit that
allows the control device alone, or one of the names, has no card with the other one. The newer ones have a name for the control
device, too, 'nvidiactl', and systemd allows all devices of the number that a name stands for, which the cards share.`,
		Symptom:    "The library finds no card (EPERM from /dev/nvidia0), and the service computes without one.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nDeviceAllow=/dev/nvidiactl rw\nDeviceAllow=char-nvidia-frontend rw\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nDeviceAllow=/dev/nvidiactl rw\nDeviceAllow=char-nvidia rw\nDeviceAllow=char-nvidia-frontend rw\n",
		Fix:        "None is mechanical: name both groups where the unit has to work with any release of the driver.",
		References: []string{"systemd.resource-control(5)", "https://github.com/NixOS/nixpkgs/issues/331069"},
	},
	Check: checkDeviceGroups,
})

// lastFrontend is the release of systemd beside which distributions last shipped a driver
// that calls its cards 'nvidia-frontend'.
const lastFrontend = 252

// cardNames are the names under which newer drivers register devices of the number that
// the cards have (NVIDIA's release notes of 550.40: "nvidia" and "nvidiactl").
var cardNames = []string{"char-nvidia", "char-nvidiactl"}

// card matches the nodes of single cards.
var card = regexp.MustCompile(`^/dev/nvidia[0-9]+$`)

func checkDeviceGroups(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	group, names := "char-nvidia", cardNames
	if p.Unit.Release.Version <= lastFrontend {
		group, names = "char-nvidia-frontend", []string{"char-nvidia-frontend"}
	}
	var last *unit.Assignment
	for _, a := range p.Unit.All(p.Unit.ExecSection(), "DeviceAllow") {
		words := strings.Fields(a.Value)
		if len(words) == 0 {
			continue
		}
		isNode := strings.HasPrefix(words[0], "/dev/nvidia")
		if isNode && card.MatchString(words[0]) || slices.ContainsFunc(names, func(name string) bool {
			matches, err := path.Match(words[0], name)
			return err == nil && matches
		}) {
			return
		}
		if isNode || strings.HasPrefix(words[0], "char-nvidia") {
			last = a
		}
	}
	if last == nil {
		return
	}
	p.Report(finding.Finding{
		Directive: last.Key, Range: last.Range(),
		Message: fmt.Sprintf("%s and what stands beside it allow devices of NVIDIA's driver, but not its cards, which it calls '%s' here.",
			wording.Setting(last), strings.TrimPrefix(group, "char-")),
		Symptom: "The library finds no card (EPERM).",
		Advice:  fmt.Sprintf("Add 'DeviceAllow=%s'; the other name is that of another release of the driver.", group),
	})
}
