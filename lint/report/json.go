package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// jsonVersion is the version of the format; it rises when a field changes its
// meaning or goes away, not when one is added.
const jsonVersion = 1

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonUnit struct {
	Name     string    `json:"name"`
	Scope    string    `json:"scope"`
	Files    []string  `json:"files"`
	Exposure *float64  `json:"exposure"`
	Profile  *string   `json:"profile"`
	Known    jsonKnown `json:"known"`
}

// jsonKnown is what is known of the unit's program, and from where.
type jsonKnown struct {
	Profile       *string  `json:"profile"`
	Binary        bool     `json:"binary"`
	Package       bool     `json:"package"`
	Configuration []string `json:"configuration"`
	Distribution  *string  `json:"distribution"`
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
	Unprofiled int `json:"unprofiled"`
	// WithoutUnit counts the units of which drop-ins alone were found.
	WithoutUnit int    `json:"withoutUnit"`
	Judged      string `json:"judged,omitempty"`
}

// jsonBuffer is how much of a report is written at once, in bytes.
const jsonBuffer = 16 << 10

// writeJSON writes one object, with each finding and each unit on a line of its
// own: indenting large reports costs more than linting.
func writeJSON(w io.Writer, run *Run, _ Options) error {
	j := &jsonWriter{out: bufio.NewWriterSize(w, jsonBuffer)}
	j.encoder = NewJSONEncoder(j.out)
	j.text("{\"version\": ")
	j.value(jsonVersion)
	j.text(", \"tool\": ")
	j.value(jsonTool{Name: "unitlint", Version: run.Version})
	units := run.Result.Units
	j.text(", \"findings\": [\n")
	j.lists(run.Result.Findings, units)
	j.text("], \"summary\": ")
	j.value(summaryJSON(run, unknownAmong(units)))
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

func (j *jsonWriter) bytes(text []byte) {
	if _, err := j.out.Write(text); j.err == nil {
		j.err = err
	}
}

// value writes a value and ends the line.
func (j *jsonWriter) value(v any) {
	if err := j.encoder.Encode(v); j.err == nil {
		j.err = err
	}
}

// What is encoded by one goroutine before it is written: atOnce findings or units;
// usualFinding is how long a finding gets, in bytes.
const (
	atOnce       = 32
	usualFinding = 1 << 10
)

// lists writes the findings and the units, each with a line of its own. They are encoded
// side by side, for nothing else runs any more.
func (j *jsonWriter) lists(findings []finding.Finding, units []lint.Summary) {
	ofFindings := slices.Collect(slices.Chunk(findings, atOnce))
	ofUnits := slices.Collect(slices.Chunk(units, atOnce))
	encode := func(part int, text *bytes.Buffer) {
		if part < len(ofFindings) {
			encodeFindings(ofFindings[part], text)
		} else {
			encodeUnits(ofUnits[part-len(ofFindings)], text)
		}
	}
	const between = "], \"units\": [\n"
	err := inOrder(len(ofFindings)+len(ofUnits), encode, func(part int, text []byte) error {
		switch part {
		case len(ofFindings):
			j.text(between)
		case 0:
		default:
			j.text(",")
		}
		j.bytes(text)
		return j.err
	})
	if err == nil && len(ofUnits) == 0 {
		j.text(between)
	}
}

// encodeFindings writes findings with commas between them.
func encodeFindings(findings []finding.Finding, text *bytes.Buffer) {
	text.Grow(len(findings) * usualFinding)
	encoder := newPlainEncoder(text)
	var one jsonFinding
	for i := range findings {
		if i > 0 {
			text.WriteByte(',')
		}
		one.describe(&findings[i])
		_ = encoder.Encode(&one) // all of it can be encoded, and a buffer written to
	}
	escapeBuffer(text)
}

// encodeUnits writes units with commas between them.
func encodeUnits(units []lint.Summary, text *bytes.Buffer) {
	encoder := newPlainEncoder(text)
	var one jsonUnit
	for i := range units {
		if i > 0 {
			text.WriteByte(',')
		}
		one = unitJSON(&units[i])
		_ = encoder.Encode(&one) // all of it can be encoded, and a buffer written to
	}
	escapeBuffer(text)
}

// list writes a further field, unless it is empty.
func (j *jsonWriter) list(name string, texts []string) {
	if len(texts) > 0 {
		j.text(", \"" + name + "\": ")
		j.value(texts)
	}
}

func unitJSON(u *lint.Summary) jsonUnit {
	unit := jsonUnit{Name: u.Name, Scope: string(u.Scope), Files: u.Files, Exposure: u.Exposure}
	if u.Files == nil {
		unit.Files = []string{}
	}
	if u.Profile != "" {
		unit.Profile = &u.Profile
	}
	unit.Known = jsonKnown{Profile: unit.Profile, Binary: u.Binary, Package: u.Package, Configuration: u.Configuration}
	if u.Distribution != "" {
		unit.Known.Distribution = &u.Distribution
	}
	if u.Configuration == nil {
		unit.Known.Configuration = []string{}
	}
	return unit
}

func summaryJSON(run *Run, among unknown) jsonSummary {
	c := count(run)
	return jsonSummary{
		Error: c.errors, Warning: c.warnings, Note: c.notes, Suppressed: c.suppressed,
		Hidden: c.hidden, Files: c.files, Units: c.units, Unprofiled: among.programs, WithoutUnit: among.units, Judged: among.judged(),
	}
}

// unknown counts what little is known of: units whose program nobody knows, and
// units of which only drop-ins were found.
type unknown struct{ programs, units int }

func unknownAmong(units []lint.Summary) unknown {
	var among unknown
	for i := range units {
		if units[i].Unprofiled() {
			among.programs++
		}
		if units[i].WithoutUnit {
			among.units++
		}
	}
	return among
}

// judged says of how many units nothing but the text was judged, or nothing:
// silence never reads as "safe".
func (u unknown) judged() string {
	var parts []string
	switch {
	case u.programs == 1:
		parts = append(parts, "1 unit runs a program that nothing is known about: only its own text was judged")
	case u.programs > 1:
		parts = append(parts, fmt.Sprintf("%d units run programs that nothing is known about: only their own text was judged", u.programs))
	}
	if u.units > 0 {
		parts = append(parts, fmt.Sprintf("%s without the unit that it belongs to: what depends on the unit was not judged (--root names the tree that has it)",
			Plural(u.units, "set")+" of drop-ins"))
	}
	return strings.Join(parts, "; ")
}
