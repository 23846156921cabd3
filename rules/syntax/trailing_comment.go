package syntax

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/rules/comment"
	"github.com/unitlint/unitlint/rules/confinement"
)

// TrailingComment flags comments behind values.
var TrailingComment = rule(lint.Rule{
	ID:       "trailing-comment",
	Summary:  "A comment behind a value, which systemd takes as part of the value",
	Severity: finding.Warning,
	Fixes: finding.SomeSafeFixes("A comment was plainly meant. Where the setting confines the service, the fix is unsafe: the protection takes effect, " +
		"and the service has not run with it."),
	Doc: lint.Doc{
		Text: `Comments stand on lines of their own. Behind a value, '#' and ';' are ordinary characters: the
value of "PrivateTmp=yes # keep /tmp to ourselves" is no boolean, so systemd ignores the line and
the protection is off. Of a list, the words of the comment are refused or, worse, accepted; a path
that is one value gets the comment as part of its name; a command gets it as arguments.

The rule speaks where the value is good without the comment and refused with it, where a path, a name
or a list of names would have " # " in it, and where a command has "#" as a word of its own before
further words.`,
		Symptom: "The journal has \"Failed to parse …, ignoring\", and the setting has no effect.",
		Bad:     "[Service]\nExecStart=/usr/bin/example\nPrivateTmp=yes # keep /tmp to ourselves\n",
		Good:    "[Service]\nExecStart=/usr/bin/example\n# keep /tmp to ourselves\nPrivateTmp=yes\n",
		Fix:     "Put the comment on a line of its own.",
		References: []string{
			"systemd.syntax(7)",
		},
	},
	Check: checkTrailingComment,
})

func checkTrailingComment(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		c, found := comment.Behind(p, a)
		if !found {
			continue
		}
		comment := a.Span(c.Start, len(a.Value))
		f := finding.Finding{
			Confidence: c.Confidence,
			Directive:  a.Key,
			Range:      comment,
			Message:    fmt.Sprintf(c.Words, a.Key),
		}
		if a.ValueRange().StartPosition().Line == a.ValueRange().EndPosition().Line {
			f.Fix = moveComment(a.File, a.Span(0, len(strings.TrimRight(a.Value[:c.Start], " \t"))).End, comment)
			f.Fix.Safe = !confinement.By(a.Section.Name, a.Key)
		} else {
			f.Range = a.File.Logged(a.Range(), a.Line)
		}
		if c.Ignored && confinement.By(a.Section.Name, a.Key) {
			f.Severity = finding.Error
			f.Symptom = fmt.Sprintf("systemd ignores the line, so the unit runs without the protection of '%s='.", a.Key)
		}
		p.Report(f)
	}
}
