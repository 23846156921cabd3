package consistency

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// DBusWithoutName flags services of Type=dbus without BusName=.
var DBusWithoutName = rule(lint.Rule{
	ID:      "dbus-without-name",
	Summary: "Type=dbus without BusName=",
	Doc: lint.Doc{
		Text: `A service of Type=dbus is started when it has taken its name on the bus; without
the name systemd cannot know, and refuses the unit.`,
		Bad:  "[Service]\nType=dbus\nExecStart=/usr/bin/example\n",
		Good: "[Service]\nType=dbus\nBusName=org.example.Example\nExecStart=/usr/bin/example\n",
		Fix:  "Set BusName= to the name that the service takes.",
	},
	Check: ofService(func(p *lint.Pass, s *service) {
		if s.kind != "dbus" || s.kindLine == nil || s.Value("Service", "BusName") != "" {
			return
		}
		refuse(p, s.kindLine, "A service of 'Type=dbus' needs BusName=.", overruledLinks(s.Unit, "Service", "BusName")...)
	}),
})

// overruledLinks points at assignments of a setting that were dropped.
func overruledLinks(u *unit.Unit, section, list string) []finding.Related {
	var related []finding.Related
	for _, lost := range u.Overruled(section, list) {
		if lost.By == nil {
			related = append(related, finding.Related{Range: lost.Range(), Message: "this value is ignored"})
		}
	}
	return related
}

// BusNameUnused flags BusName= of services of another type, where systemd
// remarks on it.
var BusNameUnused = rule(lint.Rule{
	ID:       "bus-name-unused",
	Summary:  "BusName= of a service of another type than dbus",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `Older releases of systemd look at BusName= for services of Type=dbus only, and
say so for others. Since 247 the name is accepted in silence.`,
		Symptom: "The journal says that the setting is ignored.",
		Bad:     "[Service]\nType=simple\nBusName=org.example.Example\nExecStart=/usr/bin/example\n",
		Good:    "[Service]\nType=dbus\nBusName=org.example.Example\nExecStart=/usr/bin/example\n",
		Target:  "systemd-245",
		Fix:     "Use Type=dbus.",
	},
	Check: ofService(func(p *lint.Pass, s *service) {
		name := s.Last("Service", "BusName")
		if name == nil || name.Value == "" || s.kind == "dbus" || from(s.Unit, 247) {
			return
		}
		p.Report(finding.Finding{
			Directive: "BusName", Range: name.Range(),
			Message: fmt.Sprintf("'BusName=' is ignored for a service of Type=%s.", s.kind),
			Symptom: ignoredSymptom, Related: wording.Because(s.kindLine, "the type is set here"),
			Advice: "Use Type=dbus, so that the service counts as started when it has its name.",
		})
	}),
})

// NotifyAccessNone flags services that notify and forbid it at once.
var NotifyAccessNone = rule(lint.Rule{
	ID:       "notify-access-none",
	Summary:  "Type=notify with NotifyAccess=none",
	Severity: finding.Note,
	Fixes:    finding.SafeFixes("It writes what systemd takes the value for."),
	Doc: lint.Doc{
		Text: `A service of Type=notify tells systemd that it is ready. NotifyAccess=none would
forbid just that; systemd changes it to main in silence, so the line says
something that is not so.`,
		Symptom: "None: the main process may notify all the same.",
		Bad:     "[Service]\nType=notify\nNotifyAccess=none\nExecStart=/usr/bin/example\n",
		Good:    "[Service]\nType=notify\nNotifyAccess=main\nExecStart=/usr/bin/example\n",
		Fix:     "Write NotifyAccess=main, or remove the line.",
	},
	Check: ofService(func(p *lint.Pass, s *service) {
		access := s.Last("Service", "NotifyAccess")
		if access == nil || access.Value != "none" || s.kind != "notify" && s.kind != "notify-reload" {
			return
		}
		p.Report(finding.Finding{
			Directive: "NotifyAccess", Range: access.Range(),
			Message: fmt.Sprintf("'NotifyAccess=none' contradicts Type=%s; systemd takes it for main.", s.kind),
			Related: wording.Because(s.kindLine, "the type is set here"),
			Fix: &finding.Fix{
				Title: "Use 'main'",
				Edits: []finding.Edit{{Range: access.ValueRange(), NewText: "main"}},
			},
		})
	}),
})

// PIDFileUnused flags PIDFile= of services that do not fork.
var PIDFileUnused = rule(lint.Rule{
	ID:       "pid-file-unused",
	Summary:  "PIDFile= of a service that does not fork",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `systemd reads PIDFile= to find the main process of a service of Type=forking.
Of other types it knows the main process already and does not read the file; it
only removes it when the service has stopped.`,
		Symptom: "None: the file is not read.",
		Bad:     "[Service]\nType=simple\nPIDFile=/run/example.pid\nExecStart=/usr/bin/example\n",
		Good:    "[Service]\nType=forking\nPIDFile=/run/example.pid\nExecStart=/usr/bin/example\n",
		Fix:     "Remove PIDFile=, or use Type=forking where the program puts itself into the background.",
	},
	Check: ofService(func(p *lint.Pass, s *service) {
		file := s.Last("Service", "PIDFile")
		if file == nil || file.Value == "" || s.kind == "forking" || s.kind == "notify" || s.kind == "notify-reload" {
			return
		}
		p.Report(finding.Finding{
			Directive: "PIDFile", Range: file.Range(),
			Message: fmt.Sprintf("'PIDFile=' is not read for a service of Type=%s.", s.kind),
			Related: wording.Because(s.kindLine, "the type is set here"),
			Advice:  "Remove it, unless the file shall be removed when the service stops.",
		})
	}),
})

// PAMKillMode flags PAMName= together with a KillMode= that would leave the
// session's helper process behind.
var PAMKillMode = rule(lint.Rule{
	ID:      "pam-kill-mode",
	Summary: "PAMName= with a KillMode= that leaves processes behind",
	Doc: lint.Doc{
		Text: `For a service with a PAM session systemd keeps a process that closes the session
in the end. It must be killed with the rest, so that systemd refuses units whose
KillMode= leaves processes alone.`,
		Bad:        "[Service]\nPAMName=login\nKillMode=process\nExecStart=/usr/bin/example\n",
		Good:       "[Service]\nPAMName=login\nKillMode=mixed\nExecStart=/usr/bin/example\n",
		Fix:        "Use KillMode=control-group or mixed.",
		References: []string{"systemd.kill(5)", "systemd.exec(5)"},
	},
	Check: checkPAMKillMode,
})

func checkPAMKillMode(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if section == "" || !p.Unit.JudgedAsWhole() {
		return
	}
	pam, mode := p.Unit.Last(section, "PAMName"), p.Unit.Last(section, "KillMode")
	if pam == nil || pam.Value == "" || mode == nil || mode.Value == "" || mode.Verdict.Undecided {
		return
	}
	mixed := p.Unit.Type == "service" || from(p.Unit, 257)
	if mode.Value == "control-group" || mode.Value == "mixed" && mixed {
		return
	}
	refuse(p, mode, fmt.Sprintf("'KillMode=%s' is not allowed together with PAMName=.", mode.Value), wording.Because(pam, "the session is asked for here")...)
}

// SettingForOtherType flags keys that systemd knows but ignores for units of
// this type.
var SettingForOtherType = rule(lint.Rule{
	ID:       "setting-for-other-type",
	Summary:  "Setting that units of this type cannot have",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `A few settings of control groups are known in every section that has control
groups, but only work for some types of units: Delegate= needs a service or a
scope, those of systemd-oomd a service, a slice or a scope, and Slice= everything
but a slice, whose name says where it lies. Elsewhere systemd ignores them and
says so.`,
		Symptom:    ignoredSymptom,
		Bad:        "[Socket]\nListenStream=/run/example.socket\nDelegate=yes\n",
		Good:       "[Socket]\nListenStream=/run/example.socket\n",
		Unit:       "example.socket",
		Fix:        "Move the setting to the unit that it is meant for.",
		References: []string{"systemd.resource-control(5)"},
	},
	Check: func(p *lint.Pass) {
		for _, a := range p.Unit.Assignments {
			if a.Reach != unit.Unread && p.Unit.Type == "slice" && a.Directive != nil && a.Directive.List == "Slice" && a.Value != "" {
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Range(),
					Message: "'Slice=' is ignored in a slice unit: a slice lies where its name says, 'a-b.slice' in 'a.slice'.",
					Symptom: ignoredSymptom,
				})
				continue
			}
			if a.Reach == unit.WithoutEffect && a.Directive.Assign == catalog.Ignored && a.Directive.Support(p.Unit.Release) == catalog.Honoured {
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Range(),
					Message: fmt.Sprintf("'%s=' is ignored in a %s unit.", a.Key, p.Unit.Type),
					Symptom: ignoredSymptom,
				})
			}
		}
	},
})
