package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// InvisibleCharacter flags characters that nobody sees and that make a line something else.
var InvisibleCharacter = rule(lint.Rule{
	ID:       "invisible-character",
	Summary:  "A character that nobody sees makes a line something else",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("What the character kept from being read takes effect with the fix: the unit has not run with it."),
	Doc: lint.Doc{
		Text: `Blanks are space and tab. A no-break space, a form feed, a zero-width space or a byte order mark in
front of a directive is part of its name, so the directive is unknown, and in front of '#' or '[' it
makes the line ordinary text. systemd removes one byte order mark from a file, where it starts a line;
not one in front of a comment.`,
		Symptom:    "The journal has \"Unknown key …\" for a name that looks right, and the setting has no effect.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\n\u00a0NoNewPrivileges=yes\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "Remove the character.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkInvisible,
})

func checkInvisible(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if a.Directive != nil {
			continue
		}
		if at := invisibleInKey(a); at >= 0 {
			consequence := "is part of the directive's name, which is unknown for it"
			if rest := strings.TrimLeftFunc(a.Key, func(r rune) bool { return invisibleIn(string(r)) == 0 || r == ' ' || r == '\t' }); commentSign(rest) {
				consequence = "makes a directive of the comment, which is unknown"
			}
			reportInvisible(p, a.File, a.KeyRange, at, consequence)
		}
	}
	for _, kind := range []unitfile.DiagnosticKind{unitfile.OutsideSection, unitfile.MissingEquals} {
		faults(p, kind, func(file *unitfile.File, d unitfile.Diagnostic) {
			text := d.Range.Text()
			switch {
			case invisibleIn(text) == 0:
				reportInvisible(p, file, d.Range, 0, "makes the line text that is ignored")
			case commentSign(text): // a mark was removed before it
				mark := file.Source.Range(d.Range.Start-len("\ufeff"), d.Range.Start)
				reportInvisible(p, file, mark, 0, "makes the comment a line of text, with a warning")
			}
		})
	}
}

// commentSign tells whether a line is a comment to systemd.
func commentSign(line string) bool {
	return strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";")
}

func reportInvisible(p *lint.Pass, file *unitfile.File, text source.Range, at int, consequence string) {
	start := text.Start + at
	r, size := utf8.DecodeRuneInString(text.Text()[at:])
	place := file.Source.Range(start, start+size)
	p.Report(finding.Finding{
		Range:   place,
		Message: fmt.Sprintf("The invisible character U+%04X %s.", r, consequence),
		Fix: &finding.Fix{
			Title: "Remove the invisible character",
			Edits: []finding.Edit{{Range: place}},
		},
	})
}

// invisibleInKey returns the place of the first character of a key that is not
// shown, or -1. A key that a backslash joins has a fault of its own.
func invisibleInKey(a *unit.Assignment) int {
	if a.KeyRange.End-a.KeyRange.Start != len(a.Key) {
		return -1
	}
	return invisibleIn(a.Key)
}

// invisibleIn returns the place of the first character that is not shown, or -1.
func invisibleIn(text string) int {
	return strings.IndexFunc(text, func(r rune) bool {
		return r != ' ' && r != '\t' && (unicode.IsSpace(r) && r != '\r' && r != '\n' || unicode.Is(unicode.Cf, r))
	})
}
