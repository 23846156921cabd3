// Package consistency finds settings that systemd refuses or changes because
// they do not go together.
package consistency

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Rules returns the rules of the category: all find what systemd itself says of
// a unit as a whole when it has read it.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		ServiceWithoutCommand,
		SeveralStartCommands,
		OneshotRestart,
		OneshotSettings,
		DBusWithoutName,
		BusNameUnused,
		NotifyAccessNone,
		PIDFileUnused,
		PAMKillMode,
		SettingForOtherType,
		TypeContradictsCommand,
		InitScript,
		SettingWithoutPartner,
		CredentialsRace,
		SandboxConflict,
		RefreshWithoutNeed,
		UnitWithoutTrigger,
		SocketAccept,
		SocketSymlinks,
		PathNotUnitName,
		MountRefused,
		SliceName,
		ScopeFile,
		IsolateSeveral,
		JobTimeouts,
		PIDFileElsewhere,
	}
}

// The symptoms of units that systemd refuses or mends on loading.
const (
	refusedSymptom = `The unit is refused: "systemctl status" shows "Loaded: bad-setting", and it cannot be started.`
	ignoredSymptom = "The journal says so when the unit is loaded; the unit starts without the setting."
)

// Refuses tells whether a finding says that systemd refuses the unit, whose load
// state is bad-setting then.
func Refuses(f finding.Finding) bool { return f.Symptom == refusedSymptom }

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{
		Category: finding.Consistency, Severity: finding.Error,
		Doc: lint.Doc{Symptom: refusedSymptom, References: []string{"systemd.service(5)"}},
	})
}

// ofService is the check of a rule about services that are judged as a whole.
func ofService(check func(*lint.Pass, *service)) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if s, _ := p.Keep(theService{}, func() any { return serviceOf(p.Unit) }).(*service); s != nil {
			check(p, s)
		}
	}
}

// theService is under what a pass keeps what serviceOf returns.
type theService struct{}

// refuse reports what keeps the unit from loading, at an assignment.
func refuse(p *lint.Pass, a *unit.Assignment, message string, related ...finding.Related) {
	p.Report(finding.Finding{
		Directive: a.Key, Range: a.Range(), Message: message, Symptom: refusedSymptom, Related: related,
	})
}

// refuseAt is refuse where something is missing, so that no assignment can be
// blamed.
func refuseAt(p *lint.Pass, at source.Range, directive, message, advice string) {
	p.Report(finding.Finding{Directive: directive, Range: at, Message: message, Symptom: refusedSymptom, Advice: advice})
}
