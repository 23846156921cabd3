package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/source"
)

// jsonText builds the JSON of findings. Reports have thousands of them, and
// encoding/json finds out again for each what is known here.
type jsonText struct {
	text []byte
	// open tells that the object or list at hand has an entry.
	open bool
}

func (j *jsonText) begin(bracket byte) {
	j.text = append(j.text, bracket)
	j.open = false
}

func (j *jsonText) end(bracket byte) {
	j.text = append(j.text, bracket)
	j.open = true
}

// entry separates the next entry from the one before it.
func (j *jsonText) entry() {
	if j.open {
		j.text = append(j.text, ',')
	}
	j.open = true
}

// name begins a field.
func (j *jsonText) name(name string) {
	j.entry()
	j.text = append(j.text, '"')
	j.text = append(j.text, name...)
	j.text = append(j.text, '"', ':')
}

func (j *jsonText) field(name, value string) {
	j.name(name)
	j.string(value)
}

// optional writes a field that is left out where it is empty.
func (j *jsonText) optional(name, value string) {
	if value != "" {
		j.field(name, value)
	}
}

func (j *jsonText) number(name string, value int) {
	j.name(name)
	j.text = strconv.AppendInt(j.text, int64(value), 10)
}

func (j *jsonText) null(name string) {
	j.name(name)
	j.text = append(j.text, "null"...)
}

// standing are the bytes that stand as they are in a JSON string: printable ASCII
// but the quote, the backslash and what may begin a mark of a runner.
var standing = func() (table [256]bool) {
	for c := ' '; c <= '~'; c++ {
		table[c] = c != '"' && c != '\\' && c != '#'
	}
	return table
}()

// string writes a value. Most are printable ASCII and stand as they are.
func (j *jsonText) string(value string) {
	for i := range len(value) {
		if !standing[value[i]] {
			j.text = append(j.text, encoded(value)...)
			return
		}
	}
	j.text = append(j.text, '"')
	j.text = append(j.text, value...)
	j.text = append(j.text, '"')
}

// encoded is the JSON of a string as encoding/json writes it.
func encoded(value string) []byte {
	var out bytes.Buffer
	_ = NewJSONEncoder(&out).Encode(value) // a string can be encoded, and a buffer written to
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// finding writes the object of one finding, on a line.
func (j *jsonText) finding(f *finding.Finding) {
	j.begin('{')
	j.field("rule", f.Rule)
	j.field("category", string(f.Category))
	j.field("severity", f.Severity.String())
	j.field("confidence", f.Confidence.String())
	j.field("unit", f.Unit)
	j.field("scope", f.Scope)
	j.name("targets")
	j.begin('[')
	for _, target := range f.Targets {
		j.entry()
		j.string(target)
	}
	j.end(']')
	j.optional("directive", f.Directive)
	j.field("message", f.Message)
	j.optional("symptom", f.Symptom)
	j.optional("advice", f.Advice)
	j.location(f.Range)
	j.related(f.Related)
	j.evidence(f.Evidence)
	j.fix(f.Fix)
	j.suppressed(f.Suppressed)
	j.end('}')
	j.text = append(j.text, '\n')
}

// location writes where a range lies as a field; null points nowhere.
func (j *jsonText) location(r source.Range) {
	if r.File == nil {
		j.null("location")
		return
	}
	j.name("location")
	j.begin('{')
	j.place(r)
	j.end('}')
}

// place writes the fields of a location.
func (j *jsonText) place(r source.Range) {
	if r.File == nil {
		return
	}
	begin, end := r.StartPosition(), r.EndPosition()
	j.field("file", r.File.Path)
	j.number("line", begin.Line)
	j.number("column", begin.Column)
	j.number("endLine", end.Line)
	j.number("endColumn", end.Column)
}

func (j *jsonText) related(related []finding.Related) {
	j.name("related")
	j.begin('[')
	for _, r := range related {
		j.entry()
		j.begin('{')
		j.place(r.Range)
		j.field("message", r.Message)
		j.end('}')
	}
	j.end(']')
}

// evidence writes what the finding rests on, where that is more than the unit's
// text.
func (j *jsonText) evidence(evidence []finding.Evidence) {
	if len(evidence) == 0 {
		return
	}
	j.name("evidence")
	j.begin('[')
	for _, e := range evidence {
		j.entry()
		j.begin('{')
		j.field("message", e.Message)
		j.optional("file", e.File)
		if e.Line > 0 {
			j.number("line", e.Line)
		}
		j.end('}')
	}
	j.end(']')
}

func (j *jsonText) fix(fix *finding.Fix) {
	if fix == nil {
		j.null("fix")
		return
	}
	j.name("fix")
	j.begin('{')
	j.optional("title", fix.Title)
	j.name("safe")
	j.text = strconv.AppendBool(j.text, fix.Safe)
	j.name("edits")
	j.begin('[')
	for _, e := range fix.Edits {
		j.entry()
		j.begin('{')
		j.place(e.Range)
		j.field("newText", e.NewText)
		j.end('}')
	}
	j.end(']')
	j.end('}')
}

func (j *jsonText) suppressed(s *finding.Suppression) {
	if s == nil {
		j.null("suppressed")
		return
	}
	j.name("suppressed")
	j.begin('{')
	j.field("kind", s.Kind)
	j.field("reason", s.Reason)
	if s.Range.File != nil {
		j.location(s.Range)
	}
	j.end('}')
}

// writeJSONLines writes one finding a line, each the object that the JSON
// report has in its list.
func writeJSONLines(w io.Writer, run *Run, _ Options) error {
	var line jsonText
	for i := range run.Result.Findings {
		line.text, line.open = line.text[:0], false
		line.finding(&run.Result.Findings[i])
		if _, err := w.Write(line.text); err != nil {
			return fmt.Errorf("writing the JSON lines: %w", err)
		}
	}
	return nil
}

// FindingsJSON returns findings as a list in JSON, each as check prints it.
func FindingsJSON(findings []finding.Finding) []byte {
	j := &jsonText{}
	j.list(findings, false)
	return slices.Concat([]byte{'['}, j.text, []byte{']'})
}

// FixJSON returns a fix in JSON as a finding has it, null for none.
func FixJSON(fix *finding.Fix) []byte {
	j := &jsonText{}
	j.fix(fix)
	return bytes.TrimPrefix(j.text, []byte(`"fix":`))
}
