package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

func trailingComment() *lint.Rule {
	return &lint.Rule{
		ID:         "trailing-comment",
		Summary:    "A comment behind a value, which systemd takes as part of the value",
		Category:   finding.Syntax,
		Severity:   finding.Warning,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Fixes:      finding.SomeSafeFixes("A comment was plainly meant. Where the setting confines the service, the fix is unsafe: the protection takes effect, and the service has not run with it."),
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
				syntaxManual,
			},
		},
		Check: checkTrailingComment,
	}
}

func checkTrailingComment(p *lint.Pass) {
	for _, a := range p.Unit.Assignments {
		c, found := commentBehind(p, a)
		if !found {
			continue
		}
		comment := a.Span(c.start, len(a.Value))
		f := finding.Finding{
			Confidence: c.confidence,
			Directive:  a.Key,
			Range:      comment,
			Message:    fmt.Sprintf(c.words, a.Key),
		}
		if a.ValueRange().StartPosition().Line == a.ValueRange().EndPosition().Line {
			f.Fix = moveComment(a.File, a.Span(0, len(strings.TrimRight(a.Value[:c.start], " \t"))).End, comment)
			f.Fix.Safe = !protects(a.Section.Name, a.Key)
		} else {
			f.Range = logged(a.File, a.Range(), a.Line)
		}
		if c.ignored && protects(a.Section.Name, a.Key) {
			f.Severity = finding.Error
			f.Symptom = fmt.Sprintf("systemd ignores the line, so the unit runs without the protection of '%s='.", a.Key)
		}
		p.Report(f)
	}
}

// commentMark is where a comment behind a value can start.
var commentMark = regexp.MustCompile(`[ \t][#;]`)

// trailing is a comment behind a value: where it starts, what becomes of it.
type trailing struct {
	start      int
	words      string // with a place for the directive's name
	ignored    bool   // the assignment has no effect because of it
	confidence finding.Confidence
}

// commentBehind finds a comment behind a value, of which there is no doubt or
// little. Rules about values leave such assignments to the rule above.
func commentBehind(p *lint.Pass, a *unit.Assignment) (trailing, bool) {
	if !strings.ContainsAny(a.Value, "#;") || a.Directive == nil || a.Reach == unit.UnknownDirective || a.Reach == unit.WithoutEffect ||
		len(a.Placeholders) > 0 {
		return trailing{}, false
	}
	mark := commentMark.FindStringIndex(a.Value)
	if mark == nil {
		return trailing{}, false
	}
	start := mark[0] + 1
	switch kind := a.Directive.Kind; {
	case kind == catalog.KindExec:
		return commentInCommand(a.Value)
	case slices.Contains(lenient, kind) && a.Key != "Description" && strings.HasPrefix(a.Value[start:], "# "):
		return trailing{start: start, words: "The comment behind the value of '%s=' is taken as part of the value.", confidence: finding.Likely}, true
	}
	return refusedForComment(p, a, start)
}

// refusedForComment tells whether systemd refuses the value, or a part of it,
// and would accept what stands before the comment.
func refusedForComment(p *lint.Pass, a *unit.Assignment, start int) (trailing, bool) {
	before := strings.TrimRight(a.Value[:start], " \t")
	if a.Verdict.Outcome < value.PartDropped || a.Verdict.Undecided || strings.Count(before, `"`)%2 == 1 || strings.Count(before, "'")%2 == 1 {
		return trailing{}, false
	}
	without := value.Check(a.Directive, before, p.Unit.Context(a))
	if without.Outcome >= value.PartDropped {
		return trailing{}, false
	}
	c := trailing{start: start, words: "The comment behind the value of '%s=' is taken as part of the value.", confidence: finding.Certain}
	if c.ignored = a.Verdict.Outcome >= value.Ignored; c.ignored {
		c.words = "systemd ignores '%s=', because the comment behind its value is taken as part of the value."
	}
	return c, true
}

// lenient are the kinds whose grammar takes a comment without a complaint: texts,
// paths and names with blanks in them, and lists of names of which "#" is one.
var lenient = []catalog.Kind{
	catalog.KindString, catalog.KindPath, catalog.KindWatchedPath, catalog.KindPIDFile, catalog.KindWorkingDirectory,
	catalog.KindEnvironmentFile, catalog.KindConditionPath, catalog.KindUser, catalog.KindGroup,
	catalog.KindGroupList, catalog.KindDirectories, catalog.KindEnvironmentNames, catalog.KindUnsetEnvironment,
}

// commentInCommand finds "#" as a word of its own outside of quotes, with words
// behind it. One behind an option may be the option's argument.
func commentInCommand(command string) (trailing, bool) {
	words, err := value.Split(command, catalog.ExecWords)
	if err != nil {
		return trailing{}, false
	}
	for i, w := range words {
		if w.Text != "#" || w.End-w.Start != 1 || i == 0 || len(words)-i < 2 {
			continue
		}
		if strings.HasPrefix(words[i-1].Text, "-") {
			return trailing{}, false
		}
		return trailing{start: w.Start, words: "The comment behind the command of '%s=' is given to the program as arguments.", confidence: finding.Likely}, true
	}
	return trailing{}, false
}
