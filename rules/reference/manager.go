package reference

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/rules/neighbour"
)

// systemTargets are targets of the system manager that no user manager has
// (systemd.special(7), "UNITS MANAGED BY THE SYSTEM SERVICE MANAGER").
var systemTargets = map[string]bool{
	"multi-user.target": true, "graphical.target": true, "network.target": true, "network-online.target": true,
	"network-pre.target": true, "sysinit.target": true, "local-fs.target": true, "remote-fs.target": true,
	"rescue.target": true, "emergency.target": true, "getty.target": true, "nss-lookup.target": true,
	"nss-user-lookup.target": true, "rpcbind.target": true, "time-sync.target": true, "cryptsetup.target": true,
	"swap.target": true, "runlevel3.target": true, "runlevel5.target": true, "initrd.target": true,
}

// OtherManagersTarget flags user units that are to be started by a target of
// the system manager.
var OtherManagersTarget = rule(lint.Rule{
	ID:       "other-managers-target",
	Summary:  "User unit that waits for a target of the system manager",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The unit starts at each login from then on."),
	Doc: lint.Doc{
		Text: `The user manager has targets of its own; multi-user.target and network.target
are none of them. A user unit that is WantedBy=multi-user.target can be enabled,
and is never started.`,
		Symptom: `"systemctl --user enable" succeeds, and the unit does not run after the next login.`,
		Bad: `-- etc/systemd/user/example.service --
[Service]
ExecStart=/usr/bin/example
[Install]
WantedBy=multi-user.target
`,
		Good: `-- etc/systemd/user/example.service --
[Service]
ExecStart=/usr/bin/example
[Install]
WantedBy=default.target
`,
		Fix:        "Use default.target.",
		References: []string{"systemd.special(7)"},
	},
	Check: checkOtherManagersTarget,
})

func checkOtherManagersTarget(p *lint.Pass) {
	u := p.Unit
	if u.Scope != locate.User || !u.JudgedAsWhole() {
		return
	}
	for _, list := range []string{"WantedBy", "RequiredBy", "UpheldBy"} {
		for _, a := range u.All("Install", list) {
			for _, word := range u.UnitNames(a) {
				if !systemTargets[word.Text] || shipped(p, word.Text) {
					continue
				}
				f := finding.Finding{
					Directive: list, Range: a.Span(word.Start, word.End),
					Message: fmt.Sprintf("'%s' is a target of the system manager: a user unit is not started by it.", word.Text),
					Symptom: "The unit can be enabled and is not started at login.",
				}
				if word.Text == "multi-user.target" || word.Text == "graphical.target" {
					f.Fix = &finding.Fix{
						Title: "Use 'default.target'",
						Edits: []finding.Edit{{Range: f.Range, NewText: "default.target"}},
					}
				}
				p.Report(f)
			}
		}
	}
}

// shipped tells whether the user manager's own search path has the unit.
func shipped(p *lint.Pass, name string) bool {
	id, ok := neighbour.Of(p, name)
	return ok && id.State != locate.NotFound
}

// systemOnly are settings that need privileges which a user manager does not
// have, with the way the service fails (systemd.exec(5), exit codes).
var systemOnly = []struct{ name, status string }{
	{"User", "217/USER or 216/GROUP"},
	{"Group", "216/GROUP"},
	{"SupplementaryGroups", "216/GROUP"},
	{"PAMName", "224/PAM"},
}

// SystemOnlySetting flags settings of user units that only the system manager
// can apply.
var SystemOnlySetting = rule(lint.Rule{
	ID:         "system-only-setting",
	Summary:    "Setting of a user unit that only the system manager can apply",
	Severity:   finding.Warning,
	Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `A user manager runs with the rights of its user: it cannot change the user or the
groups of a service, nor open a session through PAM. A unit that was copied from
the system keeps such lines and fails.`,
		Symptom: "The service fails with 216/GROUP or 217/USER.",
		Bad: `-- etc/systemd/user/example.service --
[Service]
ExecStart=/usr/bin/example
User=www-data
`,
		Good: `-- etc/systemd/user/example.service --
[Service]
ExecStart=/usr/bin/example
`,
		Fix:        "Remove the setting, or make it a unit of the system.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkSystemOnlySetting,
})

func checkSystemOnlySetting(p *lint.Pass) {
	u := p.Unit
	section := u.ExecSection()
	if u.Scope != locate.User || section == "" || !u.JudgedAsWhole() {
		return
	}
	for _, only := range systemOnly {
		a := u.Last(section, only.name)
		if a == nil || a.Value == "" || strings.ContainsRune(a.Value, '%') {
			continue
		}
		p.Report(finding.Finding{
			Directive: only.name, Range: a.Range(),
			Message: fmt.Sprintf("'%s=' needs rights that a user manager does not have.", only.name),
			Symptom: fmt.Sprintf("The service fails with %s.", only.status),
		})
	}
}
