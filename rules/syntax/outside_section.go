package syntax

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
)

// AssignmentOutsideSection flags lines above the first section header.
var AssignmentOutsideSection = rule(lint.Rule{
	ID:       "assignment-outside-section",
	Summary:  "A line above the first section header",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `systemd ignores what stands above the first section header. In a drop-in it is the usual trace of
a forgotten "[Service]": every line of the file is without effect.`,
		Symptom:    "The journal has \"Assignment outside of section. Ignoring.\" for every such line, and none of them has an effect.",
		Bad:        "NoNewPrivileges=yes\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "Put the section's header above the line.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkOutsideSection,
})

func checkOutsideSection(p *lint.Pass) {
	faults(p, unitfile.OutsideSection, func(file *unitfile.File, d unitfile.Diagnostic) {
		if isInclude(d.Range.Text()) || invisibleIn(d.Range.Text()) == 0 || marksConflict(p, file, d.Range) {
			return
		}
		f := finding.Finding{Range: file.Logged(d.Range, d.Line)}
		if d.Assignment == nil {
			f.Message = "The line stands above the first section header and is ignored."
			p.Report(f)
			return
		}
		a := d.Assignment
		f.Range, f.Directive = loggedKey(a), a.Key
		f.Message = fmt.Sprintf("'%s=' stands above the first section header and is ignored.", a.Key)
		if section := sectionFor(p, a.Key); section != "" {
			f.Message = fmt.Sprintf("'%s=' stands above the first section header and is ignored; it belongs to section [%s].", a.Key, section)
			f.Advice = fmt.Sprintf("Put '[%s]' above it.", section)
			if a.Value != "" && confinement.By(section, a.Key) {
				f.Severity = finding.Error
				f.Symptom = fmt.Sprintf("The unit runs without the protection of '%s='.", a.Key)
			}
		}
		p.Report(f)
	})
}
