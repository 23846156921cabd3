package version

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
)

// CapabilityNewerThanKernel flags capabilities that the target's kernel does
// not have.
var CapabilityNewerThanKernel = rule(lint.Rule{
	ID:       "capability-newer-than-kernel",
	Summary:  "Capability that the target's kernel does not have",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `CAP_PERFMON and CAP_BPF were split from CAP_SYS_ADMIN in Linux 5.8,
CAP_CHECKPOINT_RESTORE in 5.9. On older kernels they do not exist: nothing is
granted by naming them, and what they stand for still needs CAP_SYS_ADMIN.`,
		Symptom:    "The service gets \"Operation not permitted\" on the older system.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nUser=example\nAmbientCapabilities=CAP_BPF\nCapabilityBoundingSet=CAP_NET_ADMIN CAP_BPF\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nUser=example\nAmbientCapabilities=CAP_SYS_ADMIN\nCapabilityBoundingSet=CAP_SYS_ADMIN\n",
		Target:     "ubuntu-20.04",
		Fix:        "Name CAP_SYS_ADMIN as well for the older systems.",
		Versions:   "Judged by the default kernel of the target; Red Hat's kernels carry the capabilities earlier.",
		References: []string{"capabilities(7)", "systemd.exec(5)"},
	},
	Check: checkCapabilityNewerThanKernel,
})

func checkCapabilityNewerThanKernel(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if section == "" || p.Target.Kernel == "" || p.Target.Family == "rhel" {
		return
	}
	for _, list := range []string{"AmbientCapabilities", "CapabilityBoundingSet"} {
		for _, a := range p.Unit.All(section, list) {
			set := a.Verdict.Set()
			if set.Inverted {
				continue // nothing is lost: there is nothing to take away
			}
			for _, item := range set.Items {
				c, known := catalog.CapabilityNamed(item.Name)
				if !known || c.Kernel == "" || !olderKernel(p.Target.Kernel, c.Kernel) {
					continue
				}
				f := finding.Finding{
					Directive: a.Key, Range: a.Span(item.Start, item.End),
					Message: fmt.Sprintf("'%s' does not exist here: Linux %s is the first that has it.", c.Name, c.Kernel),
					Advice:  "Name CAP_SYS_ADMIN as well for older systems.",
				}
				if list == "CapabilityBoundingSet" {
					f.Severity = finding.Note
				}
				p.Report(f)
			}
		}
	}
}

// olderKernel compares two kernel versions such as "5.4" and "5.10".
func olderKernel(version, than string) bool {
	v, t := kernelNumbers(version), kernelNumbers(than)
	return v[0] < t[0] || v[0] == t[0] && v[1] < t[1]
}

func kernelNumbers(version string) (numbers [2]int) {
	for i, part := range strings.SplitN(version, ".", 3) {
		if i < len(numbers) {
			numbers[i], _ = strconv.Atoi(part)
		}
	}
	return numbers
}
