package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/confinement"
)

// UnknownDirective flags directives that no systemd knows in their section.
var UnknownDirective = rule(lint.Rule{
	ID:       "unknown-directive",
	Summary:  "A directive that no systemd knows in this section",
	Severity: finding.Warning,
	Fixes: finding.SomeSafeFixes("A name that differs in capitals alone was plainly meant. Where the setting confines the service, or the name is only " +
		"similar, the fix is unsafe: the unit has not run with the setting."),
	Doc: lint.Doc{
		Text: `systemd drops a line whose key it does not know in the section where it stands: a misspelt
name, one in the wrong case, or one that belongs to another section. The unit loads as if the line
were not there, so a protection that is misspelt is simply off.

Keys that start with "X-" are left to other programs. A directive that only another release of
systemd knows is the subject of rules of their own.`,
		Symptom: "The journal has \"Unknown key … in section …, ignoring.\", and the setting has no effect.",
		Bad:     "[Service]\nExecStart=/usr/bin/example\nProtectSytem=strict\n",
		Good:    "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\n",
		Fix: `Write the name as the manual does, in the section that the manual gives. Start the names of
your own keys with "X-".`,
		References: []string{"systemd.unit(5)", "systemd.exec(5)", "systemd.directives(7)"},
	},
	Check: checkUnknownDirective,
})

func checkUnknownDirective(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if a.Directive != nil || a.Reach != unit.UnknownDirective || strings.HasPrefix(a.Key, "X-") ||
			len(a.File.Placeholders(a.Key)) > 0 || invisibleInKey(a) >= 0 || afterBlankBackslash(a.File, a.KeyRange) {
			continue
		}
		if !p.Omit(a.KeyRange, asTheRule) {
			reportUnknownDirective(p, a)
		}
	}
}

func reportUnknownDirective(p *lint.Pass, a *unit.Assignment) {
	f := finding.Finding{
		Directive: a.Key,
		Range:     loggedKey(a.Assignment),
		Message:   fmt.Sprintf("Unknown directive '%s' in section [%s].", a.Key, a.Section.Name),
	}
	if sign := foreignComment(a); sign != "" {
		f.Message = fmt.Sprintf("'%s' begins no comment: systemd takes '%s' for an unknown directive of section [%s].", sign, a.Key, a.Section.Name)
		f.Advice = "Begin the comment with '#' or ';'."
		at := a.File.Source.Range(a.KeyRange.Start, a.KeyRange.Start+len(sign))
		f.Fix = &finding.Fix{Title: "Write '#'", Safe: true, Edits: []finding.Edit{{Range: at, NewText: "#"}}}
	} else if meant := likelyMeant(p, a); meant != nil {
		f.Message = fmt.Sprintf("Unknown directive '%s' in section [%s]: %s", a.Key, a.Section.Name, meant.words)
		f.Advice, f.Fix = meant.advice, meant.fix
		if confinement.By(meant.section, meant.name) {
			f.Severity = finding.Error
			f.Symptom = fmt.Sprintf("systemd ignores the line, so the unit runs without the protection of '%s='.", meant.name)
		}
	}
	if f.Range != a.KeyRange {
		f.Related = append(f.Related, finding.Related{Range: a.KeyRange, Message: "the directive's name"})
	}
	p.Report(f)
}

// commentSigns begin comments in other languages, or behind a backslash.
var commentSigns = []string{"//", "--", `\#`, `\;`, "!"}

// foreignComment returns the sign of another language's comment that a name begins
// with, or "".
func foreignComment(a *unit.Assignment) string {
	for _, sign := range commentSigns {
		if strings.HasPrefix(a.Key, sign) && a.KeyRange.End-a.KeyRange.Start == len(a.Key) {
			return sign
		}
	}
	return ""
}

// meaning is what an unknown directive was probably meant to be.
type meaning struct {
	section, name string
	words, advice string
	fix           *finding.Fix
}

func likelyMeant(p *lint.Pass, a *unit.Assignment) *meaning {
	section := a.Section.Name
	if name := nearName(p, section, a.Key); name != "" && strings.EqualFold(name, a.Key) {
		m := renamed(a, section, name)
		m.words = fmt.Sprintf("names are case-sensitive, it is '%s'.", name)
		m.fix.Safe = !confinement.By(section, name)
		return m
	}
	if elsewhere := sectionFor(p, a.Key); elsewhere != "" {
		return misplaced(p, elsewhere, a.Key)
	}
	if name := nearName(p, section, a.Key); name != "" {
		m := renamed(a, section, name)
		m.words = fmt.Sprintf("did you mean '%s'?", name)
		return m
	}
	for _, other := range sectionsOf(p) {
		if name := nearName(p, other, a.Key); name != "" && other != section {
			m := misplaced(p, other, name)
			m.words = fmt.Sprintf("did you mean '%s' of section [%s]?", name, other)
			return m
		}
	}
	return nil
}

func renamed(a *unit.Assignment, section, name string) *meaning {
	return &meaning{
		section: section, name: name,
		fix: &finding.Fix{
			Title: fmt.Sprintf("Write '%s'", name),
			Edits: []finding.Edit{{Range: a.KeyRange, NewText: name}},
		},
	}
}

// misplaced words that a directive belongs to another section.
func misplaced(p *lint.Pass, section, name string) *meaning {
	m := &meaning{
		section: section, name: name,
		words:  fmt.Sprintf("it belongs to section [%s].", section),
		advice: fmt.Sprintf("Move the line below a [%s] header.", section),
	}
	if !slices.Contains(sectionsOf(p), section) {
		m.words = fmt.Sprintf("it is a directive of section [%s], which %s units do not have.", section, p.Unit.Type)
		m.advice = "Remove the line, or move it to a unit of the type that has it."
	}
	return m
}

// nearName returns the directive of a section that a word resembles, or whose
// words it has in another order, of those that the release knows.
func nearName(p *lint.Pass, section, word string) string {
	var known []string
	for _, d := range catalog.Directives(section) {
		if d.Support(p.Unit.Release) != catalog.Unknown {
			known = append(known, d.Name)
		}
	}
	if near := catalog.Suggest(word, known); near != "" {
		return near
	}
	for _, name := range known {
		if len(name) == len(word) && slices.Equal(wordsOf(name), wordsOf(word)) {
			return name
		}
	}
	return ""
}

// wordsOf returns the capitalised words of a directive's name, sorted: names
// with the same words in another order are easily mixed up.
func wordsOf(name string) []string {
	var words []string
	start := 0
	for i := 1; i <= len(name); i++ {
		if i == len(name) || name[i] >= 'A' && name[i] <= 'Z' {
			words = append(words, name[start:i])
			start = i
		}
	}
	slices.Sort(words)
	return words
}

// sectionFor returns the section that has a directive of this name, one of the
// unit's type where there is one.
func sectionFor(p *lint.Pass, name string) string {
	all := catalog.SectionsWith(name)
	for _, section := range sectionsOf(p) {
		if slices.Contains(all, section) {
			return section
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return ""
}
