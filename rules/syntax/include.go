package syntax

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// IncludeDirective flags ".include", which systemd reads no more.
var IncludeDirective = rule(lint.Rule{
	ID:       "include-directive",
	Summary:  "The old .include",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `Until systemd 245 a fragment could read another file with ".include", with a warning that it is
deprecated, and a drop-in could not. systemd 246 removed it: the line is ignored, and with it every
setting of the other file, the command to run as well as its protection.`,
		Symptom: "Since 246 the journal has \"Missing '=', ignoring line.\" or \"Assignment outside of section. Ignoring.\", and the unit lacks what the " +
			"other file says.",
		Bad:        ".include /usr/lib/systemd/system/example.service\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Use a drop-in: put only the changes into /etc/systemd/system/NAME.service.d/*.conf.",
		Versions:   "Deprecated until 245, removed in 246.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkInclude,
})

func isInclude(line string) bool {
	rest, ok := strings.CutPrefix(line, ".include")
	return ok && (rest == "" || strings.ContainsAny(rest[:1], " \t"))
}

// includeWords tell for each fault that an .include can be what comes of it.
var includeWords = []struct {
	kind     unitfile.DiagnosticKind
	severity finding.Severity
	words    string
}{
	{unitfile.IncludeDeprecated, finding.Warning, "is deprecated; systemd 246 and later ignore it"},
	{unitfile.IncludeNotAllowed, finding.Error, "is not allowed in a drop-in and ignored"},
	{unitfile.MissingEquals, finding.Error, "is no longer known and ignored"},
	{unitfile.OutsideSection, finding.Error, "is no longer known and ignored"},
}

func checkInclude(p *lint.Pass) {
	for _, w := range includeWords {
		faults(p, w.kind, func(file *unitfile.File, d unitfile.Diagnostic) {
			text := d.Range.Text()
			if !isInclude(text) {
				return
			}
			included := strings.TrimSpace(strings.TrimPrefix(text, ".include"))
			p.Report(finding.Finding{
				Severity: w.severity,
				Range:    file.Logged(d.Range, d.Line),
				Message:  fmt.Sprintf("'.include' %s, and with it the settings of '%s'.", w.words, included),
			})
		})
	}
}
