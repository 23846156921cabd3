package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/comment"
	"github.com/unitlint/unitlint/rules/wording"
)

// ExceptionUndone flags drop-ins that take back what the unit itself allows.
//
// A unit that says no to a protection, or gives what nobody has by default, does
// so for a reason; its text does not say which. Where the reason is known, the
// rule of that need reports a warning.
var ExceptionUndone = rule(lint.Rule{
	ID: "exception-undone", Summary: "A drop-in takes back what the unit itself permits on purpose",
	Severity: finding.Note, Confidence: finding.Possible,
	Doc: lint.Doc{
		Text: `Some settings permit what services do not have by default: a keyring that is shared, processes that outlive the
service, control groups of its own, files that the group may read, or a protection that is written out as 'no'. Who
wrote the unit knew that the program needs it. A drop-in that takes it back deserves a second look.

A comment above the line is taken for the reason, and nothing is reported.`,
		Symptom: "The service lacks what its unit was written to give it.",
		Bad: "-- usr/lib/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/example\nKillMode=process\n" +
			"-- etc/systemd/system/example.service.d/override.conf --\n[Service]\nKillMode=control-group\n",
		Good: "-- usr/lib/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/example\n" +
			"-- etc/systemd/system/example.service.d/override.conf --\n[Service]\nKillMode=mixed\n",
		Fix:        "None is mechanical: leave the line out, or say in a comment why the service can live without it.",
		References: []string{"systemd.exec(5)", "systemd.kill(5)", "systemd.resource-control(5)"},
	},
	Check: checkExceptions,
})

// permissions are settings that permit something beyond the default, each with
// what a drop-in takes away by another value.
var permissions = []struct {
	directive string
	undone    func(given, taken string) bool
	lost      string
}{
	{"KillMode", replaces([]string{"process", "none"}, []string{"control-group", "mixed"}), "processes that it has started end with it"},
	{"KeyringMode", replaces([]string{"shared", "inherit"}, []string{"private"}), "it shares no keys with other services of its user"},
	{"Delegate", refusedAfterAll, "it may not manage control groups of its own"},
	{"UMask", masksMore, "new files are closed to whom the unit opens them"},
	{"LimitMEMLOCK", lowers, "it may lock less memory"},
	{"LimitNOFILE", lowers, "it may open fewer files"},
	{"LimitNPROC", lowers, "it may start fewer processes"},
	{"TasksMax", lowers, "it may start fewer processes"},
	{"MemoryMax", lowers, "it may use less memory"},
	{"LockPersonality", protectsAfterAll, "it may not change its execution domain"},
	{"MemoryDenyWriteExecute", protectsAfterAll, "it may not make machine code while it runs"},
	{"NoNewPrivileges", protectsAfterAll, "programs that it runs gain no privileges"},
	{"PrivateDevices", protectsAfterAll, "it sees no devices"},
	{"PrivateIPC", protectsAfterAll, "it shares no IPC objects with others"},
	{"PrivateMounts", protectsAfterAll, "its mounts stay its own"},
	{"PrivateNetwork", protectsAfterAll, "it has no network"},
	{"PrivateTmp", protectsAfterAll, "it shares no files in /tmp with others"},
	{"PrivateUsers", protectsAfterAll, "it knows no users but its own"},
	{"ProtectClock", protectsAfterAll, "it may not set the clock"},
	{"ProtectControlGroups", protectsAfterAll, "it may not write to control groups"},
	{"ProtectHome", protectsAfterAll, "it sees no home directories"},
	{"ProtectHostname", protectsAfterAll, "it may not set the host's name"},
	{"ProtectKernelLogs", protectsAfterAll, "it may not read the kernel's log"},
	{"ProtectKernelModules", protectsAfterAll, "it may not load modules"},
	{"ProtectKernelTunables", protectsAfterAll, "it may not write to /proc/sys and /sys"},
	{"RemoveIPC", protectsAfterAll, "IPC objects of its user end with it"},
	{"RestrictNamespaces", protectsAfterAll, "it may not make namespaces"},
	{"RestrictRealtime", protectsAfterAll, "it may not use real-time scheduling"},
	{"RestrictSUIDSGID", protectsAfterAll, "it may not make set-ID files"},
}

// replaces tells that a value of one list was replaced by one of another.
func replaces(given, taken []string) func(string, string) bool {
	return func(before, after string) bool {
		return slices.Contains(given, before) && slices.Contains(taken, after)
	}
}

// protectsAfterAll tells that a protection which was written out as "no" is on.
func protectsAfterAll(given, taken string) bool {
	off, isBoolean := value.Boolean(given)
	on, known := value.Boolean(taken)
	return isBoolean && !off && (known && on || !known && taken != "")
}

// refusedAfterAll tells that what was given is refused.
func refusedAfterAll(given, taken string) bool {
	on, isBoolean := value.Boolean(given)
	off, known := value.Boolean(taken)
	return given != "" && (!isBoolean || on) && known && !off
}

// masksMore tells that a mask takes bits that the other leaves.
func masksMore(given, taken string) bool {
	before, ok := value.Mode(given)
	after, known := value.Mode(taken)
	return ok && known && after&^before != 0
}

// lowers tells that a limit is lower than the other.
func lowers(given, taken string) bool {
	after, known := amountOf(taken)
	if given == "infinity" {
		return known
	}
	before, ok := amountOf(given)
	return ok && known && after < before
}

func amountOf(text string) (amount uint64, ok bool) {
	if _, hard, both := strings.Cut(text, ":"); both {
		text = hard
	}
	return value.Size(text, value.Base1024)
}

func checkExceptions(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if len(p.Unit.DropIns) == 0 || !runnable(p) {
		return
	}
	for _, permission := range permissions {
		taken := p.Unit.Last(section, permission.directive)
		if taken == nil || !taken.DropIn || !locate.OfAdministrator(taken.File.Source.Path) || comment.Explains(taken) || broken(p, taken) {
			continue
		}
		given := inUnitItself(p, section, permission.directive)
		if given == nil || !permission.undone(given.Value, taken.Value) {
			continue
		}
		p.Report(finding.Finding{
			Directive: taken.Key, Range: taken.Range(),
			Message: fmt.Sprintf("%s takes back what the unit itself says with %s: %s.", wording.Setting(taken), wording.Setting(given), permission.lost),
			Symptom: "The service lacks what its unit was written to give it.",
			Related: []finding.Related{{Range: given.Range(), Message: "what the unit says"}},
			Advice:  "Leave the line out, or say in a comment above it why the service can live without.",
		})
	}
}

// inUnitItself returns the assignment of the unit's own file that a drop-in
// replaces, or nil.
func inUnitItself(p *lint.Pass, section, directive string) *unit.Assignment {
	var given *unit.Assignment
	for _, o := range p.Unit.Overruled(section, directive) {
		if o.By != nil && !o.DropIn && o.Value != "" {
			given = o.Assignment
		}
	}
	return given
}

// broken tells that the line is known to break the service, which says more.
func broken(p *lint.Pass, a *unit.Assignment) bool {
	for _, u := range p.Refusals() {
		if u.Verdict.Cause() != nil && u.Verdict.Cause() == a {
			return true
		}
	}
	return false
}
