package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/percent"
	"github.com/unitlint/unitlint/rules/wording"
)

// ManagerSpecifier flags specifiers of the manager's user in services that run as
// another.
var ManagerSpecifier = rule(lint.Rule{
	ID:       "manager-user-specifier",
	Summary:  "Specifier for a user that is root, in a service of another user",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `%h, %u, %U, %g and %G stand for the user that runs the service manager, not for the one in User=. In the system manager they are always
/root, root and 0, also where User= is an instance's name, and nothing is logged.`,
		Symptom: "The service cannot enter its working directory (200/CHDIR), or looks for its files in /root.",
		Bad:     "[Service]\nUser=example\nExecStart=/usr/bin/example --user-name %u\n",
		Good:    "[Service]\nUser=example\nExecStart=/usr/bin/example --user-name example\n",
		Fix: "Write the path or the name out. WorkingDirectory=~ is the home directory of User=, and %S, %C, %L and %t are the directories for state, " +
			"cache, logs and run-time data.",
		References: []string{"systemd.unit(5)", "systemd.exec(5)"},
	},
	Check: checkManagerSpecifier,
})

func checkManagerSpecifier(p *lint.Pass) {
	user := otherUser(p.Unit)
	if p.Unit.Scope != locate.System || user == nil {
		return
	}
	section := p.Unit.ExecSection()
	for a := range effective(p.Unit) {
		if a.Section.Name != section && !looksForPath(a) || a == user || a.Directive.SpecifiersAt(p.Unit.Release) == catalog.SpecifiersNone {
			continue
		}
		at := percent.OfManager(a.Value)
		if at < 0 || privilegedAt(a, at) {
			continue
		}
		specifier := a.Value[at : at+len("%h")]
		severity, symptom := finding.Warning, "The service looks in the wrong place, or is told the wrong user."
		if a.Key == "WorkingDirectory" && !strings.HasPrefix(a.Value, "-") && closedTo(p, a) {
			severity, symptom = finding.Error, "The service fails to start (200/CHDIR)."
		}
		p.Report(finding.Finding{
			Severity:  severity,
			Directive: a.Key,
			Range:     a.Span(at, at+len(specifier)),
			Message: fmt.Sprintf("'%s' in '%s=' is '%s': it stands for the manager's user, not for that "+
				"of '%s='.", specifier, a.Key, percent.InManager[specifier[1]], user.Key),
			Symptom: symptom,
			Related: wording.Because(user, "the service runs as another user"),
			Advice:  "Write out what is meant; 'WorkingDirectory=~' is the home directory of the service's user.",
		})
	}
}

// closedTo tells whether the unit's user may not enter the place that an assignment names.
func closedTo(p *lint.Pass, a *unit.Assignment) bool {
	return slices.ContainsFunc(p.Refusals(), func(r match.Refusal) bool {
		return r.Need.Evidence.Assignment == a && r.Verdict.Mechanism == sandbox.ByIdentity
	})
}

// looksForPath tells the settings of [Unit] that look for a path, or wait for its
// mount.
func looksForPath(a *unit.Assignment) bool {
	return a.Section.Name == "Unit" && (a.Directive.Kind == catalog.KindConditionPath || strings.HasSuffix(a.Key, "MountsFor")) &&
		strings.Contains(a.Value, "%h")
}

// otherUser is the setting that makes a service run as a user other than root, or nil.
func otherUser(u *unit.Unit) *unit.Assignment {
	section := u.ExecSection()
	if a := u.Last(section, "User"); a != nil && a.Value != "" && a.Value != "root" && a.Value != "0" && len(a.Placeholders) == 0 &&
		percent.OfManager(a.Value) < 0 {
		return a
	}
	if u.Truth(section, "DynamicUser", false) {
		return u.Last(section, "DynamicUser")
	}
	return nil
}

// privilegedAt tells whether a place lies in a command that runs as the manager's
// user all the same.
func privilegedAt(a *unit.Assignment, at int) bool {
	for _, command := range a.Verdict.Commands() {
		if command.Start <= at && at < command.End && (command.FullPrivileges || command.NoSetUID) {
			return true
		}
	}
	return false
}
