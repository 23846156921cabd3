package syntax

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// MergeConflict flags the marks that a version control system leaves in a file
// which it could not merge.
var MergeConflict = rule(lint.Rule{
	ID:       "merge-conflict",
	Summary:  "A merge conflict that nobody resolved",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `Where two changes do not fit together, git and others write both into the file, between lines that begin with
"<<<<<<<", "=======" and ">>>>>>>". systemd ignores these lines with a warning each, and reads what both sides say: of a setting
with one value the lower one counts, lists take in both, and a command can be there twice.`,
		Symptom: `The journal has "Missing '=', ignoring line." or "Assignment outside of section. Ignoring.", and the unit runs with the settings of both ` +
			`sides.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\n<<<<<<< HEAD\nNice=5\n=======\nNice=10\n>>>>>>> nicer\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nNice=10\n",
		Fix:        "Choose a side, and remove the marks.",
		Versions:   "239 to 242 stop reading the file at such a line in a section.",
		References: []string{"systemd.syntax(7)"},
	},
	Check: func(p *lint.Pass) {
		for _, file := range p.Unit.Files() {
			for _, c := range conflictsIn(file.Source) {
				f := finding.Finding{
					Range: c.marks[0], Message: "A merge conflict was not resolved: systemd ignores its marks and reads what both sides say.",
				}
				for _, mark := range c.marks[1:] {
					f.Related = append(f.Related, finding.Related{Range: mark, Message: "belongs to the conflict"})
				}
				p.Report(f)
			}
		}
	},
})

// conflict is one conflict in a file, by the lines that mark it.
type conflict struct{ marks []source.Range }

// The marks of conflicts, each at the beginning of a line (git-merge(1), "HOW
// CONFLICTS ARE PRESENTED").
const (
	conflictBegins = "<<<<<<<"
	conflictBase   = "|||||||"
	conflictParts  = "======="
	conflictEnds   = ">>>>>>>"
)

// conflictsIn returns the conflicts of a file. One of which a part was removed
// already still is one; rows of "=" alone are none.
func conflictsIn(file *source.File) []conflict {
	if !bytes.Contains(file.Text, []byte(conflictBegins)) && !bytes.Contains(file.Text, []byte(conflictEnds)) {
		return nil
	}
	var found []conflict
	inside := false
	for line := 1; line <= file.Lines(); line++ {
		mark := conflictMark(file.LineText(line))
		opens := mark == conflictBegins || mark == conflictEnds && !inside
		switch {
		case mark == "" || !opens && !inside:
			continue
		case opens:
			found = append(found, conflict{})
		}
		last := &found[len(found)-1]
		last.marks = append(last.marks, file.LineRange(line))
		inside = mark != conflictEnds
	}
	return found
}

// conflictMark returns the mark that a line is, or "".
func conflictMark(line string) string {
	for _, mark := range []string{conflictBegins, conflictBase, conflictParts, conflictEnds} {
		rest, found := strings.CutPrefix(line, mark)
		if found && (rest == "" || rest[0] == ' ' && mark != conflictParts) {
			return mark
		}
	}
	return ""
}

// marksOf keys the lines of a file that mark conflicts.
type marksOf struct{ file *source.File }

// marksConflict tells whether a line marks a conflict of its file.
func marksConflict(p *lint.Pass, file *unitfile.File, line source.Range) bool {
	if conflictMark(line.Text()) == "" {
		return false
	}
	marks, _ := p.Keep(marksOf{file.Source}, func() any {
		starts := map[int]bool{}
		for _, c := range conflictsIn(file.Source) {
			for _, mark := range c.marks {
				starts[mark.Start] = true
			}
		}
		return starts
	}).(map[int]bool)
	return marks[file.Source.LineRange(file.Source.Line(line.Start)).Start]
}
