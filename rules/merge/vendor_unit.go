package merge

import (
	"fmt"
	"path"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/confinement"
	"github.com/unitlint/unitlint/rules/wording"
)

// VendorUnitHidden flags full copies of a unit that lack protections of the
// vendor's.
var VendorUnitHidden = rule(lint.Rule{
	ID:         "vendor-unit-hidden",
	Summary:    "Copy of a unit that lacks protections of the vendor's unit",
	Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `A unit file in /etc replaces the vendor's of the same name as a whole. A copy made to
change one line does not follow the vendor: what an upgrade adds to the unit, its
protections for instance, never takes effect. A drop-in changes what it says and leaves
the rest to the vendor.

Only copies that still run the vendor's program are judged.`,
		Symptom: "After an upgrade the service still runs with the old settings.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
ProtectSystem=strict
-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example --verbose
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
ProtectSystem=strict
-- etc/systemd/system/example.service.d/verbose.conf --
[Service]
ExecStart=
ExecStart=/usr/bin/example --verbose
`,
		Fix: "Replace the copy with a drop-in that holds the changes alone.",
	},
	Check: func(p *lint.Pass) {
		for _, hidden := range p.Unit.Shadowed {
			if !inDropIns(hidden.Path) && p.Unit.Fragment != nil && locate.OfAdministrator(hidden.By) && !locate.OfAdministrator(hidden.Path) {
				checkVendorUnit(p, hidden)
				return
			}
		}
	},
})

func checkVendorUnit(p *lint.Pass, hidden locate.Shadowed) {
	vendor, _ := settingsIn(p, hidden.Path, p.Unit.ID)
	own := programOf(p, p.Unit.Fragment.Assignments())
	if own == "" || own != programOf(p, vendor) {
		return
	}
	var missed []*unitfile.Assignment
	for _, a := range confinement.Among(vendor, "") {
		if p.Unit.Last(a.Section.Name, a.Key) == nil {
			missed = append(missed, a)
		}
	}
	if len(missed) == 0 {
		return
	}
	p.Report(finding.Finding{
		Range: placeIn(p, hidden.By),
		Message: fmt.Sprintf("This copy hides '%s', so the vendor's %s.",
			p.Unit.Tree.Display(hidden.Path), lost(missed)),
		Symptom: "The service runs with less protection than its vendor gives it, also after upgrades.",
		Related: wording.Places(missed, "the vendor's setting"),
		Advice:  fmt.Sprintf("Move the changes to a drop-in in '%s.d' and remove the copy.", hidden.By),
	})
}

// programOf returns the file name of the program that a unit's first
// ExecStart= runs.
func programOf(p *lint.Pass, assignments []*unitfile.Assignment) string {
	for _, a := range assignments {
		if a.Key != "ExecStart" || a.Value == "" {
			continue
		}
		commands, _ := value.Exec(a.Value, p.Unit.Context(nil))
		if len(commands) > 0 {
			return path.Base(commands[0].Path.Text)
		}
	}
	return ""
}
