package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/unitlint/unitlint/lint/finding"
)

type checkstyleRun struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// writeCheckstyle writes the XML of Checkstyle, which many CI systems read.
func writeCheckstyle(w io.Writer, run *Run, _ Options) error {
	out := checkstyleRun{Version: "4.3"}
	index := map[string]int{}
	for _, f := range shown(run) {
		name, line, column := f.Unit, 1, 1
		if f.Range.File != nil {
			at := f.Range.StartPosition()
			name, line, column = f.Range.File.Path, at.Line, at.Column
		}
		at, known := index[name]
		if !known {
			at = len(out.Files)
			index[name] = at
			out.Files = append(out.Files, checkstyleFile{Name: Clean(name)})
		}
		severity := f.Severity.String()
		if f.Severity == finding.Note {
			severity = "info"
		}
		out.Files[at].Errors = append(out.Files[at].Errors, checkstyleError{
			Line: line, Column: column, Severity: severity, Message: Clean(sentences(&f)), Source: "unitlint." + f.Rule,
		})
	}
	return writeXML(w, out)
}

type junitRun struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	File      string        `xml:"file,attr,omitempty"`
	Line      int           `xml:"line,attr,omitempty"`
	Failure   *junitFailure `xml:"failure"`
	Output    string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes one suite a unit: each error and warning is a failed case,
// a note is one that passed with output, and a unit without any has one that
// passed.
func writeJUnit(w io.Writer, run *Run, options Options) error {
	out := junitRun{Name: "unitlint"}
	index := map[string]int{}
	for _, u := range run.Result.Units {
		index[string(u.Scope)+" "+u.Name] = len(out.Suites)
		out.Suites = append(out.Suites, junitSuite{Name: Clean(u.Name)})
	}
	for _, f := range foldAdvice(shown(run), options) {
		at, known := index[f.Scope+" "+f.Unit]
		if !known {
			at = len(out.Suites)
			index[f.Scope+" "+f.Unit] = at
			out.Suites = append(out.Suites, junitSuite{Name: Clean(f.Unit)})
		}
		out.Suites[at].Cases = append(out.Suites[at].Cases, junitFinding(&f))
	}
	for i := range out.Suites {
		suite := &out.Suites[i]
		if len(suite.Cases) == 0 {
			suite.Cases = []junitCase{{Name: "no findings", ClassName: suite.Name}}
		}
		for _, c := range suite.Cases {
			suite.Tests++
			if c.Failure != nil {
				suite.Failures++
			}
		}
		out.Tests += suite.Tests
		out.Failures += suite.Failures
	}
	return writeXML(w, out)
}

func junitFinding(f *finding.Finding) junitCase {
	c := junitCase{Name: fmt.Sprintf("%s at %s", f.Rule, place(f)), ClassName: Clean(f.Unit)}
	if f.Range.File != nil {
		c.File, c.Line = Clean(f.Range.File.Path), f.Range.StartPosition().Line
	}
	text := Clean(fmt.Sprintf("%s: %s: %s", place(f), f.Severity, sentences(f)))
	if f.Severity == finding.Note {
		c.Output = text
	} else {
		c.Failure = &junitFailure{Type: f.Rule, Message: Clean(f.Message), Text: text}
	}
	return c
}

func writeXML(w io.Writer, document any) error {
	encoded, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return fmt.Errorf("encoding the XML report: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, encoded); err != nil {
		return fmt.Errorf("writing the XML report: %w", err)
	}
	return nil
}
