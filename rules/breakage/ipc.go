package breakage

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// IPCRemovedElsewhere flags services whose stop removes the IPC objects of others.
var IPCRemovedElsewhere = rule(lint.Rule{
	ID: "ipc-removed-elsewhere", Summary: "When the service stops, the shared memory of another one is removed",
	Severity: finding.Warning, Confidence: finding.Likely,
	Fixes: finding.UnsafeFixes("It keeps IPC objects of the user when the service has stopped."),
	Doc: lint.Doc{
		Text: `RemoveIPC= removes all IPC objects of the unit's user when its last unit stops. systemd counts the units that name
the user in User=: a server that is started as root and becomes that user by itself is none of them. Debian starts
PostgreSQL so; a job with User=postgres and RemoveIPC=yes takes away the server's shared memory and semaphores.`,
		Symptom: "The other server crashes or refuses connections when the job is done: 'could not open shared memory segment', 'semop failed'.",
		Bad: "-- usr/lib/systemd/system/postgresql@main.service --\n[Service]\nType=forking\nExecStart=/usr/bin/pg_ctlcluster 15-main start\n" +
			"-- usr/lib/systemd/system/example.service --\n[Service]\nType=oneshot\nUser=postgres\nExecStart=/usr/bin/example\nRemoveIPC=yes\n",
		Good: "-- usr/lib/systemd/system/postgresql@main.service --\n[Service]\nType=forking\nExecStart=/usr/bin/pg_ctlcluster 15-main start\n" +
			"-- usr/lib/systemd/system/example.service --\n[Service]\nType=oneshot\nUser=postgres\nExecStart=/usr/bin/example\n",
		Fix:        "Sets 'RemoveIPC=no'.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkRemovedIPC,
})

func checkRemovedIPC(p *lint.Pass) {
	if !runnable(p) || p.Unit.Scope == locate.User {
		return
	}
	v, id := p.Sandbox().Main().KeepIPC(), p.Sandbox().Main().Identity()
	if !v.Denies() || v.Mechanism != sandbox.ByIPCRemoval || v.Cause() == nil || id.Dynamic || id.User == "" || id.Cause() == nil {
		return
	}
	owner, profile := keeperOfIPC(p, id.User)
	if owner == nil {
		return
	}
	by := v.Cause()
	p.Report(finding.Finding{
		Directive: by.Key, Range: by.Range(),
		Message: fmt.Sprintf("%s removes all IPC objects of the user %s when the service stops, those of %s too, which %s "+
			"starts.", wording.Setting(by), id.User, profile.Title, owner.Name),
		Symptom: "The other server loses its shared memory while it runs (EIDRM).",
		Related: []finding.Related{{Range: id.Cause().Range(), Message: "the user of both"}},
		Fix: &finding.Fix{Title: "Set 'RemoveIPC=no'", Safe: false, Edits: []finding.Edit{
			{Range: by.ValueRange(), NewText: "no"},
		}},
		Advice: "Leave the IPC objects of a shared user alone, or give the job a user of its own.",
	})
}

// keeperOfIPC returns another unit of the run whose program keeps IPC objects of
// a user whom the unit does not name.
func keeperOfIPC(p *lint.Pass, user string) (*unit.Unit, *profile.Profile) {
	for _, keeper := range p.KeepersOfIPC(user) {
		if keeper.Unit != p.Unit {
			return keeper.Unit, keeper.Profile
		}
	}
	return nil, nil
}
