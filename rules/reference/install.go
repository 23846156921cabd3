package reference

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
)

// EnabledWithoutInstall notes units that a link of the administrator enables
// although they say nothing of it.
var EnabledWithoutInstall = rule(lint.Rule{
	ID:       "enabled-without-install",
	Summary:  "Enabled unit without [Install]",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `A link in a .wants or .requires directory below /etc starts the unit at boot. Where
the unit has no [Install], systemctl did not make the link and does not know of
it: "systemctl is-enabled" says static, "systemctl disable" leaves it, and
"systemctl reenable" or an installation elsewhere does not make it again.`,
		Symptom: `"systemctl disable" succeeds, and the unit is started at the next boot.`,
		Bad: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/late.target --
[Unit]
Description=Late
-- etc/systemd/system/late.target.wants/example.service --
-> ../example.service
`,
		Good: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
[Install]
WantedBy=late.target
-- etc/systemd/system/late.target --
[Unit]
Description=Late
-- etc/systemd/system/late.target.wants/example.service --
-> ../example.service
`,
		Fix:        "Add an [Install] section, or move the link to the vendor's directory for units that shall always be started.",
		References: []string{"systemd.unit(5)", "systemctl(1)"},
	},
	Check: checkEnabledWithoutInstall,
})

func checkEnabledWithoutInstall(p *lint.Pass) {
	u := p.Unit
	if !u.JudgedAsWhole() || u.Packaging || hasSection(u, "Install") {
		return
	}
	for _, link := range p.System.Links(u) {
		if !strings.HasPrefix(link.Path, "etc/systemd/") {
			continue
		}
		p.Report(finding.Finding{
			Range:   u.Start(),
			Message: fmt.Sprintf("'%s' enables the unit, which has no [Install].", link.Path),
			Symptom: "systemctl does not know of the link: it can neither disable nor re-enable the unit.",
			Advice:  "Add an [Install] section that says what wants the unit.",
		})
		return
	}
}

func hasSection(u *unit.Unit, name string) bool {
	for _, file := range u.Files() {
		for _, section := range file.Sections {
			if section.Name == name {
				return true
			}
		}
	}
	return false
}
