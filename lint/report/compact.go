package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// writeCompact writes one line a finding, in the form that editors and grep
// know: path:line:col: severity: message [rule].
func writeCompact(w io.Writer, run *Run, options Options) error {
	out := &strings.Builder{}
	colors := newPalette(options.Color)
	for _, f := range run.Result.Findings {
		if f.Suppressed != nil && !options.Suppressed || !worthALine(&f, options) {
			continue
		}
		message := Clean(f.Message)
		if f.Suppressed != nil {
			message += " (suppressed)"
		}
		fmt.Fprintf(out, "%s: %s: %s %s\n", place(&f), colors.severity(f.Severity).Sprint(f.Severity), message, colors.dim.Sprintf("[%s]", f.Rule))
	}
	if err := WriteLines(w, out.String()); err != nil {
		return fmt.Errorf("writing the compact report: %w", err)
	}
	return nil
}

// place is path:line:column, or the unit's name where there is no file.
func place(f *finding.Finding) string {
	if f.Range.File == nil {
		return Clean(f.Unit)
	}
	at := f.Range.StartPosition()
	return fmt.Sprintf("%s:%d:%d", Clean(f.Range.File.Path), at.Line, at.Column)
}
