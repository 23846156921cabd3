package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/source"
)

// jsonVersion is the version of the format; it rises when a field changes its
// meaning or goes away, not when one is added.
const jsonVersion = 1

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonFinding struct {
	Rule       string           `json:"rule"`
	Category   string           `json:"category"`
	Severity   string           `json:"severity"`
	Confidence string           `json:"confidence"`
	Unit       string           `json:"unit"`
	Scope      string           `json:"scope"`
	Targets    []string         `json:"targets"`
	Directive  string           `json:"directive,omitempty"`
	Message    string           `json:"message"`
	Symptom    string           `json:"symptom,omitempty"`
	Advice     string           `json:"advice,omitempty"`
	Location   *jsonLocation    `json:"location"`
	Related    []jsonRelated    `json:"related"`
	Fix        *jsonFix         `json:"fix"`
	Suppressed *jsonSuppression `json:"suppressed"`
}

type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type jsonRelated struct {
	*jsonLocation
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title,omitempty"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	*jsonLocation
	NewText string `json:"newText"`
}

type jsonSuppression struct {
	Kind     string        `json:"kind"`
	Reason   string        `json:"reason"`
	Location *jsonLocation `json:"location,omitempty"`
}

type jsonUnit struct {
	Name     string   `json:"name"`
	Scope    string   `json:"scope"`
	Files    []string `json:"files"`
	Exposure *float64 `json:"exposure"`
	Profile  *string  `json:"profile"`
}

type jsonSummary struct {
	Error      int `json:"error"`
	Warning    int `json:"warning"`
	Note       int `json:"note"`
	Suppressed int `json:"suppressed"`
	Hidden     int `json:"hidden"`
	Files      int `json:"files"`
	Units      int `json:"units"`
	// Unprofiled counts the units of which only the own text was judged, since
	// nothing is known about their program.
	Unprofiled int    `json:"unprofiled"`
	Judged     string `json:"judged,omitempty"`
}

// jsonBuffer is how much of a report is written at once, in bytes.
const jsonBuffer = 64 << 10

// writeJSON writes one object, with each finding and each unit on a line of its
// own: indenting large reports costs more than linting.
func writeJSON(w io.Writer, run *Run, _ Options) error {
	j := &jsonWriter{out: bufio.NewWriterSize(w, jsonBuffer)}
	j.encoder = NewJSONEncoder(j.out)
	j.text("{\"version\": ")
	j.value(jsonVersion)
	j.text(", \"tool\": ")
	j.value(jsonTool{Name: "unitlint", Version: run.Version})
	j.text(", \"findings\": [\n")
	findings := run.Result.Findings
	j.items(len(findings), func(i int) any { return findingJSON(&findings[i]) })
	j.text("], \"units\": [\n")
	units := run.Result.Units
	j.items(len(units), func(i int) any { return unitJSON(units[i]) })
	unprofiled := 0
	for i := range units {
		if units[i].Unprofiled() {
			unprofiled++
		}
	}
	j.text("], \"summary\": ")
	j.value(summaryJSON(run, unprofiled))
	j.list("notices", run.Result.Notices)
	var problems []string
	for _, err := range run.Result.Errors {
		problems = append(problems, err.Error())
	}
	j.list("errors", problems)
	j.text("}\n")
	if err := j.out.Flush(); j.err == nil {
		j.err = err
	}
	if j.err != nil {
		return fmt.Errorf("writing the JSON report: %w", j.err)
	}
	return nil
}

// jsonWriter writes pieces of an object and keeps the first error.
type jsonWriter struct {
	out     *bufio.Writer
	encoder *json.Encoder
	err     error
}

func (j *jsonWriter) text(text string) {
	if _, err := j.out.WriteString(text); j.err == nil {
		j.err = err
	}
}

// value writes a value and ends the line.
func (j *jsonWriter) value(v any) {
	if err := j.encoder.Encode(v); j.err == nil {
		j.err = err
	}
}

// jsonPart is how many entries of a list are encoded by one goroutine at a time,
// and jsonEntry how long one usually is, in bytes.
const (
	jsonPart  = 128
	jsonEntry = 600
)

// items writes the entries of a list, each on a line of its own. As many parts
// of the list as there are processors are encoded side by side, then written.
func (j *jsonWriter) items(n int, entry func(int) any) {
	parts := make([]bytes.Buffer, runtime.GOMAXPROCS(0))
	for first := 0; first < n; {
		var group errgroup.Group
		for k := range parts {
			begin, end := first, min(first+jsonPart, n)
			first = end
			group.Go(func() error { return encodeItems(&parts[k], begin, end, entry) })
		}
		if err := group.Wait(); j.err == nil {
			j.err = err
		}
		for k := range parts {
			if _, err := parts[k].WriteTo(j.out); j.err == nil {
				j.err = err
			}
		}
	}
}

// encodeItems encodes the entries from begin to before end.
func encodeItems(out *bytes.Buffer, begin, end int, entry func(int) any) error {
	out.Grow((end - begin) * jsonEntry)
	encoder := NewJSONEncoder(out)
	for i := begin; i < end; i++ {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := encoder.Encode(entry(i)); err != nil {
			return err
		}
	}
	return nil
}

// list writes a further field, unless it is empty.
func (j *jsonWriter) list(name string, texts []string) {
	if len(texts) > 0 {
		j.text(", \"" + name + "\": ")
		j.value(texts)
	}
}

func unitJSON(u lint.Summary) jsonUnit {
	unit := jsonUnit{Name: u.Name, Scope: string(u.Scope), Files: u.Files, Exposure: u.Exposure}
	if u.Files == nil {
		unit.Files = []string{}
	}
	if u.Profile != "" {
		unit.Profile = &u.Profile
	}
	return unit
}

func summaryJSON(run *Run, unprofiled int) jsonSummary {
	c := count(run)
	summary := jsonSummary{
		Error: c.errors, Warning: c.warnings, Note: c.notes, Suppressed: c.suppressed,
		Hidden: c.hidden, Files: c.files, Units: c.units, Unprofiled: unprofiled,
	}
	if unprofiled > 0 {
		summary.Judged = judged(unprofiled)
	}
	return summary
}

// judged says of how many units nothing but the text was judged: silence
// never reads as "safe".
func judged(n int) string {
	if n == 1 {
		return "1 unit runs a program that nothing is known about: only its own text was judged"
	}
	return fmt.Sprintf("%d units run programs that nothing is known about: only their own text was judged", n)
}

// writeJSONLines writes one finding a line, each the object that the JSON
// report has in its list.
func writeJSONLines(w io.Writer, run *Run, _ Options) error {
	encoder := NewJSONEncoder(w)
	for i := range run.Result.Findings {
		if err := encoder.Encode(findingJSON(&run.Result.Findings[i])); err != nil {
			return fmt.Errorf("writing the JSON lines: %w", err)
		}
	}
	return nil
}

func findingJSON(f *lint.Finding) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Category: string(f.Category), Severity: f.Severity.String(), Confidence: f.Confidence.String(),
		Unit: f.Unit, Scope: string(f.Scope), Targets: f.Targets, Directive: f.Directive,
		Message: f.Message, Symptom: f.Symptom, Advice: f.Advice,
		Location: locationJSON(f.Range), Related: []jsonRelated{},
	}
	if out.Targets == nil {
		out.Targets = []string{}
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, jsonRelated{locationJSON(r.Range), r.Message})
	}
	if f.Fix != nil {
		out.Fix = &jsonFix{Title: f.Fix.Title, Safe: f.Fix.Safe, Edits: []jsonEdit{}}
		for _, e := range f.Fix.Edits {
			out.Fix.Edits = append(out.Fix.Edits, jsonEdit{locationJSON(e.Range), e.NewText})
		}
	}
	if s := f.Suppressed; s != nil {
		out.Suppressed = &jsonSuppression{Kind: s.Kind, Reason: s.Reason, Location: locationJSON(s.Range)}
	}
	return out
}

// locationJSON is nil for a range that points nowhere.
func locationJSON(r source.Range) *jsonLocation {
	if r.File == nil {
		return nil
	}
	begin, end := r.StartPosition(), r.EndPosition()
	return &jsonLocation{File: r.File.Path, Line: begin.Line, Column: begin.Column, EndLine: end.Line, EndColumn: end.Column}
}
