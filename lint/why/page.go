package why

import (
	"fmt"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/report"
)

// Page describes answers for people: each line of the log with what refused.
func Page(answers []Answer) *report.Document {
	d := &report.Document{}
	if len(answers) == 0 {
		d.Paragraph("Nothing in the log tells that a sandbox refused something.")
	}
	for i := range answers {
		a := &answers[i]
		if i == 0 || answers[i-1].Attempt.key() != a.Attempt.key() {
			d.Paragraph(fmt.Sprintf("line %d: %s", a.Attempt.Line.Number, finding.Beginning(a.Attempt.Line.Text, longestShown)))
		}
		d.List(a.lines()...)
	}
	return d
}

// longestShown is how many bytes of a line are shown.
const longestShown = 300

func (a *Answer) lines() []string {
	var lines []string
	for _, b := range a.Because {
		at := b.Assignment.KeyRange
		value := finding.Beginning(b.Assignment.Value, longestShown)
		lines = append(lines, fmt.Sprintf("%s: %s=%s (%s:%d)", b.Confidence, b.Assignment.Key, value, at.File.Path, at.StartPosition().Line))
	}
	if a.Cause != "" {
		lines = append(lines, "no setting of the unit: "+causeTitles[a.Cause])
	}
	lines = append(lines, a.Reason)
	if a.Fix != nil {
		lines = append(lines, "to allow it: "+a.Fix.Title)
	}
	return lines
}

// causeTitles are the causes for people.
var causeTitles = map[Cause]string{
	OwnFilter:      "a filter of the program's own",
	Permission:     "ordinary permissions",
	MissingFile:    "a missing file",
	SecurityModule: "SELinux, AppArmor or the like",
	UnknownCause:   "not known what",
}
