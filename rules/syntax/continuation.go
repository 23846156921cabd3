package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/confinement"
)

// BlankAfterBackslash flags backslashes that join nothing, because a blank follows them.
var BlankAfterBackslash = rule(lint.Rule{
	ID:       "blank-after-backslash",
	Summary:  "A backslash that does not continue its line, because a blank follows it",
	Severity: finding.Error,
	Fixes: finding.SomeSafeFixes("The line below says plainly that it continues the one above. Where the setting confines the service, the fix is " +
		"unsafe: the service has not run with the whole list."),
	Doc: lint.Doc{
		Text: `Only a backslash that is the last character of a line joins the next one. With a blank behind it
the value ends there, with a backslash in it, and the next line is read as a line of its own, which
systemd cannot make sense of.`,
		Symptom: "The journal has \"Missing '=', ignoring line.\" or \"Unknown key …\" for the next line; the program runs without the arguments that " +
			"stand there.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --first \\ \n    --second\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --first \\\n    --second\n",
		Fix:        "Remove the blanks behind the backslash.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkBlankAfterBackslash,
})

// brokenContinuation is the end of a line that is a backslash and blanks.
var brokenContinuation = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\[ \t]+$`)

// backslashBefore returns the backslash and the blanks that end the physical
// line above a place, or the zero Range where that line ends otherwise.
func backslashBefore(file *unitfile.File, place source.Range) source.Range {
	above := file.Source.LineRange(file.Source.Line(place.Start) - 1)
	text := above.Text()
	if place.File == nil || !brokenContinuation.MatchString(text) || strings.ContainsAny(strings.TrimLeft(text, " \t")[:1], "#;") {
		return source.Range{}
	}
	return file.Source.Range(above.Start+strings.LastIndexByte(text, '\\'), above.End)
}

// afterBlankBackslash tells whether a line was meant to continue the one above,
// which the rule about that says.
func afterBlankBackslash(file *unitfile.File, place source.Range) bool {
	return !backslashBefore(file, place).IsZero()
}

// confinesAt tells whether a place belongs to a setting that confines processes.
func confinesAt(p *lint.Pass, place source.Range) bool {
	return slices.ContainsFunc(p.Unit.Assignments, func(a *unit.Assignment) bool {
		whole := a.Range()
		return whole.File == place.File && whole.Start <= place.Start && place.Start <= whole.End && confinement.By(a.Section.Name, a.Key)
	})
}

func checkBlankAfterBackslash(p *lint.Pass) {
	report := func(file *unitfile.File, place, shown source.Range) {
		backslash := backslashBefore(file, place)
		if backslash.IsZero() {
			return
		}
		p.Report(finding.Finding{
			Range:   shown,
			Message: "The line does not continue the one above, because a blank follows the backslash there; systemd ignores it.",
			Related: []finding.Related{{Range: backslash, Message: "the backslash is not the last character"}},
			Fix: &finding.Fix{
				Title: "Remove the blanks behind the backslash",
				Safe:  !confinesAt(p, backslash),
				Edits: []finding.Edit{{Range: file.Source.Range(backslash.Start+1, backslash.End)}},
			},
		})
	}
	faults(p, unitfile.MissingEquals, func(file *unitfile.File, d unitfile.Diagnostic) {
		report(file, d.Range, file.Logged(d.Range, d.Line))
	})
	for _, a := range p.Unit.Assignments {
		if a.Directive == nil && !strings.HasPrefix(a.Key, "X-") {
			report(a.File, a.KeyRange, loggedKey(a.Assignment))
		}
	}
}

// CommentInContinuation flags comments between lines that backslashes join.
var CommentInContinuation = rule(lint.Rule{
	ID:       "comment-in-continuation",
	Summary:  "A comment between lines that backslashes join",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `systemd 240 and later leave a comment line out of the value that it interrupts, and the value
goes on below it, whether or not the comment ends in a backslash. systemd 239, which RHEL 8 has, joins
lines first: there the comment becomes part of the value, and where it does not end in a backslash the
next line stands alone, at which that release gives up the file. Other programs that read unit files,
shell habits and syntax highlighting differ as well.`,
		Symptom:    "With systemd 239 the program gets the comment as arguments, or the unit fails to load.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --first \\\n# the second\n    --second\n",
		Good:       "[Service]\n# --second is for the second\nExecStart=/usr/bin/example --first \\\n    --second\n",
		Fix:        "Put the comment above the directive.",
		Versions:   "239 takes the comment as part of the value; 240 and later leave it out.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkCommentInContinuation,
})

func checkCommentInContinuation(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if comments := a.InnerComments(); len(comments) > 0 {
			p.Report(finding.Finding{
				Directive: a.Key,
				Range:     comments[0],
				Message:   fmt.Sprintf("The comment interrupts the value of '%s=', which goes on below it: systemd leaves the comment out.", a.Key),
			})
			continue
		}
		if p.Unit.Release.Version >= 240 {
			continue
		}
		for _, piece := range a.Pieces()[1:] {
			if text := strings.TrimLeft(piece.Text(), " \t"); text != "" && strings.ContainsAny(text[:1], "#;") {
				p.Report(finding.Finding{
					Severity:  finding.Error,
					Directive: a.Key,
					Range:     piece,
					Message:   fmt.Sprintf("The comment becomes part of the value of '%s=': this systemd joins lines before it looks for comments.", a.Key),
				})
				break
			}
		}
	}
}

// SwallowedLine flags backslashes that join the next directive or header to a value.
var SwallowedLine = rule(lint.Rule{
	ID:         "swallowed-line",
	Summary:    "A backslash that joins the next directive or section header to a value",
	Severity:   finding.Error,
	Confidence: finding.Likely,
	Fixes:      finding.UnsafeFixes("The line below takes effect with the fix, and the line above loses what was joined to it: the unit has not run like that."),
	Doc: lint.Doc{
		Text: `A backslash at the end of a line joins the next line whatever that is. When the last line of a
list of arguments is taken out and its predecessor keeps the backslash, the directive below becomes
part of the value, without any message. systemd 239 does so with comments as well: one that ends in
a backslash swallows the line below it.`,
		Symptom:    "The directive below has no effect, and the program gets it as arguments. systemd says nothing.",
		Bad:        "[Service]\nExecStart=/usr/bin/example \\\n    --first \\\nNoNewPrivileges=yes\n",
		Good:       "[Service]\nExecStart=/usr/bin/example \\\n    --first\nNoNewPrivileges=yes\n",
		Fix:        "Remove the backslash at the end of the line above.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: checkSwallowedLine,
})

// ownLine finds what usually starts a line of its own: a directive with its
// '=', or a section header.
var ownLine = regexp.MustCompile(`^(?:([A-Z][A-Za-z0-9]*)[ \t]*=|\[([A-Z][A-Za-z-]*)\][ \t]*(?:\\$|$))`)

func checkSwallowedLine(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		if !a.Joined() {
			continue
		}
		pieces := a.Pieces()
		for i := 1; i < len(pieces); i++ {
			if name, ok := swallowed(p, pieces[i].Text()); ok && !p.Omit(pieces[i], asTheRule) {
				reportSwallowed(p, a.File, a.Key, pieces[i-1], pieces[i], name)
			}
		}
	}
	for _, file := range p.Unit.Files() {
		for _, comment := range file.Comments {
			above, below, joined := strings.Cut(comment.Text(), "\\\n")
			if !joined {
				continue
			}
			if name, ok := swallowed(p, below); ok {
				start := comment.Start + len(above) + len("\\\n")
				reportSwallowed(p, file, "", file.Source.Range(comment.Start, start-1), file.Source.Range(start, comment.End), name)
			}
		}
	}
}

// swallowed tells whether a joined line was meant to stand alone, and what it
// is. An indented line was meant to be joined.
func swallowed(p *lint.Pass, line string) (name string, ok bool) {
	m := ownLine.FindStringSubmatch(line)
	switch {
	case m == nil:
		return "", false
	case m[1] != "":
		return m[1], hasDirective(p, m[1])
	default:
		return m[2], catalog.Suggest(m[2], sectionsOf(p)) != "" || containsSection(p, m[2])
	}
}

func containsSection(p *lint.Pass, name string) bool {
	for _, section := range sectionsOf(p) {
		if section == name {
			return true
		}
	}
	return false
}

func reportSwallowed(p *lint.Pass, file *unitfile.File, key string, above, line source.Range, name string) {
	into := fmt.Sprintf("the value of '%s='", key)
	if key == "" {
		into = "the comment above, because this systemd joins lines before it looks for comments"
	}
	f := finding.Finding{
		Directive: name,
		Range:     file.Source.Range(line.Start, line.Start+len(name)),
		Message:   fmt.Sprintf("'%s=' becomes part of %s: the line above ends in a backslash.", name, into),
	}
	if strings.HasPrefix(line.Text(), "[") {
		f.Directive, f.Range = "", file.Source.Range(line.Start, line.Start+len(name)+len("[]"))
		f.Message = fmt.Sprintf("The header [%s] becomes part of %s: the line above ends in a backslash.", name, into)
	}
	end := file.Source.LineRange(file.Source.Line(above.Start)).End
	backslash := file.Source.Range(end-1, end)
	if backslash.Text() == `\` {
		f.Related = []finding.Related{{Range: backslash, Message: "joins the line below"}}
		f.Fix = &finding.Fix{Title: "Remove the backslash", Edits: []finding.Edit{{Range: backslash}}}
	}
	p.Report(f)
}
