package consistency

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/rules/wording"
)

// ServiceWithoutCommand flags services that have nothing to run.
var ServiceWithoutCommand = rule(lint.Rule{
	ID:      "service-without-command",
	Summary: "Service that has no command to run",
	Doc: lint.Doc{
		Text: `systemd refuses a service without a command: one of a type other than oneshot
needs ExecStart=, and a oneshot without it needs RemainAfterExit=yes and
ExecStop=, or SuccessAction=. A drop-in that empties ExecStart= and does not set
it again, or a unit that lost its [Service] section to a typing error, ends here.`,
		Bad:      "[Unit]\nDescription=Example\n\n[Service]\nType=simple\n",
		Good:     "[Unit]\nDescription=Example\n\n[Service]\nType=simple\nExecStart=/usr/bin/example\n",
		Fix:      "Set ExecStart=.",
		Versions: "SuccessAction= alone is enough since 240.",
	},
	Check: ofService(checkServiceWithoutCommand),
})

func checkServiceWithoutCommand(p *lint.Pass, s *service) {
	if len(s.start) > 0 {
		return
	}
	action := !setsNothing(s.Unit, "SuccessAction") && from(s.Unit, 240)
	at, directive := s.Unit.Header("Service"), "ExecStart"
	if all := s.All("Service", "ExecStart"); len(all) > 0 {
		at = all[0].Range() // the line that emptied it
	} else if lost := s.Overruled("Service", "ExecStart"); len(lost) > 0 {
		at = lost[len(lost)-1].Range() // the line that systemd drops
	}
	switch {
	case len(s.stop) == 0 && !action:
		refuseAt(p, at, directive, "The service has no command: ExecStart= is missing.", "Set ExecStart=.")
	case s.kind != "oneshot":
		refuseAt(p, at, directive, fmt.Sprintf("A service of Type=%s needs ExecStart=.", s.kind), "Set ExecStart=, or Type=oneshot with RemainAfterExit=yes.")
	case !s.Unit.Truth("Service", "RemainAfterExit", false) && !action:
		refuseAt(p, at, directive, "Without ExecStart= the service needs RemainAfterExit=yes.", "Set RemainAfterExit=yes, or ExecStart=.")
	}
}

// SeveralStartCommands flags services with more than one ExecStart= of a type
// that takes one.
var SeveralStartCommands = rule(lint.Rule{
	ID:      "several-start-commands",
	Summary: "More than one ExecStart= for a type that takes one",
	Fixes:   finding.UnsafeFixes("It chooses the command of the last file over those before it."),
	Doc: lint.Doc{
		Text: `Only a service of Type=oneshot may have several commands in ExecStart=. Others
are refused. It happens when a drop-in sets ExecStart= without emptying it
first: the drop-in's command is added to the unit's own.`,
		Bad:  "[Service]\nExecStart=/usr/bin/example\nExecStart=/usr/bin/other\n",
		Good: "[Service]\nExecStart=/usr/bin/example\nExecStart=\nExecStart=/usr/bin/other\n",
		Fix:  "Write an empty ExecStart= before the one that shall count.",
	},
	Check: ofService(checkSeveralStartCommands),
})

func checkSeveralStartCommands(p *lint.Pass, s *service) {
	if len(s.start) < 2 || s.kind == "oneshot" {
		return
	}
	second := s.start[1]
	f := finding.Finding{
		Directive: "ExecStart",
		Range:     second.Range(),
		Message:   fmt.Sprintf("A service of Type=%s takes one ExecStart= only.", s.kind),
		Symptom:   refusedSymptom,
		Related:   wording.Because(s.kindLine, "the type is set here"),
	}
	if first := s.start[0]; first != second {
		f.Related = append(wording.Because(first, "the first command"), f.Related...)
		f.Fix = &finding.Fix{
			Title: "Empty ExecStart= first",
			Edits: []finding.Edit{{Range: second.File.Source.Range(second.KeyRange.Start, second.KeyRange.Start), NewText: "ExecStart=\n"}},
		}
	}
	p.Report(f)
}
