// Package fault says of a fault in a value since which release it is none, what
// systemd does about it and what is missing then.
package fault

import (
	"fmt"
	"sort"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// MostProblems is how many faults a value may have before it is taken to be
// wrong everywhere: no release added that many words at once.
const MostProblems = 32

// takenSince returns the first release newer than the unit's that does not have
// a problem with the value, 0 where all have it: then the value is wrong
// everywhere and the rules about values speak of it.
func takenSince(u *unit.Unit, a *unit.Assignment, problem value.Problem) int {
	if a.Directive == nil || u.Release.Version >= catalog.Newest || problem.Outcome == value.Noticed ||
		len(a.Verdict.Problems) > MostProblems || HasProblem(judgedAt(u, a, catalog.Newest), problem) {
		return 0
	}
	first := u.Release.Version + 1
	return first + sort.Search(catalog.Newest-first, func(i int) bool {
		return !HasProblem(judgedAt(u, a, first+i), problem)
	})
}

// FirstReleases remembers for one unit since which release a fault in a value
// is none: a file may repeat a line many thousand times.
type FirstReleases map[faultyValue]int

type faultyValue struct {
	directive  *catalog.Directive
	value      string
	start, end int
}

// Of returns the first release newer than the unit's that takes the faulty part
// of the value, or 0 where none does.
func (f FirstReleases) Of(u *unit.Unit, a *unit.Assignment, problem value.Problem) int {
	key := faultyValue{a.Directive, a.Value, problem.Start, problem.End}
	since, known := f[key]
	if !known {
		since = takenSince(u, a, problem)
		f[key] = since
	}
	return since
}

// judgedAt is the verdict on an assignment at an upstream release.
func judgedAt(u *unit.Unit, a *unit.Assignment, version int) value.Result {
	return Judged(u, a, catalog.Release{Version: version})
}

// Judged is the verdict on an assignment at another release.
func Judged(u *unit.Unit, a *unit.Assignment, r catalog.Release) value.Result {
	context := u.Context(a)
	context.Release = r
	return value.Check(a.Directive, a.Value, context)
}

// HasProblem tells whether a verdict holds a problem at the same place, or one
// that keeps the place from being read at all.
func HasProblem(r value.Result, problem value.Problem) bool {
	for _, other := range r.Problems {
		if other.Outcome > value.Noticed && other.Start <= problem.Start && problem.Start <= other.End {
			return true
		}
	}
	return false
}

// Consequence says what systemd does with the assignment or the part of it, as
// the beginning of a sentence.
func Consequence(a *unit.Assignment, outcome value.Outcome) string {
	switch {
	case outcome == value.PartDropped:
		return fmt.Sprintf("A part of '%s=' is ignored", a.Key)
	case outcome <= value.Ignored:
		return fmt.Sprintf("'%s=' is ignored", a.Key)
	case a.DropIn:
		return fmt.Sprintf("'%s=' ends the drop-in, and what follows it is not read", a.Key)
	}
	return fmt.Sprintf("'%s=' keeps the unit from loading", a.Key)
}

// Symptom says what an operator sees of a fault in a value.
func Symptom(a *unit.Assignment, problem value.Problem) string {
	if problem.Outcome >= value.FileEnds && !a.DropIn {
		return "The unit is refused with \"bad-setting\" and cannot be started."
	}
	if loss, ok := valueLosses[a.Directive.Param]; ok && problem.Outcome == value.Ignored {
		return loss
	}
	if loss := Loss(a.Key); loss != "" && problem.Outcome == value.Ignored {
		return loss
	}
	return "The journal names the value that was not understood; the unit starts without it."
}

// valueLosses says, by enum, what follows where the value is ignored and the
// default applies.
var valueLosses = map[string]string{
	"ServiceType":          "The type is derived from the other settings, simple where there is nothing else: the service counts as started at once.",
	"PrivateTmp":           "The service shares /tmp and /var/tmp with the host.",
	"PrivateUsers":         "The service runs in the user namespace of the host.",
	"ProtectHostname":      "The service may change the host name as far as its capabilities allow.",
	"ProtectControlGroups": "The service may write below /sys/fs/cgroup as far as its permissions allow.",
	"StandardOutput":       "The output goes where the manager's default sends it, the journal as a rule.",
}
