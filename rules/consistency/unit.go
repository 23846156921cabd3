package consistency

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// IsolateSeveral flags job modes that isolate together with several units.
var IsolateSeveral = rule(lint.Rule{
	ID:      "isolate-several",
	Summary: "Job mode isolate for more than one unit",
	Doc: lint.Doc{
		Text: `OnFailureJobMode=isolate stops everything but the unit in OnFailure=; only one can
be left. systemd refuses a unit that names several.`,
		Bad:        "[Unit]\nOnFailureJobMode=isolate\nOnFailure=rescue.target notify.service\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nOnFailureJobMode=isolate\nOnFailure=rescue.target\n\n[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Name one unit only.",
		Versions:   "OnSuccessJobMode= and OnSuccess= exist since 249.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkIsolateSeveral,
})

func checkIsolateSeveral(p *lint.Pass) {
	if !p.Unit.JudgedAsWhole() {
		return
	}
	for _, on := range []string{"OnFailure", "OnSuccess"} {
		mode := p.Unit.Last("Unit", on+"JobMode")
		if mode == nil || !isolates(mode.Key, mode.Value) {
			continue
		}
		names := map[string]bool{}
		for _, a := range p.Unit.All("Unit", on) {
			for _, word := range p.Unit.UnitNames(a) {
				names[word.Text] = true
			}
		}
		if len(names) > 1 {
			last := p.Unit.Last("Unit", on)
			refuse(p, mode, fmt.Sprintf("'%s=isolate' is not allowed with more than one unit in %s=.", mode.Key, on), wording.Because(last, "the units")...)
		}
	}
}

// isolates reads a job mode, or the old OnFailureIsolate= that stands for one.
func isolates(key, text string) bool {
	if key == "OnFailureIsolate" {
		yes, _ := value.Boolean(text)
		return yes
	}
	return text == "isolate"
}

// JobTimeouts flags a timeout of running jobs that can never be reached.
var JobTimeouts = rule(lint.Rule{
	ID:       "job-timeouts",
	Summary:  "JobRunningTimeoutSec= longer than JobTimeoutSec=",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `JobTimeoutSec= counts from the moment a job is queued, JobRunningTimeoutSec= from
when it runs. Where the second is longer it can never be reached.`,
		Symptom:    ignoredSymptom,
		Bad:        "[Unit]\nJobTimeoutSec=5\nJobRunningTimeoutSec=10\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nJobTimeoutSec=10\nJobRunningTimeoutSec=5\n\n[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Make JobRunningTimeoutSec= the shorter one.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkJobTimeouts,
})

func checkJobTimeouts(p *lint.Pass) {
	running, whole := p.Unit.Last("Unit", "JobRunningTimeoutSec"), p.Unit.Last("Unit", "JobTimeoutSec")
	if !isSet(running) || !isSet(whole) || !p.Unit.JudgedAsWhole() {
		return
	}
	short, ok := value.Seconds(whole.Value)
	long, alsoOK := value.Seconds(running.Value)
	if ok && alsoOK && long > short {
		p.Report(finding.Finding{
			Directive: "JobRunningTimeoutSec", Range: running.Range(), Symptom: ignoredSymptom,
			Message: "'JobRunningTimeoutSec=' has no effect: it is longer than JobTimeoutSec=.",
			Related: wording.Because(whole, "this ends the job earlier"),
		})
	}
}
