package breakage

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
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
			for at, word := range fieldsOf(a.Value) {
				reportControlGroupPath(p, a, at, word)
			}
		}
	}
}

func reportControlGroupPath(p *lint.Pass, a *unit.Assignment, at int, word string) {
	below, found := strings.CutPrefix(strings.TrimPrefix(word, "+"), controlGroups)
	first, _, _ := strings.Cut(below, "/")
	if !found || first == "" {
		return
	}
	missing, holds := groupOfUnit(first), "a directory for each controller there, and the units' groups below these"
	if p.Target.ControlGroups == target.UnifiedHierarchy {
		missing, holds = slices.Contains(controllerDirectories, first), "the units' groups there, and no directories of controllers"
	}
	if !missing || !p.Sandbox().Main().Requires(path.Join(controlGroups, below)) {
		return
	}
	place := a.Span(at, at+len(word))
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
