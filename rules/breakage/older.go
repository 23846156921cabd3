package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/rules/wording"
)

// CallFilteredOnOlder flags filters that refuse, on older systems alone, a system call
// that the service needs.
var CallFilteredOnOlder = rule(lint.Rule{
	ID: "system-call-filtered-on-older", Summary: "Older supported systems filter a system call that the service needs",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `The groups of SystemCallFilter= grow: '@default', which each allow list has, got the calls of Landlock and seccomp with
release 257. And programs change with the systems that ship them: those in Go called setrlimit when they started, which
'~@resources' takes away.

Without a target the unit is judged for the newest systemd. This rule tells of the system calls that older supported
systems refuse beside it. Name the systems that the unit is made for with --target or in the configuration.`,
		Symptom: "On older systems the service dies of SIGSYS, or the call fails with the errno of SystemCallErrorNumber=.",
		Bad:     "[Service]\nExecStart=/usr/bin/polkadot\nSystemCallFilter=@system-service\n",
		Good: "[Service]\nExecStart=/usr/bin/polkadot\nSystemCallFilter=@system-service\n" +
			"SystemCallFilter=seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self\n",
		Target:     "default",
		Fix:        "None is mechanical: name the calls, or the systems that the unit is made for.",
		References: []string{"systemd.exec(5)", "https://github.com/paritytech/polkadot/pull/7521"},
	},
	Check: checkCallsOnOlder,
})

// lateCall is a need that older systems refuse.
type lateCall struct {
	refusal match.Refusal
	systems []string
}

func checkCallsOnOlder(p *lint.Pass) {
	older := p.Target.Older()
	if len(older) == 0 || !runnable(p) || p.Unit.Last(p.Unit.ExecSection(), "SystemCallFilter") == nil {
		return
	}
	calls := callsOf(p)
	if len(calls) == 0 {
		return
	}
	late := map[string]*lateCall{}
	boxes := map[catalog.Release]*sandbox.Sandbox{}
	for _, system := range older {
		box := boxes[system.Release]
		if box == nil {
			box = p.Sandbox().On(system.Release)
			boxes[system.Release] = box
		}
		for _, r := range match.Refusals(box, calls) {
			if r.Aspect != match.CallFiltered || r.Verdict.Cause() == nil || foreseen(p, r.Argument, system.Release) {
				continue
			}
			l := late[r.Need.Why]
			if l == nil {
				l = &lateCall{refusal: r}
				late[r.Need.Why] = l
			}
			if !slices.Contains(l.systems, system.Name) {
				l.systems = append(l.systems, system.Name)
			}
		}
	}
	for _, n := range calls {
		if l := late[n.Why]; l != nil {
			reportLate(p, l)
			delete(late, n.Why)
		}
	}
}

// callsOf returns the needs of system calls that the target's filter does not refuse.
func callsOf(p *lint.Pass) []need.Need {
	refused := p.Refusals()
	var calls []need.Need
	for _, n := range p.Needs().Needs {
		if n.Kind != need.Syscall || n.Certainty < need.Likely || slices.ContainsFunc(refused, func(r match.Refusal) bool {
			return r.Need.Kind == need.Syscall && r.Need.Why == n.Why
		}) {
			continue
		}
		calls = append(calls, n)
	}
	return calls
}

// foreseen tells that the unit names a group for the call that older systems do not
// know: another rule says that they ignore it.
func foreseen(p *lint.Pass, call string, release catalog.Release) bool {
	for _, a := range p.Unit.All(p.Unit.ExecSection(), "SystemCallFilter") {
		for _, word := range strings.Fields(a.Value) {
			if strings.HasPrefix(word, "@") && !catalog.SyscallGroupKnown(word, release) &&
				slices.Contains(catalog.ExpandSyscallGroup(word, p.Unit.Release), call) {
				return true
			}
		}
	}
	return false
}

func reportLate(p *lint.Pass, l *lateCall) {
	cause := l.refusal.Verdict.Cause()
	p.Report(finding.Finding{
		Directive: cause.Key, Range: cause.Range(),
		Message: fmt.Sprintf("%s %s, but on %s %s blocks %s.", subject(l.refusal.Need), l.refusal.Need.Why,
			strings.Join(l.systems, ", "), wording.Setting(cause), l.refusal.Argument),
		Symptom: "There it dies of SIGSYS, or the call fails.", Evidence: evidenceOf(l.refusal.Need.Evidence),
		Advice: "Name the call in a line of its own, or the systems that the unit is made for with --target.",
	})
}
