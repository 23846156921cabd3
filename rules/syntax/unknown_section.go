package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
	"github.com/unitlint/unitlint/rules/wording"
)

// UnknownSection flags sections that units of the type do not have.
var UnknownSection = rule(lint.Rule{
	ID:       "unknown-section",
	Summary:  "A section that units of this type do not have",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The section takes effect with the fix: the unit has not run with it."),
	Doc: lint.Doc{
		Text: `systemd ignores a section that it does not know for the type of the unit, with every line up
to the next header, and says so once. Names of sections are case-sensitive and are taken with their
blanks: [service] and [ Service ] are unknown. Sections that start with "X-" are left to other
programs.`,
		Symptom:    "The journal has \"Unknown section '…'. Ignoring.\", and no setting below it has an effect.",
		Bad:        "[Unit]\nDescription=Example\n\n[Service]\nExecStart=/usr/bin/example\n\n[service]\nNoNewPrivileges=yes\n",
		Good:       "[Unit]\nDescription=Example\n\n[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "Write the section's name as the manual does, or start the name of your own section with \"X-\".",
		References: []string{"systemd.unit(5)", "systemd.syntax(7)"},
	},
	Check: checkUnknownSection,
})

func checkUnknownSection(p *lint.Pass) {
	faults(p, unitfile.UnknownSection, func(file *unitfile.File, d unitfile.Diagnostic) {
		i := slices.IndexFunc(file.Sections, func(s *unitfile.Section) bool { return s.Header == d.Range })
		if i < 0 {
			return
		}
		section := file.Sections[i]
		f := finding.Finding{Range: file.Logged(d.Range, d.Line)}
		meant := meantSection(p, section.Name)
		f.Message = fmt.Sprintf("Unknown section [%s]%s", section.Name, sectionWords(p, section.Name, meant))
		if len(section.Assignments) > 0 {
			f.Message += fmt.Sprintf(" Ignored with it: %s.", wording.Keys(section.Assignments))
		}
		if slices.Contains(sectionsOf(p), meant) {
			f.Fix = &finding.Fix{
				Title: fmt.Sprintf("Write '[%s]'", meant),
				Edits: []finding.Edit{{Range: section.NameRange, NewText: meant}},
			}
			if lost := confinement.Among(section.Assignments, meant); len(lost) > 0 {
				f.Severity = finding.Error
				f.Related = wording.Places(lost, "without effect, so the unit runs without this protection")
			}
		}
		p.Report(f)
	})
}

// meantSection returns the known section that a name resembles, or "".
func meantSection(p *lint.Pass, name string) string {
	trimmed := strings.TrimSpace(name)
	own := sectionsOf(p)
	for _, known := range append(slices.Clone(own), catalog.KnownSections()...) {
		if strings.EqualFold(known, trimmed) {
			return known
		}
	}
	return catalog.Suggest(trimmed, own)
}

func sectionWords(p *lint.Pass, name, meant string) string {
	switch {
	case meant == "":
		return "."
	case meant == name:
		return fmt.Sprintf(": %s units have no such section.", p.Unit.Type)
	case strings.EqualFold(meant, name):
		return fmt.Sprintf(": names of sections are case-sensitive, it is [%s].", meant)
	default:
		return fmt.Sprintf("; did you mean [%s]?", meant)
	}
}
