package linttest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
)

// want is one expected finding.
type want struct {
	file       string
	line       int
	begin, end int // columns; 0 where any will do
	severity   string
	message    *regexp.Regexp
}

func (w want) String() string {
	columns := ""
	if w.begin > 0 {
		columns = fmt.Sprintf(":%d-%d", w.begin, w.end)
	}
	return strings.TrimSpace(fmt.Sprintf("%s:%d%s %s", w.file, w.line, columns, w.severity)) + " `" + w.message.String() + "`"
}

const place = "(\\d+)(?::(\\d+)-(\\d+))?(?: (note|warning|error))? `(.*)`"

var (
	comment = regexp.MustCompile(`^[ \t]*[#;] want ` + place + `$`)
	sidecar = regexp.MustCompile(`^` + place + `$`)
	attempt = regexp.MustCompile(`^[ \t]*[#;] want `)
)

// readWants collects the expectations of a fixture.
func readWants(t *testing.T, f fixture) []want {
	t.Helper()
	var wants []want
	for name, text := range f.files(t) {
		for i, line := range strings.Split(text, "\n") {
			line = strings.TrimRight(line, "\r")
			if found := comment.FindStringSubmatch(line); found != nil {
				wants = append(wants, newWant(t, name, i+1, found))
			} else if attempt.MatchString(line) {
				t.Errorf("%s:%d: not a want comment: %s", name, i+1, line)
			}
		}
	}
	for name, text := range f.sidecars(t) {
		for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
			found := sidecar.FindStringSubmatch(line)
			if found == nil {
				t.Errorf("%s.want:%d: not an expectation: %s", name, i+1, line)
				continue
			}
			wants = append(wants, newWant(t, name, 0, found))
		}
	}
	return wants
}

// newWant makes an expectation of the parts of a comment that stands on a line.
func newWant(t *testing.T, name string, line int, parts []string) want {
	t.Helper()
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // empty means 0; the expression lets digits through alone
		return n
	}
	message, err := regexp.Compile(parts[5])
	if err != nil {
		t.Fatalf("%s: the expression of a want comment: %v", name, err)
	}
	return want{
		file: name, line: line + number(parts[1]), begin: number(parts[2]), end: number(parts[3]),
		severity: parts[4], message: message,
	}
}

func (w want) matches(f *finding.Finding) bool {
	if f.Range.File == nil {
		return false
	}
	begin, end := f.Range.Positions()
	return f.Range.File.Path == w.file && begin.Line == w.line &&
		(w.begin == 0 || begin.Column == w.begin && end.Column == w.end) &&
		(w.severity == "" || f.Severity.String() == w.severity) &&
		w.message.MatchString(f.Message)
}

// differences lists each expectation that no finding meets and each finding
// that nothing expects.
func differences(wants []want, findings []finding.Finding) []string {
	var all []string
	met := make([]bool, len(findings))
	for _, w := range wants {
		at := slices.IndexFunc(findings, func(f finding.Finding) bool { return w.matches(&f) })
		for at >= 0 && at < len(findings) && (met[at] || !w.matches(&findings[at])) {
			at++
		}
		if at < 0 || at == len(findings) {
			all = append(all, "missing: "+w.String())
			continue
		}
		met[at] = true
	}
	for i := range findings {
		if !met[i] {
			all = append(all, "unexpected: "+describe(&findings[i]))
		}
	}
	return all
}

// describe writes a finding as a want comment would expect it.
func describe(f *finding.Finding) string {
	if f.Range.File == nil {
		return fmt.Sprintf("%s %s `%s` [%s]", f.Unit, f.Severity, f.Message, f.Rule)
	}
	begin, end := f.Range.Positions()
	return fmt.Sprintf("%s:%d:%d-%d %s `%s` [%s]", f.Range.File.Path, begin.Line, begin.Column, end.Column, f.Severity, f.Message, f.Rule)
}
