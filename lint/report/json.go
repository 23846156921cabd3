package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

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
	encoded := make(chan []byte, 1)
	go func() { encoded <- encodeUnits(units) }() // while findings are written
	j.text(", \"findings\": [\n")
	j.findings(run.Result.Findings)
	j.text("], \"units\": [\n")
	j.bytes(<-encoded)
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

// findingsAtOnce is how many findings are encoded by one goroutine before they are
// written; usualFinding is how long one gets, in bytes.
const (
	findingsAtOnce = 32
	usualFinding   = 1 << 10
)

// findings writes a list of them, each with a line of its own. They are encoded
// side by side, for nothing else runs any more, and written in their order.
func (j *jsonWriter) findings(findings []finding.Finding) {
	waiting := make(chan chan *bytes.Buffer, 2*runtime.GOMAXPROCS(0))
	written := make(chan *bytes.Buffer, cap(waiting)+2)
	var failed atomic.Bool // then nobody reads any more
	go func() {
		defer close(waiting)
		for some := range slices.Chunk(findings, findingsAtOnce) {
			encoded := make(chan *bytes.Buffer, 1)
			waiting <- encoded
			go func() {
				if failed.Load() {
					some = nil
				}
				encoded <- encodeFindings(some, written)
			}()
		}
	}()
	separator := ""
	for encoded := range waiting {
		text := <-encoded
		j.text(separator)
		j.bytes(text.Bytes())
		failed.Store(j.err != nil)
		separator = ","
		select {
		case written <- text:
		default:
		}
	}
}

// encodeFindings returns findings with commas between them, in a buffer that was
// written already where there is one.
func encodeFindings(findings []finding.Finding, written <-chan *bytes.Buffer) *bytes.Buffer {
	text := new(bytes.Buffer)
	select {
	case text = <-written:
		text.Reset()
	default:
	}
	text.Grow(len(findings) * usualFinding)
	encoder := NewJSONEncoder(text)
	var one jsonFinding
	for i := range findings {
		if i > 0 {
			text.WriteByte(',')
		}
		one.describe(&findings[i])
		_ = encoder.Encode(&one) // all of it can be encoded, and a buffer written to
	}
	return text
}

// encodeUnits returns units with commas between them.
func encodeUnits(units []lint.Summary) []byte {
	var text bytes.Buffer
	encoder := NewJSONEncoder(&text)
	for i := range units {
		if i > 0 {
			text.WriteByte(',')
		}
		_ = encoder.Encode(unitJSON(units[i])) // all of it can be encoded, and a buffer written to
	}
	return text.Bytes()
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
