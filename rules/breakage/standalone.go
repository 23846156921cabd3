package breakage

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
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
		ConfigurationDirectoryClosed,
		UserManagerNamespace,
		UserManagerScheduling,
		ProcessLimitShared,
		CallFilteredOnOlder,
		DeviceGroupRenamed,
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
exist and has no '-' before it, or a step that the manager may not do, ends the start with a status of its own. So does a user or a group that
a whole system does not have; the group of nobody is 'nogroup' on Debian and Ubuntu, and 'nobody' on Fedora, RHEL and Arch Linux,
which calls dialout 'uucp'.`,
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
			Advice:  setupAdvice(v.Error, v.Cause().Key),
		})
		return
	}
	checkForeignGroups(p)
	checkAbsent(p)
	checkRemovable(p)
	checkMaskedMounts(p)
	checkPressureFile(p)
	checkEmptyRun(p)
	checkControlGroupPaths(p)
	checkMadeLate(p)
	checkEnvironmentMadeLate(p)
}

// setupAdvice is what mends a failure with the status.
func setupAdvice(status, cause string) string {
	switch {
	case strings.HasPrefix(status, "217") && cause == "User":
		return "Create the user, as sysusers.d does, or name one that this system has."
	case strings.HasPrefix(status, "217"):
		return "Create the user along with its group, or choose a name for the dynamic user with User= that nothing else has."
	case strings.HasPrefix(status, "216"):
		return "Create the group, or name the one that this distribution has."
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
