package consistency

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// OneshotRestart flags Restart= values that systemd refuses for oneshot
// services.
var OneshotRestart = rule(lint.Rule{
	ID:      "oneshot-restart",
	Summary: "Restart= value that is not allowed for Type=oneshot",
	Fixes:   finding.UnsafeFixes("The command is then run again only where it fails; whether that was meant, its owner knows."),
	Doc: lint.Doc{
		Text: `A oneshot service has done its work when its command ends. To restart it after
a clean exit would loop for ever, so systemd refuses such units.`,
		Bad:      "[Service]\nType=oneshot\nExecStart=/usr/bin/backup\nRestart=always\n",
		Good:     "[Service]\nType=oneshot\nExecStart=/usr/bin/backup\nRestart=on-failure\n",
		Fix:      "Use Restart=on-failure, or a timer for work that repeats.",
		Versions: "Up to 243 every value but no is refused, since 244 always and on-success.",
	},
	Check: ofService(checkOneshotRestart),
})

func checkOneshotRestart(p *lint.Pass, s *service) {
	restart := s.Last("Service", "Restart")
	if s.kind != "oneshot" || restart == nil || restart.Value == "" || restart.Value == "no" || restart.Verdict.Undecided {
		return
	}
	if from(s.Unit, 244) && restart.Value != "always" && restart.Value != "on-success" {
		return
	}
	f := finding.Finding{
		Directive: "Restart",
		Range:     restart.Range(),
		Message:   fmt.Sprintf("'Restart=%s' is not allowed for a service of Type=oneshot.", restart.Value),
		Symptom:   refusedSymptom,
		Related:   wording.Because(s.kindLine, "the type is set here"),
	}
	if from(s.Unit, 244) {
		f.Fix = &finding.Fix{
			Title: "Use 'on-failure'",
			Edits: []finding.Edit{{Range: restart.ValueRange(), NewText: "on-failure"}},
		}
	} else {
		f.Advice = "Remove the line: older systems restart no oneshot services."
	}
	p.Report(f)
}

// OneshotSettings flags settings that oneshot services cannot have.
var OneshotSettings = rule(lint.Rule{
	ID:      "oneshot-setting",
	Summary: "Setting that a service of Type=oneshot cannot have",
	Fixes:   finding.UnsafeFixes("A limit that had no effect ends the command from then on."),
	Doc: lint.Doc{
		Text: `Some settings make no sense for a service that is done when its command ends.
systemd refuses the unit, or ignores the setting: RuntimeMaxSec= counts the time
a service is active, and a oneshot service is not active while it runs; its
command is limited by TimeoutStartSec=.`,
		Bad:      "[Service]\nType=oneshot\nExecStart=/usr/bin/backup\nRuntimeMaxSec=1h\n",
		Good:     "[Service]\nType=oneshot\nExecStart=/usr/bin/backup\nTimeoutStartSec=1h\n",
		Fix:      "Remove the setting, or choose another type.",
		Versions: "RestartForceExitStatus= is refused up to 255; ExitType= exists since 250.",
	},
	Check: ofService(checkOneshotSettings),
})

// namesStatus returns the last line of a list of exit statuses that names one: what
// systemd skips leaves the list empty.
func namesStatus(lines []*unit.Assignment) *unit.Assignment {
	for _, a := range slices.Backward(lines) {
		if a.Value == "" {
			return nil
		}
		if len(strings.Fields(a.Value)) > len(a.Verdict.Problems) {
			return a
		}
	}
	return nil
}

func checkOneshotSettings(p *lint.Pass, s *service) {
	if s.kind != "oneshot" {
		return
	}
	related := wording.Because(s.kindLine, "the type is set here")
	if force := namesStatus(s.All("Service", "RestartForceExitStatus")); force != nil && !from(s.Unit, 256) {
		refuse(p, force, "'RestartForceExitStatus=' is not allowed for a service of Type=oneshot.", related...)
	}
	if exit := s.Last("Service", "ExitType"); exit != nil && exit.Value == "cgroup" {
		refuse(p, exit, "'ExitType=cgroup' is not allowed for a service of Type=oneshot.", related...)
	}
	if limit := s.Last("Service", "RuntimeMaxSec"); limit != nil && limit.Value != "" && limit.Value != "infinity" {
		f := finding.Finding{
			Directive: "RuntimeMaxSec", Range: limit.Range(), Severity: finding.Warning,
			Message: "'RuntimeMaxSec=' has no effect on a service of Type=oneshot.",
			Symptom: "The command may run for ever: a oneshot service is not active while it runs.",
			Related: related,
			Fix: &finding.Fix{
				Title: "Use 'TimeoutStartSec='",
				Edits: []finding.Edit{{Range: limit.KeyRange, NewText: "TimeoutStartSec"}},
			},
		}
		p.Report(f)
	}
}
