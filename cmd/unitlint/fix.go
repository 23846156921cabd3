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
func (c *checker) fix() error {
	var last *checked
	outcome, err := fix.Run(func(overlay map[string][]byte) (*lint.Result, error) {
		found, err := c.lint(overlay)
		if err != nil {
			return nil, err
		}
		last = found
		return found.Result, nil
	}, c.flags.unsafeFixes)
	if err != nil {
		return err
	}
	last.Notices = append(last.Notices, outcome.Dropped...)
	if c.flags.diff {
		return c.printDiff(outcome)
	}
	if err := c.writeFixed(outcome.Changes); err != nil {
		return err
	}
	if outcome.Fixed > 0 {
		last.Notices = append(last.Notices, fmt.Sprintf("fixed %s in %s", report.Plural(outcome.Fixed, "finding"), report.Plural(len(outcome.Changes), "file")))
	}
	return c.finish(last)
}

func (c *checker) printDiff(outcome *fix.Outcome) error {
	for _, change := range outcome.Changes {
		if _, err := fmt.Fprint(c.stdout, fix.Diff(c.below(c.flags.root), change)); err != nil {
			return fmt.Errorf("printing the difference: %w", err)
		}
	}
	c.complain(outcome.Result.Errors)
	switch {
	case len(outcome.Result.Errors) > 0:
		return statusError(exitFailed)
	case len(outcome.Changes) > 0 && !c.flags.exitZero:
		return statusError(exitFindings)
	default:
		return nil
	}
}

// writeFixed writes the changed files where the reports' paths lead.
func (c *checker) writeFixed(changes []fix.Change) error {
	if len(changes) == 0 {
		return nil
	}
	selection, err := c.choose(nil)
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
