package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// TemplateDependency flags dependencies on templates without an instance.
var TemplateDependency = rule(lint.Rule{
	ID:       "template-dependency",
	Summary:  "Dependency on a template without an instance",
	Severity: finding.Warning,
	Fixes:    finding.SafeFixes("It writes the instance that systemd takes."),
	Doc: lint.Doc{
		Text: `A template such as other@.service is no unit that can be started. systemd fills in
an instance on its own: that of the unit, or for a unit without one the unit's
own name. example.service with Wants=other@.service starts
other@example.service, which is seldom meant.`,
		Symptom:    "A unit with a surprising instance is started, or fails; the journal says nothing.",
		Bad:        "[Unit]\nWants=other@.service\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nWants=other@main.service\n\n[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Write the instance.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkTemplateDependency,
})

// pulling are the dependencies that start other units; ordering alone does not
// matter where nothing is started.
var pulling = []string{"Wants", "Requires", "Requisite", "BindsTo", "Upholds", "OnFailure", "OnSuccess"}

func checkTemplateDependency(p *lint.Pass) {
	for _, list := range pulling {
		for _, a := range p.Unit.All("Unit", list) {
			for _, word := range p.Unit.UnitNames(a) {
				if value.UnitName(word.Text) != value.TemplateName || strings.ContainsRune(a.Value[word.Start:word.End], '%') {
					continue
				}
				p.Report(templateFinding(p.Unit, a, word))
			}
		}
	}
}

func templateFinding(u *unit.Unit, a *unit.Assignment, word value.Word) finding.Finding {
	f := finding.Finding{
		Directive: a.Key, Range: a.Span(word.Start, word.End),
		Advice: "Write the instance, for example " + strings.Replace(word.Text, "@.", "@NAME.", 1) + ".",
	}
	if form := value.UnitName(u.ID); form == value.TemplateName || form == value.InstanceName {
		f.Severity = finding.Note
		f.Message = fmt.Sprintf("'%s=' names the template '%s': systemd takes the instance of this unit.", a.Key, word.Text)
		f.Fix = &finding.Fix{
			Title: "Write '@%i'",
			Edits: []finding.Edit{{Range: f.Range, NewText: strings.Replace(a.Value[word.Start:word.End], "@.", "@%i.", 1)}},
		}
		return f
	}
	if list := a.Directive.List; list == "OnFailure" || list == "OnSuccess" {
		f.Severity = finding.Note // the unit's own name as the instance may be meant
	}
	stem := strings.TrimSuffix(u.ID, "."+string(u.Type))
	f.Message = fmt.Sprintf("'%s=' names the template '%s' without an instance: systemd takes '%s'.",
		a.Key, word.Text, strings.Replace(word.Text, "@.", "@"+stem+".", 1))
	return f
}

// TemplateWithoutDefaultInstance notes templates that cannot be enabled as they
// are.
var TemplateWithoutDefaultInstance = rule(lint.Rule{
	ID:       "template-without-default-instance",
	Summary:  "Template with [Install] that can only be enabled by instance",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `"systemctl enable" on a template without DefaultInstance= makes no unit start:
only instances can be enabled. That is right where each administrator chooses
instances, and a slip where one instance is always meant.`,
		Symptom:    `"systemctl enable example@.service" does not start anything at boot.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example %i\n\n[Install]\nWantedBy=multi-user.target\n",
		Good:       "[Service]\nExecStart=/usr/bin/example %i\n\n[Install]\nWantedBy=multi-user.target\nDefaultInstance=main\n",
		Unit:       "example@.service",
		Fix:        "Set DefaultInstance=, or tell administrators to enable instances.",
		References: []string{"systemd.unit(5)", "systemctl(1)"},
	},
	Check: func(p *lint.Pass) {
		u := p.Unit
		if value.UnitName(u.Name) != value.TemplateName || !u.JudgedAsWhole() || u.Value("Install", "DefaultInstance") != "" {
			return
		}
		for _, list := range []string{"WantedBy", "RequiredBy", "UpheldBy"} {
			all := u.All("Install", list)
			if i := slices.IndexFunc(all, func(a *unit.Assignment) bool { return a.Value != "" }); i >= 0 {
				p.Report(finding.Finding{
					Directive: list, Range: all[i].Range(),
					Message: fmt.Sprintf("'%s=' takes effect for instances only: the template has no DefaultInstance=.", list),
					Advice:  "Set DefaultInstance=, or enable instances by name.",
				})
				return
			}
		}
	},
})
