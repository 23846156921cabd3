// Package comment tells what comments of a unit mean: those that stand where
// systemd takes them for part of a value, and those that give a reason.
package comment

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// mark is where a comment behind a value can start.
var mark = regexp.MustCompile(`[ \t][#;]`)

// Trailing is a comment behind a value: where it starts, what becomes of it.
type Trailing struct {
	// Start is where the comment's mark stands in the value, in bytes.
	Start int
	// Words say what becomes of it, with a place for the directive's name.
	Words string
	// Ignored tells that the assignment has no effect because of it.
	Ignored bool
	// Confidence is Likely where only the text looks like a comment.
	Confidence finding.Confidence
}

// Behind finds a comment behind a value, of which there is no doubt or little.
// Rules about values leave such assignments to the one about comments.
func Behind(p *lint.Pass, a *unit.Assignment) (Trailing, bool) {
	marked := strings.Contains(a.Value, "#") || strings.Contains(a.Value, ";")
	if !marked || a.Directive == nil || a.Reach == unit.UnknownDirective || a.Reach == unit.WithoutEffect ||
		len(a.Placeholders) > 0 {
		return Trailing{}, false
	}
	at := mark.FindStringIndex(a.Value)
	if at == nil {
		return Trailing{}, false
	}
	start := at[0] + 1
	switch kind := a.Directive.Kind; {
	case kind == catalog.KindExec:
		return inCommand(a.Value)
	case slices.Contains(lenient, kind) && a.Key != "Description" && strings.HasPrefix(a.Value[start:], "# "):
		return Trailing{Start: start, Words: "The comment behind the value of '%s=' is taken as part of the value.", Confidence: finding.Likely}, true
	}
	return refused(p, a, start)
}

// refused tells whether systemd refuses the value, or a part of it,
// and would accept what stands before the comment.
func refused(p *lint.Pass, a *unit.Assignment, start int) (Trailing, bool) {
	before := strings.TrimRight(a.Value[:start], " \t")
	if a.Verdict.Outcome < value.PartDropped || a.Verdict.Undecided || strings.Count(before, `"`)%2 == 1 || strings.Count(before, "'")%2 == 1 {
		return Trailing{}, false
	}
	without := value.Check(a.Directive, before, p.Unit.Context(a))
	if without.Outcome >= value.PartDropped {
		return Trailing{}, false
	}
	c := Trailing{Start: start, Words: "The comment behind the value of '%s=' is taken as part of the value.", Confidence: finding.Certain}
	if c.Ignored = a.Verdict.Outcome >= value.Ignored; c.Ignored {
		c.Words = "systemd ignores '%s=', because the comment behind its value is taken as part of the value."
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

// inCommand finds "#" as a word of its own outside of quotes, with words
// behind it. One behind an option may be the option's argument.
func inCommand(command string) (Trailing, bool) {
	words, err := value.Split(command, catalog.ExecWords)
	if err != nil {
		return Trailing{}, false
	}
	for i, w := range words {
		if w.Text != "#" || w.End-w.Start != 1 || i == 0 || len(words)-i < 2 {
			continue
		}
		if strings.HasPrefix(words[i-1].Text, "-") {
			return Trailing{}, false
		}
		return Trailing{Start: w.Start, Words: "The comment behind the command of '%s=' is given to the program as arguments.", Confidence: finding.Likely}, true
	}
	return Trailing{}, false
}
