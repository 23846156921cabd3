package syntax

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
	"github.com/unitlint/unitlint/rules/wording"
)

// abandoned completes a finding about a place at which systemd stops reading a
// file: what is found there, what follows for the unit, what is lost.
func abandoned(p *lint.Pass, file *unitfile.File, f *finding.Finding, found string) {
	f.Severity = finding.Error
	lost := confinement.Among(file.Lost, "")
	f.Related = append(f.Related, wording.Places(lost, "not read, so the unit runs without this protection")...)
	if isDropIn(p, file) {
		f.Message = fmt.Sprintf("%s: systemd does not read the rest of this drop-in.%s", found, lostWith(lost))
		f.Symptom = "The unit starts without the settings from this line on."
		return
	}
	f.Message = fmt.Sprintf("%s: systemd gives up the file, and the unit fails to load.%s", found, lostWith(lost))
	f.Symptom = "The unit does not start: its load state is \"error\"."
}

// BrokenSectionHeader flags section headers that make systemd give up the file.
var BrokenSectionHeader = rule(lint.Rule{
	ID:       "broken-section-header",
	Summary:  "A section header that makes systemd give up the file",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("What follows the header takes effect with the fix: the unit has not run with it."),
	Doc: lint.Doc{
		Text: `A line that starts with '[' must end with ']'. Where it does not, for instance because a comment
follows the header, systemd stops reading: a fragment does not load at all, and of a drop-in
everything from this line on is lost without a further word. The same holds for control characters
in the name, since systemd 251 for quotes and backslashes, and since 261 for an empty name.`,
		Symptom:    "The journal has \"Invalid section header '…'\"; the unit fails to load, or runs without the rest of the drop-in.",
		Bad:        "[Unit]\nDescription=Example\n\n[Service] # the main part\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Good:       "[Unit]\nDescription=Example\n\n# the main part\n[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "End the header with ']' and put comments on lines of their own.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkBrokenSectionHeader,
})

func checkBrokenSectionHeader(p *lint.Pass) {
	faults(p, unitfile.BadSectionHeader, func(file *unitfile.File, d unitfile.Diagnostic) {
		f := finding.Finding{Range: file.Logged(d.Range, d.Line)}
		found, fix := brokenHeaderWords(file, d)
		f.Fix = fix
		abandoned(p, file, &f, found)
		p.Report(f)
	})
}

func brokenHeaderWords(file *unitfile.File, d unitfile.Diagnostic) (found string, fix *finding.Fix) {
	text := d.Range.Text()
	if strings.Contains(text, "\n") {
		return "The section header is joined with another line by a backslash", nil
	}
	name, rest, closed := strings.Cut(text[1:], "]")
	end := d.Range.Start + len("[") + len(name) + len("]")
	trimmed := strings.TrimLeft(rest, " \t")
	switch {
	case !closed && strings.Contains(name, "="):
		return "The line starts with '[', which makes it a section header that lacks its ']'", nil
	case !closed:
		return "The section header lacks its ']'", closeHeader(file, d, name)
	case rest == "":
		return "The section header has characters that are not allowed in a name", nil
	case trimmed != "" && strings.ContainsAny(trimmed[:1], "#;"):
		return "A comment follows the section header, where none is allowed",
			moveComment(file, end, file.Source.Range(d.Range.End-len(trimmed), d.Range.End))
	default:
		return "Something follows the section header", nil
	}
}

func closeHeader(file *unitfile.File, d unitfile.Diagnostic, name string) *finding.Fix {
	if strings.ContainsAny(name, " \t#;[") || name == "" {
		return nil
	}
	return &finding.Fix{
		Title: "Write ']'",
		Edits: []finding.Edit{{Range: file.Source.Range(d.Range.End, d.Range.End), NewText: "]"}},
	}
}

// UnreadableLine flags lines that make systemd give up the file.
var UnreadableLine = rule(lint.Rule{
	ID:       "unreadable-line",
	Summary:  "A line that is not UTF-8, or too long, makes systemd give up the file",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `Unit files are UTF-8. At a line that is not, outside of comments, systemd stops reading the file:
a fragment does not load, and of a drop-in everything from this line on is lost, although the
message only speaks of an ignored assignment. Latin-1 and UTF-16 are not known. A line of one
mebibyte (1048576 bytes) or more, counted after backslashes have joined it, has the same effect
without any message.`,
		Symptom:    "The journal has \"String is not UTF-8 clean, ignoring assignment\"; the unit fails to load, or runs without the rest of the drop-in.",
		Bad:        "[Unit]\nDescription=Caf\xe9\n\n[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Good:       "[Unit]\nDescription=Café\n\n[Service]\nExecStart=/usr/bin/example\nNoNewPrivileges=yes\n",
		Fix:        "Convert the file to UTF-8, for instance with iconv; move long data into a file of its own.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: func(p *lint.Pass) {
		checkInvalidUTF8(p)
		checkLineTooLong(p)
	},
})

func checkInvalidUTF8(p *lint.Pass) {
	faults(p, unitfile.InvalidUTF8, func(file *unitfile.File, d unitfile.Diagnostic) {
		f := finding.Finding{Range: file.Logged(d.Range, d.Line)}
		found := "The line is not UTF-8"
		switch text := file.Source.Text; {
		case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
			found = "The file is UTF-16, not UTF-8"
		default:
			if at, size := firstInvalid(f.Range.Text()); at >= 0 {
				f.Range = file.Source.Range(f.Range.Start+at, f.Range.Start+at+size)
				found = fmt.Sprintf("The line has the byte 0x%02x, which is not UTF-8", text[f.Range.Start])
			}
		}
		abandoned(p, file, &f, found)
		p.Report(f)
	})
}

// firstInvalid returns the place of the first byte that is no UTF-8, or -1.
func firstInvalid(text string) (at, size int) {
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
			return i, 1
		}
	}
	return -1, 0
}

func checkLineTooLong(p *lint.Pass) {
	faults(p, unitfile.LineTooLong, func(file *unitfile.File, d unitfile.Diagnostic) {
		start := file.Logged(d.Range, d.Line).Start
		f := finding.Finding{Range: file.Source.Range(start, start+1)}
		abandoned(p, file, &f, "The line has one mebibyte or more")
		p.Report(f)
	})
}
