package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Condition is a Condition*= or Assert*= value.
type Condition struct {
	// Trigger is the prefix "|": one of the triggering conditions must hold.
	Trigger bool
	// Negated is the prefix "!".
	Negated bool
	Word
	// Parameter is the text after the prefixes with its specifiers replaced.
	Parameter Expansion
}

func (v *verdict) cutCondition(path bool) Condition {
	rest := v.text
	prefix := func(mark string) bool {
		after, found := strings.CutPrefix(rest, mark)
		if found && !path {
			after = strings.TrimLeft(after, blanks)
		}
		rest = after
		return found
	}
	condition := Condition{Trigger: prefix("|"), Negated: prefix("!")}
	condition.Word = Word{Text: rest, Start: len(v.text) - len(rest), End: len(v.text)}
	condition.Parameter, _ = v.expand(condition.Word, Ignored)
	return condition
}

func (v *verdict) conditionPath() {
	condition := v.cutCondition(true)
	if len(v.result.Problems) == 0 {
		v.checkPath(condition.Parameter.Text, condition.Start, condition.End, Ignored, pathRules{absolute: true})
	}
}

// condition judges the parameters that can be judged. systemd takes any text
// and finds the condition false, or fails to check it, when it starts the unit;
// such problems are Silent.
func (v *verdict) condition() {
	condition := v.cutCondition(false)
	if len(v.result.Problems) > 0 {
		return
	}
	switch v.directive.Param {
	case "Null":
		if _, ok := Boolean(condition.Text); !ok {
			v.ignore(condition.Start, condition.End, CodeBadBoolean, "%s is neither yes nor no.", quotation(condition.Text))
		}
	case "Architecture":
		v.conditionWord(condition, "Architecture", "native")
	case "Virtualization":
		if _, ok := Boolean(condition.Parameter.Text); !ok {
			v.conditionWord(condition, "Virtualization", "vm", "container", "private-users")
		}
	case "Capability":
		v.conditionCapability(condition)
	case "ACPower", "FirstBoot":
		if _, ok := Boolean(condition.Parameter.Text); !ok {
			v.never(condition, CodeBadBoolean, "is neither yes nor no")
		}
	}
}

func (v *verdict) conditionWord(condition Condition, enum string, more ...string) {
	words := append(wordsOf(enum, v.ctx.Release), more...)
	if slices.Contains(words, condition.Parameter.Text) {
		return
	}
	if problem := v.never(condition, CodeUnknownName, "is a word that this systemd does not know"); problem != nil {
		problem.suggestion = func() string { return catalog.Suggest(condition.Text, words) }
	}
}

func (v *verdict) conditionCapability(condition Condition) {
	if v.isCapability(condition.Parameter.Text) {
		return
	}
	if problem := v.never(condition, CodeUnknownCapability, "is no capability"); problem != nil {
		problem.suggestion = func() string { return nearUpper(condition.Text, capabilityNames) }
	}
}

// never reports a parameter for which the condition is never met.
func (v *verdict) never(condition Condition, code, why string) *Problem {
	problem := v.notice(condition.Start, condition.End, code, "%s %s, so the condition cannot be met.", quotation(condition.Parameter.Text), why)
	problem.Silent = true
	return problem
}
