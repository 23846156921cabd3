package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// mostRows bounds the rows of a table on a page that is read at a glance.
const mostRows = 100

// writeMarkdown writes a page for a pull request or the summary of a job: what
// is wrong with its place, then how many settings could protect each unit.
func writeMarkdown(w io.Writer, run *Run, options Options) error {
	run = below(options.Below, run)
	var page Document
	c := count(run)
	page.Heading("unitlint: " + strings.Join([]string{Plural(c.errors, "error"), Plural(c.warnings, "warning"), Plural(c.notes, "note")}, ", "))
	page.Paragraph(judgedFor(run))
	problems := &Table{Head: []string{"severity", "unit", "place", "finding", "rule"}}
	all := groups(run, shown(run))
	orderGroups(all)
	for i := range all {
		all[i].part(options.AllHardening)
		for k := range all[i].findings {
			f := &all[i].findings[k]
			problems.Rows = append(problems.Rows, []string{f.Severity.String(), f.Unit, place(f), f.Message, f.Rule})
		}
	}
	addTable(&page, problems)
	orderByExposure(all)
	advice := &Table{Head: []string{"exposure", "unit", "settings that could protect it better", "the best of them"}, Right: []bool{true}}
	for i := range all {
		if g := &all[i]; len(g.hardening) > 0 {
			advice.Rows = append(advice.Rows, []string{g.exposure(), g.heading(), fmt.Sprint(len(g.hardening)), strings.Join(g.best(), ", ")})
		}
	}
	addTable(&page, advice)
	page.List(run.Result.Notices...)
	return page.WriteMarkdown(w)
}

func addTable(page *Document, t *Table) {
	if len(t.Rows) == 0 {
		return
	}
	more := len(t.Rows) - mostRows
	t.Rows = t.Rows[:min(len(t.Rows), mostRows)]
	page.Table(t)
	if more > 0 {
		page.Paragraph(fmt.Sprintf("and %d more.", more))
	}
}

// judgedFor says what was looked at and for which systems.
func judgedFor(run *Run) string {
	const mostNames = 5
	words := "judged " + few(run.Judged, mostNames)
	if len(run.Targets) > 0 {
		words += " for " + few(run.Targets, mostNames)
	}
	return words
}

// few are the first of some names.
func few(names []string, most int) string {
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// gravest is the highest severity of a group's findings, 0 for none.
func (g *group) gravest() finding.Severity {
	var severity finding.Severity
	for i := range g.findings {
		if !IsAdvice(&g.findings[i]) {
			severity = max(severity, g.findings[i].Severity)
		}
	}
	return severity
}
