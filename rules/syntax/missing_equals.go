package syntax

import (
	"fmt"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
)

// MissingEquals flags lines without '='.
var MissingEquals = rule(lint.Rule{
	ID:       "missing-equals",
	Summary:  "A line without '='",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The setting takes effect with the fix: the unit has not run with it."),
	Doc: lint.Doc{
		Text: `Every line of a section is "Directive=value", a comment or empty. systemd 243 and later ignore any
other line. Releases 239 to 242 (RHEL 8 has 239) stop reading the file there: a fragment does not
load, of a drop-in the rest has no effect.`,
		Symptom:    "The journal has \"Missing '=', ignoring line.\"; before 243 the unit fails to load.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges yes\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "Write '=' between the directive and its value, or '#' in front of a comment.",
		Versions:   "239 to 242 stop reading; 243 and later ignore the line.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkMissingEquals,
})

// directiveAndRest finds a directive's name at the start of a line, with what
// stands in the place of the '='.
var directiveAndRest = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)([ \t]*:[ \t]*|[ \t]+|$)`)

func checkMissingEquals(p *lint.Pass) {
	faults(p, unitfile.MissingEquals, func(file *unitfile.File, d unitfile.Diagnostic) {
		text := d.Range.Text()
		if isInclude(text) || invisibleIn(text) == 0 || afterBlankBackslash(file, d.Range) || !d.Abandons && marksConflict(p, file, d.Range) {
			return
		}
		f := finding.Finding{Range: file.Logged(d.Range, d.Line), Message: "The line has no '=' and is ignored."}
		if m := directiveAndRest.FindStringSubmatchIndex(text); m != nil {
			if name := text[m[2]:m[3]]; hasDirective(p, name) {
				f.Directive = name
				f.Message = fmt.Sprintf("'%s' has no '=' behind it, so the line is ignored.", name)
				f.Fix = &finding.Fix{
					Title: "Write '='",
					Edits: []finding.Edit{{Range: file.Source.Range(d.Range.Start+m[4], d.Range.Start+m[5]), NewText: "="}},
				}
				if m[5] < len(text) && confinement.By(sectionFor(p, name), name) {
					f.Severity = finding.Error
				}
			}
		}
		if d.Abandons {
			abandoned(p, file, &f, "The line has no '='")
		}
		p.Report(f)
	})
}

func hasDirective(p *lint.Pass, name string) bool {
	for _, section := range sectionsOf(p) {
		if catalog.Lookup(section, name) != nil {
			return true
		}
	}
	return false
}

// MissingDirectiveName flags lines that start with '='.
var MissingDirectiveName = rule(lint.Rule{
	ID:       "missing-directive-name",
	Summary:  "A line that starts with '='",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text:       `A line that starts with '=' assigns to nothing. systemd ignores it.`,
		Symptom:    "The journal has \"Missing key name before '=', ignoring line.\"",
		Bad:        "[Service]\nExecStart=/usr/bin/example\n=yes\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Write the directive's name in front of the '=', or remove the line.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: func(p *lint.Pass) {
		faults(p, unitfile.MissingKey, func(file *unitfile.File, d unitfile.Diagnostic) {
			if marksConflict(p, file, d.Range) {
				return
			}
			p.Report(finding.Finding{
				Range:   file.Logged(d.Range, d.Line),
				Message: "The line starts with '=': a directive's name is missing in front of it, so the line is ignored.",
			})
		})
	},
})
