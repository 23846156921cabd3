// Package report prints findings: for people, for editors, for code scanning
// and for continuous integration. Each format is one file behind Reporter.
// Formats know findings and the words of rules, never what a rule does.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
)

// Run is what a report is about.
type Run struct {
	// Version is unitlint's own.
	Version string
	Result  *lint.Result
	// Rules are all that exist, sorted by ID.
	Rules []*lint.Rule
	// Judged are the trees and files that were looked at, as the command line names
	// them, and Targets the systems that they were judged for.
	Judged, Targets []string
}

// Options choose what a format shows where it leaves a choice.
type Options struct {
	// Color adds terminal colours to the formats for people.
	Color bool
	// Width is the terminal's, in cells; 0 means that there is none.
	Width int
	// Stats adds the number of findings of each rule.
	Stats bool
	// Quiet leaves out everything but the findings.
	Quiet bool
	// Suppressed shows suppressed findings in the formats that leave them out.
	Suppressed bool
	// AllHardening shows every hardening finding. Without it the text has one line
	// a unit or one table, the formats of one line a finding leave those that are
	// notes out, and the formats of code hosts have the best one of each unit. JSON
	// has all of them in any case.
	AllHardening bool
	// Below is the path in the repository of the directory that paths are
	// relative to, where that is not the repository's root; the formats of code
	// hosts put it in front.
	Below string
}

// Reporter writes a run in one format.
type Reporter interface {
	Report(w io.Writer, run *Run) error
}

// format is a Reporter made of a function.
type format func(w io.Writer, run *Run, options Options) error

// configured is a format with its options.
type configured struct {
	write   format
	options Options
}

func (c configured) Report(w io.Writer, run *Run) error { return c.write(w, run, c.options) }

func formats() map[string]format {
	return map[string]format{
		"checkstyle": writeCheckstyle,
		"compact":    writeCompact,
		"github":     writeGitHub,
		"gitlab":     writeGitLab,
		"json":       writeJSON,
		"jsonl":      writeJSONLines,
		"markdown":   writeMarkdown,
		"junit":      writeJUnit,
		"sarif":      writeSARIF,
		"text":       writeText,
	}
}

// Formats returns the names of the formats, sorted.
func Formats() []string {
	var names []string
	for name := range formats() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// New returns the reporter of a format. It fails where no format has the name.
func New(name string, options Options) (Reporter, error) {
	write, known := formats()[name]
	if !known {
		return nil, fmt.Errorf("%q is not a format: expected one of %s", name, strings.Join(Formats(), ", "))
	}
	return configured{write, options}, nil
}

// shown returns the findings that are not suppressed.
func shown(run *Run) []finding.Finding {
	var findings []finding.Finding
	for _, f := range run.Result.Findings {
		if f.Suppressed == nil {
			findings = append(findings, f)
		}
	}
	return findings
}

// worthALine tells whether a format of one line a finding shows it.
func worthALine(f *finding.Finding, options Options) bool {
	return options.AllHardening || !IsAdvice(f)
}

// OmitsAdvice tells whether a format leaves out what IsAdvice tells of, or needs no
// more of it than [lint.Gain] holds, unless it is asked for.
func OmitsAdvice(format string) bool {
	return slices.Contains([]string{"compact", "github", "markdown", "text"}, format)
}

// IsAdvice tells whether a finding is one of the many small gains in hardening.
func IsAdvice(f *finding.Finding) bool {
	return f.Category == finding.Hardening && f.Severity == finding.Note
}

// counts are the numbers of a run's last line.
type counts struct {
	errors, warnings, notes, suppressed, hidden, files, units int
}

func count(run *Run) counts {
	c := counts{hidden: run.Result.Hidden, units: len(run.Result.Units)}
	for i := range run.Result.Findings {
		f := &run.Result.Findings[i]
		switch {
		case f.Suppressed != nil:
			c.suppressed++
		case f.Severity == finding.Error:
			c.errors++
		case f.Severity == finding.Warning:
			c.warnings++
		default:
			c.notes++
		}
	}
	files := map[string]bool{}
	for _, u := range run.Result.Units {
		c.notes += len(u.Omitted)
		for _, f := range u.Files {
			files[f] = true
		}
	}
	c.files = len(files)
	return c
}
