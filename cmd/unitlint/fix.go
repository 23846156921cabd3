package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/files"
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
	left := outcome.Dropped
	if last.unfixed > 0 {
		left = append(left, fmt.Sprintf("left %s of findings that --min-severity hides", fixes(last.unfixed)))
	}
	if c.flags.diff {
		return c.printDiff(outcome, left)
	}
	last.Notices = append(last.Notices, left...)
	c.closing.Wait() // some systems do not replace what is open
	written, failures := c.writeFixed(outcome.Changes)
	if len(failures) > 0 {
		// What could not be mended is still to be reported.
		if last, err = c.lint(nil); err != nil {
			return errors.Join(append(failures, err)...)
		}
		last.Notices = append(last.Notices, left...)
		last.Errors = append(last.Errors, failures...)
	}
	switch {
	case written == 0:
	case written < len(outcome.Changes):
		last.Notices = append(last.Notices, fmt.Sprintf("fixed %s of %d", report.Plural(written, "file"), len(outcome.Changes)))
	default:
		last.Notices = append(last.Notices, fmt.Sprintf("fixed %s in %s", report.Plural(outcome.Fixed, "finding"), report.Plural(written, "file")))
	}
	return c.finish(last)
}

func (c *checker) printDiff(outcome *fix.Outcome, left []string) error {
	for _, change := range outcome.Changes {
		if err := c.print(fix.Diff(c.below(c.flags.root), change)); err != nil {
			return fmt.Errorf("printing the difference: %w", err)
		}
	}
	c.notify(left)
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

// print prints a difference as it is, for what applies it takes no other bytes.
// A terminal and the log of a system that takes lines for commands have it
// escaped.
func (c *checker) print(difference string) error {
	if isTerminal(c.stdout) || c.getenv("CI") != "" {
		var lines strings.Builder
		for line := range strings.Lines(difference) {
			text, ended := strings.CutSuffix(line, "\n")
			parts := strings.Split(text, "\t")
			for i := range parts {
				parts[i] = report.Clean(parts[i])
			}
			lines.WriteString(strings.Join(parts, "\t"))
			if ended {
				lines.WriteByte('\n')
			}
		}
		return report.WriteLines(c.stdout, lines.String())
	}
	_, err := io.WriteString(c.stdout, difference)
	return err
}

// writeFixed writes the changed files where the reports' paths lead, as many as
// it can.
func (c *checker) writeFixed(changes []fix.Change) (written int, failures []error) {
	if len(changes) == 0 {
		return 0, nil
	}
	selection, err := c.choose(nil)
	if err != nil {
		return 0, []error{err}
	}
	defer func() { _ = selection.Close() }() // it was read from alone
	for _, change := range changes {
		if err := c.writeChange(selection, change); err != nil {
			failures = append(failures, fmt.Errorf("fixing %s: %w", change.File.Path, err))
			continue
		}
		written++
	}
	return written, failures
}

// writeChange mends one file. Where its tree lies in the working directory, no
// link may lead out of that: the tree may have been named by a link.
func (c *checker) writeChange(selection *locate.Selection, change fix.Change) error {
	dir, name, err := selection.Place(change.File.Path)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(c.dir, dir); err == nil && filepath.IsLocal(rel) {
		dir, name = c.dir, filepath.Join(rel, filepath.FromSlash(name))
	}
	file, err := files.PlainIn(dir, name)
	if err != nil {
		return err
	}
	return file.Mend(change.File.Text, change.Text)
}

func fixes(n int) string {
	if n == 1 {
		return "1 fix"
	}
	return fmt.Sprintf("%d fixes", n)
}
