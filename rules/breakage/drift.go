package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/comment"
	"github.com/unitlint/unitlint/rules/wording"
)

// UpgradeDrift flags drop-ins that replace a list of the vendor's unit by one that grants less.
//
// A vendor's unit may need what its own list grants, but its text alone does
// not prove it: where it does, the rule of that need reports a warning.
var UpgradeDrift = rule(lint.Rule{
	ID: "upgrade-drift", Summary: "A drop-in replaces a list of the vendor's unit by one that grants less",
	Severity: finding.Note, Confidence: finding.Possible,
	Doc: lint.Doc{
		Text: `An empty assignment in a drop-in takes away everything that the vendor's unit grants, also what an upgrade adds to
it later. Where the list that follows is narrower, the service lacks what its vendor gave it: a directory, a path, a
capability, a system call, an address family or a device.

A comment above the line is taken for the reason, and nothing is reported.`,
		Symptom: "The service works until an upgrade of its package makes use of what the vendor's unit grants.",
		Bad: "-- usr/lib/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/example\nRuntimeDirectory=example example-cache\n" +
			"-- etc/systemd/system/example.service.d/override.conf --\n[Service]\nRuntimeDirectory=\nRuntimeDirectory=example\n",
		Good: "-- usr/lib/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/example\nRuntimeDirectory=example\n" +
			"-- etc/systemd/system/example.service.d/override.conf --\n[Service]\nRuntimeDirectory=example-cache\n",
		Fix:        "None is mechanical: add to the vendor's list, or say in a comment what the service does not need.",
		References: []string{"systemd.unit(5)", "systemd.exec(5)"},
	},
	Check: checkUpgradeDrift,
})

// granting are the lists that give a service something; true where an empty
// list restricts nothing.
var granting = map[string]bool{
	"AmbientCapabilities": false, "CacheDirectory": false, "DeviceAllow": false, "LogsDirectory": false,
	"ReadWritePaths": false, "RuntimeDirectory": false, "StateDirectory": false,
	"ExecPaths": true, "RestrictAddressFamilies": true, "SystemCallFilter": true,
}

func checkUpgradeDrift(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	for _, setting := range p.Unit.Settings {
		if len(setting.Overruled) == 0 || setting.Section != p.Unit.ExecSection() {
			continue
		}
		emptyIsFree, grants := granting[setting.List]
		if !grants {
			continue
		}
		kept, certain := grantedWords(setting.Values)
		if !certain || emptyIsFree && len(kept) == 0 {
			continue
		}
		reportDrift(p, setting, kept)
	}
}

// grantedWords returns what lines grant, and whether each of them grants
// rather than takes away.
func grantedWords(lines []*unit.Assignment) (words map[string]bool, certain bool) {
	words = map[string]bool{}
	for _, a := range lines {
		if strings.HasPrefix(a.Value, "~") || strings.Contains(a.Value, "%") {
			return nil, false
		}
		for _, word := range strings.Fields(a.Value) {
			words[strings.TrimLeft(word, "-+")] = true
		}
	}
	return words, true
}

// reportDrift reports the words that a drop-in's empty assignment takes from a
// list of the unit itself.
func reportDrift(p *lint.Pass, setting *unit.Setting, kept map[string]bool) {
	for _, o := range setting.Overruled {
		if o.By == nil || !o.By.DropIn || o.DropIn || comment.Explains(o.By) {
			continue
		}
		if by := o.By.File.Source.Path; !locate.OfAdministrator(by) && !strings.Contains(by, "/etc/") {
			continue
		}
		words, certain := grantedWords([]*unit.Assignment{o.Assignment})
		var lost []string
		for word := range words {
			if !kept[word] {
				lost = append(lost, word)
			}
		}
		if !certain || len(lost) == 0 {
			continue
		}
		slices.Sort(lost)
		named := strings.Join(lost[:min(len(lost), wording.MostNamed)], " ")
		p.Report(finding.Finding{
			Directive: o.By.Key, Range: o.By.Range(),
			Message: fmt.Sprintf("This drop-in takes away %s, which the unit itself grants with '%s='.", named, o.Key),
			Symptom: "The service fails where it makes use of it, at the latest after an upgrade that does.",
			Related: []finding.Related{{Range: o.Range(), Message: "what the unit grants"}},
			Advice:  "Add to the unit's list, or say in a comment above the line what the service does not need.",
		})
		return
	}
}
