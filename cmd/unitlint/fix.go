package main

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/fix"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
)

// fix applies fixes until nothing changes. It writes the files and reports what
// is left, or prints the difference.
func (p program) fix(f checkFlags, made plan, args []string) error {
	outcome, err := fix.Run(func(overlay map[string][]byte) (*lint.Result, error) {
		return p.lint(f, made, args, overlay)
	}, f.unsafeFixes)
	if err != nil {
		return err
	}
	result := outcome.Result
	result.Notices = append(result.Notices, outcome.Dropped...)
	if f.diff {
		return p.printDiff(outcome)
	}
	if err := p.writeFixed(f, made, args, outcome.Changes); err != nil {
		return err
	}
	if outcome.Fixed > 0 {
		result.Notices = append(result.Notices, fmt.Sprintf("fixed %s in %s", report.Plural(outcome.Fixed, "finding"), report.Plural(len(outcome.Changes), "file")))
	}
	return p.finish(f, made, result)
}

func (p program) printDiff(outcome *fix.Outcome) error {
	for _, change := range outcome.Changes {
		if _, err := fmt.Fprint(p.stdout, fix.Diff(change)); err != nil {
			return fmt.Errorf("printing the difference: %w", err)
		}
	}
	p.complain(outcome.Result.Errors)
	switch {
	case len(outcome.Result.Errors) > 0:
		return statusError(exitFailed)
	case len(outcome.Changes) > 0:
		return statusError(exitFindings)
	default:
		return nil
	}
}

// writeFixed writes the changed files where the reports' paths lead.
func (p program) writeFixed(f checkFlags, made plan, args []string, changes []fix.Change) error {
	if len(changes) == 0 {
		return nil
	}
	selection, err := p.choose(f, made, args, nil)
	if err != nil {
		return err
	}
	defer func() { _ = selection.Close() }() // it was read from alone
	for _, change := range changes {
		if err := writeChange(selection, change); err != nil {
			return err
		}
	}
	return nil
}

func writeChange(selection *locate.Selection, change fix.Change) error {
	dir, name, err := selection.Place(change.File.Path)
	if err != nil {
		return err
	}
	return fix.Write(dir, name, change.Text)
}
