package merge

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
)

// EmptyUnit flags unit files without a byte in them: to systemd they are masks.
// A link to /dev/null is left alone, since nobody makes one by accident.
var EmptyUnit = rule(lint.Rule{
	ID:       "empty-unit-file",
	Summary:  "Empty unit file, which masks the unit",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `systemd takes a unit file of size 0 for a mask, like a link to /dev/null: the unit
cannot be started, not even as a dependency, and files of the same name in directories of lower priority are hidden.
A file that a failed build or a full disk left empty does the same.`,
		Symptom:    `"systemctl start" fails: "Unit example.service is masked."`,
		Bad:        "-- etc/systemd/system/example.service --\n",
		Good:       "-- etc/systemd/system/example.service --\n-> /dev/null\n",
		Fix:        "Link the name to /dev/null where the unit is to be masked; otherwise restore the file.",
		References: []string{"systemd.unit(5)", "systemctl(1)"},
	},
	Check: func(p *lint.Pass) {
		u := p.Unit
		if u.State != locate.Masked || u.Tree == nil || u.Identity.Fragment == "" {
			return
		}
		info, err := u.Tree.Stat(u.Identity.Fragment)
		if err != nil || !info.Mode().IsRegular() {
			return
		}
		p.Report(finding.Finding{
			Range:   placeIn(p, u.Identity.Fragment),
			Message: fmt.Sprintf("The file is empty, so that %s is masked.", u.Name),
			Symptom: "The unit cannot be started, and files of its name in other directories are hidden.",
			Advice:  "Make it a link to /dev/null if that is meant, or restore the file.",
		})
	},
})
