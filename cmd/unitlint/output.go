package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"

	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/report"
)

// validateReports tells what is wrong with the formats that were asked for.
func (f *checkFlags) validateReports() error {
	if _, err := report.New(f.format, report.Options{}); err != nil {
		return err
	}
	for _, further := range f.reports {
		format, file, _ := strings.Cut(further, "=")
		if file == "" {
			return fmt.Errorf("--report %s: expected FORMAT=FILE", further)
		}
		if _, err := report.New(format, report.Options{}); err != nil {
			return fmt.Errorf("--report %s: %w", further, err)
		}
	}
	return nil
}

// write writes the report that was asked for and those beside it.
func (p program) write(f checkFlags, run *report.Run) error {
	color, err := p.color(f.color, f.output == "")
	if err != nil {
		return err
	}
	options := report.Options{
		Color: color, Stats: f.stats, Quiet: f.quiet, Suppressed: f.showSuppressed, AllHardening: f.allHardening,
		Below: p.below(f.root),
	}
	if f.output == "" {
		options.Width = p.width()
	}
	if err := p.writeOne(f.format, f.output, run, options); err != nil {
		return err
	}
	for _, further := range f.reports {
		format, file, _ := strings.Cut(further, "=")
		plain := options
		plain.Color, plain.Width = f.color == "always", 0
		if err := p.writeOne(format, file, run, plain); err != nil {
			return err
		}
	}
	return nil
}

// below is the path of the root from the working directory, or empty where it
// lies elsewhere.
func (p program) below(root string) string {
	if root == "" {
		return ""
	}
	rel, err := filepath.Rel(p.dir, p.path(root))
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// writeOne writes one report to a file, or to the standard output where no
// file is named. A file is written whole or not at all.
func (p program) writeOne(format, file string, run *report.Run, options report.Options) error {
	reporter, err := report.New(format, options)
	if err != nil {
		return err
	}
	if file == "" || file == "-" {
		return reporter.Report(p.stdout, run)
	}
	var buffer bytes.Buffer
	if err := reporter.Report(&buffer, run); err != nil {
		return err
	}
	if err := files.PlainNamed(p.dir, p.path(file)).Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("writing the report %s: %w", file, err)
	}
	return nil
}

// color decides on colours: the flag first, then NO_COLOR and FORCE_COLOR, then
// whether a terminal is there.
func (p program) color(flag string, toStdout bool) (bool, error) {
	switch flag {
	case "always":
		return true, nil
	case "never":
		return false, nil
	}
	if err := oneOf("--color", flag, []string{"auto", "always", "never"}); err != nil {
		return false, err
	}
	if !toStdout || p.getenv("NO_COLOR") != "" {
		return false, nil
	}
	if force := p.getenv("FORCE_COLOR"); force != "" && force != "0" {
		return true, nil
	}
	return p.getenv("TERM") != "dumb" && isTerminal(p.stdout), nil
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(file.Fd()) || isatty.IsCygwinTerminal(file.Fd()))
}

// Widths of terminals: what is assumed of one that does not tell, and what is
// too narrow to be true.
const (
	usualWidth    = 100
	narrowestTrue = 20
)

// width is the terminal's width in cells, 0 where there is none.
func (p program) width() int {
	if !isTerminal(p.stdout) {
		return 0
	}
	width := 0
	if _, err := fmt.Sscan(p.getenv("COLUMNS"), &width); err == nil && width >= narrowestTrue {
		return width
	}
	if file, ok := p.stdout.(*os.File); ok {
		width = columns(file)
	}
	if width < narrowestTrue {
		return usualWidth
	}
	return width
}
