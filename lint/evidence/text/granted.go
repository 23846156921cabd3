package text

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
)

// purposes are the system calls that a capability is for, where it serves nothing
// else (capabilities(7)).
var purposes = map[string][]string{
	"CAP_CHOWN":      {"chown", "fchown", "fchownat", "lchown"},
	"CAP_MKNOD":      {"mknod", "mknodat"},
	"CAP_SYS_BOOT":   {"reboot", "kexec_load", "kexec_file_load"},
	"CAP_SYS_CHROOT": {"chroot", "setns"},
	"CAP_SYS_MODULE": {"init_module", "finit_module", "delete_module"},
	"CAP_SYS_PACCT":  {"acct"},
	"CAP_SYS_TIME":   {"adjtimex", "clock_adjtime", "clock_settime", "settimeofday"},
}

// granted records that a service which is given a capability makes one of the calls
// that it is for, and one that may have a real-time priority asks for it.
func (r *collector) granted() {
	if a := r.Unit.Last(r.Unit.ExecSection(), "LimitRTPRIO"); a != nil && a.Value != "" && a.Value != "0" {
		r.Put(need.Need{
			Kind: need.Syscall, Any: []string{"sched_setscheduler", "sched_setattr"}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.Missing,
			Why: "is let to ask for real-time scheduling (LimitRTPRIO=)", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
		})
	}
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "AmbientCapabilities") {
		if strings.HasPrefix(a.Value, "~") {
			continue
		}
		for _, name := range slices.Compact(slices.Sorted(strings.FieldsSeq(a.Value))) {
			if calls := purposes[name]; calls != nil {
				r.Put(need.Need{
					Kind: need.Syscall, Any: calls, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.Missing,
					Why: "is given " + name, Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
				})
			}
		}
	}
}
