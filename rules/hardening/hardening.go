// Package hardening finds protections that a service could have and does not.
package hardening

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// protection is one directive that limits what a service can do: its rule fires
// where the exposure score finds it unset, weak or switched off.
type protection struct {
	id        string
	directive string
	// fails is the ID of the check that fails without it, or what stands for several, as
	// [exposure.Score.Places] takes it.
	fails string
	// also are further checks that setting it would pass.
	also []string
	// recommended is the assignment to add; it stands in the good example.
	recommended string
	// ladder is the name of the ladder that the advice comes from, where it is that
	// of several rules: then share begins the lines that are this one's.
	ladder, share string
	// weak is an assignment that makes the rule fire in the bad example, where
	// leaving the directive out does not.
	weak string
	// base are lines that both examples have beside ExecStart=.
	base string
	// fits tells whether the advice fits the unit at all; nil means always.
	fits func(*lint.Pass) bool
	// describe words what failed, as a clause without a subject, where there is
	// more to say than one check does.
	describe func(failing []*exposure.Check) string

	summary, restricts, breaks, versions string
	references                           []string
}

// withoutPrivileges are the directives that a user's manager can apply to its
// services; all others need privileges or a user namespace of their own
// (systemd.exec(5), "Sandboxing").
var withoutPrivileges = []string{
	"KeyringMode", "LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges", "NotifyAccess", "RestrictAddressFamilies",
	"RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "SystemCallArchitectures", "SystemCallFilter", "UMask",
}

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	protections := slices.Concat(
		fileProtections, kernelProtections, privilegeProtections, processProtections, networkProtections,
	)
	all := []*lint.Rule{SystemCallErrorNumber}
	for i := range protections {
		all = append(all, protections[i].rule())
	}
	return all
}

func (p *protection) rule() *lint.Rule {
	return &lint.Rule{
		ID:         p.id,
		Summary:    p.summary,
		Category:   finding.Hardening,
		Severity:   finding.Note,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Fixes:      finding.UnsafeFixes(additionIsUnsafe),
		Doc: lint.Doc{
			Text: p.restricts + "\n\n" + p.breaks,
			Bad:  hardeningExample(p.base, p.weak),
			Good: hardeningExample(p.base, p.recommended),
			Fix: "Adds the tightest value that leaves what the service is known to need, " +
				"at best `" + strings.ReplaceAll(p.recommended, "\n", "` and `") + "`. Run the service through its tasks then.",
			Versions:   p.versions,
			References: p.references,
		},
		Check: p.check,
	}
}

func hardeningExample(lines ...string) string {
	text := "[Service]\nExecStart=/opt/example/exampled\n"
	for _, l := range lines {
		if l != "" {
			text += l + "\n"
		}
	}
	return text
}

func (p *protection) check(pass *lint.Pass) {
	score := pass.Exposure()
	if score == nil || p.fits != nil && !p.fits(pass) {
		return
	}
	if pass.Unit.Scope == locate.User && !slices.Contains(withoutPrivileges, p.directive) {
		return
	}
	var room [usualChecks]*exposure.Check
	failing := failing(score, p.fails, room[:0])
	if len(failing) == 0 {
		return
	}
	lines := p.lines(pass)
	if len(lines) == 0 {
		return // a need keeps it from being followed
	}
	page := pageOf(pass)
	said := page.wording(lines)
	pass.Report(finding.Finding{
		Directive: p.directive,
		Range:     p.place(pass.Unit, failing),
		Message:   p.message(page.words, failing),
		Advice:    said.advice,
		Fix:       page.addition(said),
		Gain:      p.gain(score, failing),
	})
}

// lines are the assignments to add. A ladder may hold those of another directive
// beside the protection's own, which are another rule's.
func (p *protection) lines(pass *lint.Pass) []string {
	if p.ladder == "" {
		return adviceFor(pass).Lines(p.directive)
	}
	var own []string
	for _, line := range adviceFor(pass).Lines(p.ladder) {
		if strings.HasPrefix(line, p.share) {
			own = append(own, line)
		}
	}
	return own
}

// usualChecks is how many checks most protections fail at most: they stay on the stack.
const usualChecks = 8

// failing adds the checks of an ID that the unit does not pass to others.
func failing(score *exposure.Score, id string, others []*exposure.Check) []*exposure.Check {
	for _, place := range score.Places(id) {
		if c := &score.Checks[place]; c.Set != nil && !*c.Set {
			others = append(others, c)
		}
	}
	return others
}

// gain is the share of all checks that the directive would pass, on the
// displayed scale.
func (p *protection) gain(score *exposure.Score, without []*exposure.Check) float64 {
	for _, id := range p.also {
		without = failing(score, id, without)
	}
	return float64(score.ShareOf(without)) / 10
}

// place is the weak assignment, or the header of the section that lacks one.
func (p *protection) place(u *unit.Unit, failing []*exposure.Check) source.Range {
	if origin := weakAssignment(failing); origin != nil {
		return origin.Range()
	}
	return u.Header(u.ExecSection())
}

func weakAssignment(failing []*exposure.Check) *unit.Assignment {
	for _, c := range failing {
		if c.Origin != nil {
			return c.Origin
		}
	}
	return nil
}

func (p *protection) message(words *wordings, failing []*exposure.Check) string {
	found := failing[0].Description
	if p.describe != nil {
		found = p.describe(slices.Clone(failing)) // a copy, for the list is to stay on the stack
	}
	if origin := weakAssignment(failing); origin != nil {
		return "With '" + origin.Key + "=" + finding.Beginning(origin.Value, longestValue) + "' the service " + lowered(found) + "."
	}
	return words.missing(p.directive, found)
}

// lowered begins a text with a small letter.
func lowered(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}

// longestValue is how many bytes of a value a message repeats.
const longestValue = 60
