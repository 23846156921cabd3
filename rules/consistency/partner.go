package consistency

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// partner says that a setting of services needs another one.
type partner struct {
	name, needs string
	since       int
}

// partners are the settings that systemd ignores without their partner
// (service_verify() of the release tags).
var partners = []partner{
	{"USBFunctionDescriptors", "USBFunctionStrings", 239},
	{"USBFunctionStrings", "USBFunctionDescriptors", 239},
	{"RuntimeRandomizedExtraSec", "RuntimeMaxSec", 250},
	{"RestartSteps", "RestartMaxDelaySec", 254},
	{"RestartMaxDelaySec", "RestartSteps", 254},
}

// SettingWithoutPartner flags settings that do nothing without another.
var SettingWithoutPartner = rule(lint.Rule{
	ID:       "setting-without-partner",
	Summary:  "Setting that has no effect without another",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `Some settings only work in pairs: the steps of a growing restart delay and its
upper end, the descriptors and the strings of a USB function. With one of the
two systemd says so in the journal and ignores it.`,
		Symptom:  ignoredSymptom,
		Bad:      "[Service]\nExecStart=/usr/bin/example\nRestart=on-failure\nRestartSteps=5\n",
		Good:     "[Service]\nExecStart=/usr/bin/example\nRestart=on-failure\nRestartSec=1\nRestartSteps=5\nRestartMaxDelaySec=1min\n",
		Fix:      "Set the other one as well.",
		Versions: "RuntimeRandomizedExtraSec= since 250, RestartSteps= and RestartMaxDelaySec= since 254.",
	},
	Check: ofService(checkSettingWithoutPartner),
})

func checkSettingWithoutPartner(p *lint.Pass, s *service) {
	for _, pair := range partners {
		a := s.Last("Service", pair.name)
		if !from(s.Unit, pair.since) || !isSet(a) || isSet(s.Last("Service", pair.needs)) {
			continue
		}
		p.Report(finding.Finding{
			Directive: pair.name, Range: a.Range(), Symptom: ignoredSymptom,
			Message: fmt.Sprintf("'%s=' is ignored without %s=.", pair.name, pair.needs),
			Advice:  fmt.Sprintf("Set %s= as well.", pair.needs),
		})
	}
	checkRestartDelays(p, s)
}

// unset are the values that stand for "not at all", by setting.
var unset = map[string][]string{
	"RuntimeMaxSec":             {"infinity"},
	"RuntimeRandomizedExtraSec": {"0"},
	"RestartMaxDelaySec":        {"infinity"},
	"RestartSteps":              {"0"},
	"JobTimeoutSec":             {"infinity", "0"},
	"JobRunningTimeoutSec":      {"infinity", "0"},
}

// isSet tells whether an assignment says something.
func isSet(a *unit.Assignment) bool {
	return a != nil && a.Value != "" && !slices.Contains(unset[a.Directive.List], a.Value)
}

// checkRestartDelays flags an upper end of the restart delay below its start.
func checkRestartDelays(p *lint.Pass, s *service) {
	top := s.Last("Service", "RestartMaxDelaySec")
	if !from(s.Unit, 254) || !isSet(top) || !isSet(s.Last("Service", "RestartSteps")) {
		return
	}
	start := value.Microseconds(100_000) // DefaultRestartSec= of systemd
	first := s.Last("Service", "RestartSec")
	if first != nil {
		if span, ok := value.Seconds(first.Value); ok {
			start = span
		}
	}
	if end, ok := value.Seconds(top.Value); ok && end < start {
		p.Report(finding.Finding{
			Directive: "RestartMaxDelaySec", Range: top.Range(), Symptom: ignoredSymptom,
			Message: "'RestartMaxDelaySec=' is ignored: it is shorter than RestartSec=.",
			Related: wording.Because(first, "the delay begins with this"),
		})
	}
}

// CredentialsRace flags simple services whose ExecStartPost= may run before the
// main process has its credentials.
var CredentialsRace = rule(lint.Rule{
	ID:       "credentials-race",
	Summary:  "Credentials with Type=simple and ExecStartPost=",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("systemd then waits for the program to be executed before it goes on, so that what follows the unit starts later."),
	Doc: lint.Doc{
		Text: `systemd does not wait for the main process of a service of Type=simple: it runs
ExecStartPost= while the credentials of the main process may still be set up, and
both race for their directory.`,
		Symptom:  "The journal names the combination; now and then the service fails to start.",
		Bad:      "[Service]\nType=simple\nExecStart=/usr/bin/example\nExecStartPost=/usr/bin/example --ping\nLoadCredential=key:/etc/example/key\n",
		Good:     "[Service]\nType=exec\nExecStart=/usr/bin/example\nExecStartPost=/usr/bin/example --ping\nLoadCredential=key:/etc/example/key\n",
		Fix:      "Use Type=exec.",
		Versions: "systemd warns since 254. Since 257 a service with credentials and without Type= is of type exec.",
	},
	Check: ofService(checkCredentialsRace),
})

func checkCredentialsRace(p *lint.Pass, s *service) {
	post := commands(s.Unit, "Service", "ExecStartPost")
	credential := s.credentials()
	if s.kind != "simple" || len(post) == 0 || credential == nil || !from(s.Unit, 254) {
		return
	}
	f := finding.Finding{
		Directive: "ExecStartPost", Range: post[0].Range(),
		Message: "'ExecStartPost=' may run before the credentials of a service of Type=simple are there.",
		Related: append(wording.Because(credential, "the credential"), wording.Because(s.kindLine, "the type is set here")...),
		Symptom: "Now and then the service fails to start.",
		Advice:  "Use Type=exec.",
	}
	if s.kindLine != nil {
		f.Fix = &finding.Fix{
			Title: "Use 'Type=exec'",
			Edits: []finding.Edit{{Range: s.kindLine.ValueRange(), NewText: "exec"}},
		}
	}
	p.Report(f)
}
