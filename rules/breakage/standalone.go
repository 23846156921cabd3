package breakage

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// standaloneBreakageRules are those that compare settings of the unit with each
// other, or with another unit, rather than a need with a grant.
func standaloneBreakageRules() []*lint.Rule {
	return []*lint.Rule{
		SandboxSetupFails,
		AmbientOutsideBoundingSet,
		BoundingSetGrantsNothing,
		DeviceNodeMissing,
		UserManagerNamespace,
		UserManagerScheduling,
		ProcessLimitShared,
		DynamicUserElsewhere,
		SharedTmpBetweenUnits,
		UpgradeDrift,
		ExceptionUndone,
		IPCRemovedElsewhere,
		FileCannotBeReplaced,
	}
}

// runnable tells whether a unit is loaded with all of its files and runs
// something.
func runnable(p *lint.Pass) bool {
	return p.Unit.State == locate.Loaded && !p.Unit.FragmentUnknown && p.Unit.ExecSection() != "" && p.Sandbox().Main().Command != nil
}

// SandboxSetupFails flags sandboxes that systemd cannot set up.
var SandboxSetupFails = rule(lint.Rule{
	ID: "sandbox-setup-fails", Summary: "The sandbox cannot be set up, so the service does not start",
	Severity: finding.Error,
	Fixes:    finding.SafeFixes("Where the path exists nothing changes; where it does not, the service did not start."),
	Doc: lint.Doc{
		Text: `Before it runs the program, systemd sets up mounts, capabilities and standard streams. A path that does not
exist and has no '-' before it, or a step that the manager may not do, ends the start with a status of its own.`,
		Symptom:    "status=226/NAMESPACE, 218/CAPABILITIES or the like; the program never runs.",
		Bad:        "[Service]\nExecStart=/usr/sbin/example\nTemporaryFileSystem=/var\nReadWritePaths=/var/lib/example\n",
		Good:       "[Service]\nExecStart=/usr/sbin/example\nTemporaryFileSystem=/var\nReadWritePaths=-/var/lib/example\n",
		Fix:        "Puts '-' before the path, so that the service starts without it.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkSandboxSetup,
})

func checkSandboxSetup(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	for _, process := range p.Sandbox().Lines() {
		if process.Command.IgnoreFailure && process.Phase != unit.Start || process.Phase == unit.Reload {
			continue
		}
		v := process.Start()
		if v.Answer != sandbox.No || v.Cause() == nil || !setupStatus(v.Error) {
			continue
		}
		p.Report(finding.Finding{
			Directive: v.Cause().Key, Range: v.Cause().Range(),
			Message: fmt.Sprintf("The service cannot start with %s: %s", wording.Setting(v.Cause()), v.Reason),
			Symptom: "The service fails to start (" + v.Error + ").",
			Related: decidedWith(v.Because[1:]),
			Advice:  setupAdvice(v.Error),
		})
		return
	}
	checkAbsent(p)
	checkControlGroupPaths(p)
	checkMadeLate(p)
	checkEnvironmentMadeLate(p)
}

// setupAdvice is what mends a failure with the status.
func setupAdvice(status string) string {
	switch {
	case strings.HasPrefix(status, "217"):
		return "Create the user along with its group, or choose a name for the dynamic user with User= that nothing else has."
	case strings.HasPrefix(status, "218"):
		return "Leave the capabilities out of a user unit, or make it a unit of the system manager with User=."
	case strings.HasPrefix(status, "226"):
		return "Put '-' before a path that may be missing, or let systemd create it with RuntimeDirectory=, StateDirectory=, CacheDirectory= or LogsDirectory=."
	case strings.HasSuffix(status, "_DIRECTORY"):
		return "Name the outer directory alone: what is in it belongs to the service anyway."
	}
	return ""
}

// setupStatus tells the statuses of setting up from those of the program: those
// have rules of their own.
func setupStatus(status string) bool {
	return strings.HasPrefix(status, "2") && !strings.HasPrefix(status, "203") && !strings.HasPrefix(status, "200")
}

func decidedWith(assignments []*unit.Assignment) []finding.Related {
	var related []finding.Related
	for _, a := range assignments {
		related = append(related, finding.Related{Range: a.Range(), Message: "decides together with it"})
	}
	return related
}

// mountedPaths are the lists whose paths have to exist unless "-" stands before
// them.
var mountedPaths = []string{"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths"}

// checkAbsent reports paths in /run that look as if the program made them and
// are known to be made by nobody.
func checkAbsent(p *lint.Pass) {
	absent := map[string]*profile.Profile{}
	for _, profile := range p.Needs().Profiles {
		for _, path := range profile.Absent {
			absent[path] = profile
		}
	}
	if len(absent) == 0 {
		return
	}
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for at, word := range fieldsOf(a.Value) {
				profile := absent[strings.TrimRight(word, "/")]
				if profile == nil || p.Host.Lookup(word).Presence == host.Exists || createdRunDirectory(p.Unit, word) {
					continue
				}
				place := a.Span(at, at+len(word))
				p.Report(finding.Finding{
					Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: place,
					Message: fmt.Sprintf("Neither %s nor its packages make %s, which '%s=' names without '-'.", profile.Title, word, a.Key),
					Symptom: "The service fails to start (226/NAMESPACE).",
					Related: []finding.Related{{Range: p.Sandbox().Main().Assignment.Range(), Message: "known from: " + profile.Source}},
					Fix: &finding.Fix{Title: "Put '-' before the path", Edits: []finding.Edit{
						{Range: source.Range{File: place.File, Start: place.Start, End: place.Start}, NewText: "-"},
					}},
					Advice: "Put '-' before it, or let systemd create it with RuntimeDirectory=. It does not hold where something else on the host makes the directory.",
				})
			}
		}
	}
}

// fieldsOf iterates over the blank-separated words of a value with their places.
func fieldsOf(value string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(value); {
			if strings.IndexByte(" \t", value[at]) >= 0 {
				at++
				continue
			}
			end := at
			for end < len(value) && strings.IndexByte(" \t", value[end]) < 0 {
				end++
			}
			if !yield(at, value[at:end]) {
				return
			}
			at = end
		}
	}
}

func createdRunDirectory(u *unit.Unit, path string) bool {
	for _, a := range u.All(u.ExecSection(), "RuntimeDirectory") {
		for _, name := range strings.Fields(a.Value) {
			if path == "/run/"+name || strings.HasPrefix("/run/"+name, path+"/") {
				return true
			}
		}
	}
	return false
}
