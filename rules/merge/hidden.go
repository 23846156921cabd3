package merge

import (
	"fmt"
	"path"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
	"github.com/unitlint/unitlint/rules/wording"
)

// DropInHidden flags drop-ins that another of the same file name hides, though
// that one does not set what they set.
var DropInHidden = rule(lint.Rule{
	ID:         "drop-in-hidden",
	Summary:    "Drop-in that another one of the same file name hides",
	Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `Of the drop-ins of a unit that have the same file name, systemd reads one: the one
in the directory of the highest priority. That holds across all directories that
belong to the unit, also those for all units of a type (service.d) or of a prefix
(foo-.service.d): foo.service.d/override.conf hides service.d/override.conf. "systemctl
edit" calls every drop-in override.conf, so the names meet by accident.

Where the directories are for the same unit, in /etc and /usr/lib for instance, this
is the documented way to replace or to mask a drop-in: then it is a note, and only
where protections are lost with it.`,
		Symptom: "Settings of the hidden drop-in have no effect on this unit, and nothing says so.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/service.d/override.conf --
[Unit]
OnFailure=notify@%n.service
-- etc/systemd/system/example.service.d/override.conf --
[Service]
Nice=5
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/service.d/10-failure.conf --
[Unit]
OnFailure=notify@%n.service
-- etc/systemd/system/example.service.d/override.conf --
[Service]
Nice=5
`,
		Fix: "Give the files different names.",
	},
	Check: func(p *lint.Pass) {
		for _, hidden := range p.Unit.Shadowed {
			if inDropIns(hidden.Path) {
				checkHidden(p, hidden)
			}
		}
	},
})

func checkHidden(p *lint.Pass, hidden locate.Shadowed) {
	settings, _ := settingsIn(p, hidden.Path, p.Unit.ID)
	winning, at := settingsIn(p, hidden.By, p.Unit.ID)
	missed := notAmong(settings, winning)
	severity := finding.Warning
	if sameDirectoryName(hidden) {
		severity, missed = finding.Note, confinement.Among(missed, "")
	} else if len(winning) == 0 {
		return // a file without settings hides on purpose
	}
	if len(missed) == 0 {
		return
	}
	if at.File == nil {
		at = placeIn(p, hidden.By)
	}
	p.Report(finding.Finding{
		Severity: severity, Range: at,
		Message: fmt.Sprintf("This drop-in hides '%s', which has the same file name, so %s.", p.Unit.Tree.Display(hidden.Path), lost(missed)),
		Symptom: "The hidden drop-in is not read for this unit, and nothing says so.",
		Related: wording.Places(missed, "not read"),
		Advice:  "Give the files different names, or repeat the settings here.",
	})
}

func sameDirectoryName(hidden locate.Shadowed) bool {
	return path.Base(path.Dir(hidden.Path)) == path.Base(path.Dir(hidden.By))
}

// notAmong returns the assignments to directives that others do not assign.
func notAmong(assignments, others []*unitfile.Assignment) []*unitfile.Assignment {
	type place struct{ section, key string }
	set := map[place]bool{}
	for _, a := range others {
		set[place{a.Section.Name, a.Key}] = true
	}
	var missed []*unitfile.Assignment
	for _, a := range assignments {
		if !set[place{a.Section.Name, a.Key}] {
			missed = append(missed, a)
		}
	}
	return missed
}
