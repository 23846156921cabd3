package harden

import (
	"slices"

	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// refusal is a need that a sandbox does not meet, or a start that it prevents.
type refusal struct {
	unmet *match.Refusal
	// start tells that it is a start that is prevented.
	start bool
	// because are the assignments that take part, the most telling first.
	because []*unit.Assignment
}

// refusalsOf returns what a sandbox refuses of what was found to be needed.
func refusalsOf(box *sandbox.Sandbox, needs []need.Need) []refusal {
	found := unmetBy(match.Refusals(box, needs))
	for _, p := range box.Lines() {
		if p.Phase == unit.Reload || p.Command.IgnoreFailure && p.Phase != unit.Start {
			continue
		}
		if v := p.Start(); v.Answer == sandbox.No && len(v.Because) > 0 {
			found = append(found, refusal{
				start: true, because: v.Because,
				unmet: &match.Refusal{Verdict: v, Need: &need.Need{Why: "is started: " + v.Reason, Line: p.Line, Certainty: need.Certain}},
			})
		}
	}
	return found
}

// unmetBy are the refusals of needs.
func unmetBy(refused []match.Refusal) []refusal {
	found := make([]refusal, 0, len(refused))
	for i := range refused {
		r := &refused[i]
		because := r.Verdict.Because
		if len(r.Further) > 0 {
			because = slices.Concat(because, r.Further)
		}
		found = append(found, refusal{unmet: r, because: because})
	}
	return found
}

// key tells refusals apart, whatever refuses.
func (r *refusal) key() string {
	n := r.unmet.Need
	if r.start {
		return r.unmet.Verdict.Error + lineOf(n.Line)
	}
	return string(n.Kind) + " " + n.Arguments() + " " + lineOf(n.Line)
}

// lineOf names an exec line, whatever sandbox it runs in.
func lineOf(l unit.Line) string {
	if l.Assignment == nil {
		return ""
	}
	return string(l.Phase) + " " + l.Assignment.Value + " " + l.Executable()
}
