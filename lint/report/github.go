package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// writeGitHub writes workflow commands, which GitHub shows as annotations of
// the changed lines.
func writeGitHub(w io.Writer, run *Run, options Options) error {
	run = below(options.Below, run)
	out := bufio.NewWriter(w)
	for _, f := range shown(run) {
		if !worthALine(&f, options) {
			continue
		}
		command := f.Severity.String()
		if f.Severity == finding.Note {
			command = "notice"
		}
		var properties []string
		text := sentences(&f)
		switch {
		case f.Range.File == nil:
		case Clean(f.Range.File.Path) != f.Range.File.Path:
			// No escaped name is that of a file, and a log takes no other one.
			text = place(&f) + ": " + text
		default:
			begin, end := f.Range.Positions()
			properties = append(properties, "file="+gitHubProperty(f.Range.File.Path), fmt.Sprintf("line=%d", begin.Line), fmt.Sprintf("endLine=%d", end.Line))
			if begin.Line == end.Line { // columns of a region over several lines are refused
				properties = append(properties, fmt.Sprintf("col=%d", begin.Column), fmt.Sprintf("endColumn=%d", end.Column))
			}
		}
		properties = append(properties, "title="+gitHubProperty(f.Rule))
		fmt.Fprintf(out, "::%s %s::%s\n", command, strings.Join(properties, ","), gitHubData(text))
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the GitHub annotations: %w", err)
	}
	return nil
}

// sentences is the message with the symptom and what to do, for formats that
// have one text.
func sentences(f *finding.Finding) string {
	text := f.Unit + ": " + f.Message
	for _, more := range []string{f.Symptom, f.Advice} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

func gitHubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(Clean(text))
}

func gitHubProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(gitHubData(text))
}
