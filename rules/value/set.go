package value

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// UnknownCapability flags names that are no capability.
var UnknownCapability = rule(lint.Rule{
	ID:       "unknown-capability",
	Summary:  "Name that is no capability",
	Severity: finding.Error,
	Fixes: finding.SomeSafeFixes("Quotes around nothing say nothing. A capability is allowed or taken away with the other fixes: the service has not " +
		"run like that."),
	Doc: lint.Doc{
		Text: `systemd drops unknown names from capability sets without a message. What is left can be the opposite of what was meant:
where no known name remains, "CapabilityBoundingSet=CAP_TYPO" is the empty set, so that even root may do next to nothing, and
"CapabilityBoundingSet=~CAP_TYPO" gives all capabilities back, also those that lines before it took away.`,
		Symptom:    "None at all in the journal: the service fails with EPERM, or keeps capabilities that it should not have.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nCapabilityBoundingSet=CAP_NET_BIND_SERVCE\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\n",
		Fix:        "Write the name as capabilities(7) has it, with CAP_ before it and blanks between names.",
		References: []string{"systemd.exec(5)", "capabilities(7)"},
	},
	Check: func(p *lint.Pass) {
		eachProblem(p, "unknown-capability", func(a *unit.Assignment, problem value.Problem) {
			if a.Directive.Kind != catalog.KindCapabilitySet {
				p.Report(problemFinding(a, problem))
				return
			}
			p.Report(unknownCapability(a, a.Verdict.Set(), problem))
		})
	},
})

func unknownCapability(a *unit.Assignment, set value.Set, problem value.Problem) finding.Finding {
	f := problemFinding(a, problem)
	name := a.Value[problem.Start:problem.End]
	if name == a.Value && meansNothing(name) {
		f.Severity = finding.Note
		f.Message = fmt.Sprintf("'%s=%s' is the empty set, as '%s=' is: the word says nothing.", a.Key, name, a.Key)
		f.Symptom = "None: the set is empty, as it was meant."
		f.Fix = &finding.Fix{Title: "Leave the value empty", Safe: true, Edits: []finding.Edit{{Range: a.ValueRange()}}}
		return f
	}
	none := len(set.Names()) == 0 && !set.Undecided
	f.Severity = finding.Error
	switch {
	case none && set.Inverted:
		f.Message = fmt.Sprintf("'%s' is no capability, so that nothing is left of the list: systemd takes '%s=~' for all capabilities, without a "+
			"message.", name, a.Key)
		f.Symptom = "The service keeps every capability, also those that lines before this one took away."
	case none:
		f.Message = fmt.Sprintf("'%s' is no capability, so that nothing is left of the list: systemd makes '%s=' the empty set, without a message.", name, a.Key)
		f.Symptom = "The service has no capabilities at all; what needs one fails with EPERM, for root too."
		if a.Key == "AmbientCapabilities" {
			f.Symptom = "The service gets no ambient capability; what needs one fails with EPERM."
		}
	case set.Inverted:
		f.Message = fmt.Sprintf("'%s' is no capability: systemd drops it from '%s=' without a message, and what was meant stays allowed.", name, a.Key)
		f.Symptom = "The service keeps the capability that the line should take away."
	default:
		f.Severity = finding.Warning
		f.Message = fmt.Sprintf("'%s' is no capability: systemd drops it from '%s=' without a message.", name, a.Key)
		f.Symptom = "The service lacks the capability that was meant; what needs it fails with EPERM."
	}
	if f.Advice == "" {
		f.Advice = listAdvice(name)
	}
	return f
}

// meansNothing tells whether the author of a list meant the empty one: quotes with
// nothing in them, or the word for it.
func meansNothing(list string) bool {
	bare := strings.Trim(list, `"' `)
	return bare == "" || strings.EqualFold(bare, "none")
}

// listAdvice says what is usually wrong with a word of a list.
func listAdvice(word string) string {
	switch {
	case strings.HasPrefix(word, "~"):
		return "'~' inverts the whole list and stands only at its beginning."
	case strings.ContainsAny(word, ",;"):
		return "Names are separated by blanks."
	case strings.HasPrefix(word, "-"):
		return "A list is inverted by '~' at its beginning."
	}
	return ""
}

// UnknownAddressFamily flags names that are no address family.
var UnknownAddressFamily = rule(lint.Rule{
	ID:       "unknown-address-family",
	Summary:  "Name that is no address family",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("The family is allowed or refused with the fix: the service has not run like that."),
	Doc: lint.Doc{
		Text: `Unknown names are dropped from RestrictAddressFamilies=. Where the first line has no known name, an empty list of what
is allowed remains, and the service can make no socket at all. On a line with "~" the family that was meant stays allowed.`,
		Symptom:    "socket() fails with EAFNOSUPPORT, or a family stays allowed that should not be.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nRestrictAddressFamilies=AF_INTE6\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nRestrictAddressFamilies=AF_INET6\n",
		Fix:        "Write the name as address_families(7) has it, with AF_ before it and blanks between names.",
		Versions:   "Since 261 an unknown name makes systemd drop the rest of the line too.",
		References: []string{"systemd.exec(5)", "address_families(7)"},
	},
	Check: func(p *lint.Pass) {
		eachProblem(p, "unknown-address-family", func(a *unit.Assignment, problem value.Problem) {
			p.Report(unknownFamily(p, a, a.Verdict.Set(), problem))
		})
	},
})

func unknownFamily(p *lint.Pass, a *unit.Assignment, set value.Set, problem value.Problem) finding.Finding {
	f := problemFinding(a, problem)
	name := a.Value[problem.Start:problem.End]
	switch {
	case set.Inverted:
		f.Message = fmt.Sprintf("'%s' is no address family: systemd drops it from '%s=', and what was meant stays allowed.", name, a.Key)
		f.Symptom = "The service may use sockets of the family that the line should forbid."
	case len(set.Names()) == 0 && !set.Undecided && len(p.Unit.All(a.Directive.ListSection, a.Directive.List)) == 1:
		f.Message = fmt.Sprintf("'%s' is no address family, so that nothing is left of '%s=': an empty list allows no family at all.", name, a.Key)
		f.Symptom = "Every socket() fails with EAFNOSUPPORT, sockets to the journal and D-Bus included."
	default:
		f.Severity = finding.Warning
		f.Message = fmt.Sprintf("'%s' is no address family: systemd drops it from '%s=', and what was meant is not allowed.", name, a.Key)
		f.Symptom = "Sockets of the family that was meant fail with EAFNOSUPPORT."
	}
	if f.Advice == "" {
		f.Advice = listAdvice(name)
	}
	return f
}
