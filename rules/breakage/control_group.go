package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// controlGroups is where the kernel shows control groups (cgroups(7)).
const controlGroups = "/sys/fs/cgroup/"

// controllerDirectories are what lies in [controlGroups] where control groups are
// mounted the old way: a hierarchy for each controller, or for several at once,
// and systemd's own (cgroups(7), "Cgroups version 1"; systemd mounts cpu with
// cpuacct, and net_cls with net_prio).
var controllerDirectories = []string{
	"blkio", "cpu", "cpu,cpuacct", "cpuacct", "cpuset", "devices", "freezer", "hugetlb", "memory", "misc", "net_cls", "net_cls,net_prio", "net_prio",
	"perf_event", "pids", "rdma", "systemd",
}

// checkControlGroupPaths reports paths below /sys/fs/cgroup that are there in the
// other way of mounting control groups only.
func checkControlGroupPaths(p *lint.Pass) {
	if p.Target.ControlGroups == "" {
		return
	}
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for _, one := range a.Verdict.Paths() {
				reportControlGroupPath(p, a, one)
			}
		}
	}
}

func reportControlGroupPath(p *lint.Pass, a *unit.Assignment, one value.Path) {
	below, found := strings.CutPrefix(one.Path, controlGroups)
	first, _, _ := strings.Cut(below, "/")
	if !found || !one.Known || one.IgnoreMissing {
		return
	}
	missing, holds := groupOfUnit(first), "a directory for each controller there, and the units' groups below these"
	if p.Target.ControlGroups == target.UnifiedHierarchy {
		missing, holds = slices.Contains(controllerDirectories, first), "the units' groups there, and no directories of controllers"
	}
	if !missing || !p.Sandbox().Main().Requires(one.Path) {
		return
	}
	place := a.Span(one.Start, one.End)
	p.Report(finding.Finding{
		Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: place,
		Message: fmt.Sprintf("%s%s does not exist on %s: its %s hierarchy of control groups has %s.",
			controlGroups, first, p.Target.Name, p.Target.ControlGroups, holds),
		Symptom: "The service fails to start (226/NAMESPACE).",
		Fix: &finding.Fix{Title: "Put '-' before the path", Edits: []finding.Edit{
			{Range: source.Range{File: place.File, Start: place.Start, End: place.Start}, NewText: "-"},
		}},
		Advice: "Put '-' before it, or protect all of them with 'ProtectControlGroups=yes'. It does not hold where the kernel's command line chooses the " +
			"other hierarchy (systemd.unified_cgroup_hierarchy=).",
	})
}

// groupOfUnit tells whether a name is that of a unit's control group at the root
// of the unified hierarchy, or one of the files that it has there.
func groupOfUnit(name string) bool {
	return strings.HasSuffix(name, ".slice") || name == "init.scope" || strings.HasPrefix(name, "cgroup.")
}
