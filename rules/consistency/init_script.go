package consistency

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// InitScript flags services that run a System V script as if it were the daemon.
var InitScript = rule(lint.Rule{
	ID:       "init-script-as-daemon",
	Summary:  "System V script that systemd takes for the daemon",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `A script in /etc/init.d starts its daemon in the background and ends. Of a service of Type=simple systemd takes the script for the service: when it
has ended, systemd kills the daemon that it started. What systemd's own generator makes of such a script is Type=forking with RemainAfterExit=yes.`,
		Symptom:    `"Deactivated successfully" right after the start, and the daemon is gone.`,
		Bad:        "[Service]\nExecStart=/etc/init.d/example start\n",
		Good:       "[Service]\nType=forking\nRemainAfterExit=yes\nGuessMainPID=no\nExecStart=/etc/init.d/example start\nExecStop=/etc/init.d/example stop\n",
		Fix:        "Run the daemon itself, or use Type=forking with RemainAfterExit=yes.",
		References: []string{"systemd.service(5)", "systemd-sysv-generator(8)"},
	},
	Check: ofService(func(p *lint.Pass, s *service) {
		if s.kind == "forking" || s.Truth("Service", "RemainAfterExit", false) {
			return
		}
		for _, a := range s.start {
			if at, script := initScript(a); script != "" {
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Span(at, at+len(script)),
					Message: fmt.Sprintf("'%s' starts a daemon and ends: with Type=%s systemd takes the end of the script for that of the service.", script, s.kind),
					Symptom: "Right after the start systemd kills the daemon.",
					Related: wording.Because(s.kindLine, "the type is set here"),
					Advice:  "Run the daemon itself, or use 'Type=forking' with 'RemainAfterExit=yes'.",
				})
				return
			}
		}
	}),
})

// initScript finds a System V script among the words of a command that is to
// start something (systemd-sysv-generator(8)).
func initScript(a *unit.Assignment) (at int, script string) {
	if !strings.Contains(a.Value, " start") && !strings.Contains(a.Value, " restart") {
		return 0, ""
	}
	for _, directory := range []string{"/etc/init.d/", "/etc/rc.d/init.d/", "/etc/rc.d/rc."} {
		if at = strings.Index(a.Value, directory); at >= 0 && (at == 0 || strings.IndexByte(" -+!@:", a.Value[at-1]) >= 0) {
			end := at + len(directory)
			for end < len(a.Value) && strings.IndexByte(" \t;\"'", a.Value[end]) < 0 {
				end++
			}
			return at, a.Value[at:end]
		}
	}
	return 0, ""
}
