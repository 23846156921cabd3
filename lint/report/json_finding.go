package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// jsonFinding is one finding.
type jsonFinding struct {
	Rule       string   `json:"rule"`
	Category   string   `json:"category"`
	Severity   string   `json:"severity"`
	Confidence string   `json:"confidence"`
	Unit       string   `json:"unit"`
	Scope      string   `json:"scope"`
	Targets    []string `json:"targets"`
	Directive  string   `json:"directive,omitempty"`
	Message    string   `json:"message"`
	Symptom    string   `json:"symptom,omitempty"`
	Advice     string   `json:"advice,omitempty"`
	// Location is null where the finding points nowhere.
	Location   *jsonLocation      `json:"location"`
	Related    []jsonRelated      `json:"related"`
	Evidence   []finding.Evidence `json:"evidence,omitempty"`
	Fix        *jsonFix           `json:"fix"`
	Suppressed *jsonSuppressed    `json:"suppressed"`
}

// jsonLocation is a range of a file. Lines and columns count from 1, columns in
// characters.
type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`

	// of is the range that it says: most findings of a unit stand where the one before does.
	of source.Range
}

// jsonRelated is a further place that a finding is about, or a sentence without one.
type jsonRelated struct {
	*jsonLocation
	Message string `json:"message"`
}

// jsonFix is a change of files.
type jsonFix struct {
	Title string     `json:"title,omitempty"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

// jsonEdit replaces a range of a file.
type jsonEdit struct {
	jsonLocation
	NewText string `json:"newText"`
}

// jsonSuppressed is why a finding is not reported.
type jsonSuppressed struct {
	Kind     string        `json:"kind"`
	Reason   string        `json:"reason"`
	Location *jsonLocation `json:"location,omitempty"`
}

// describe makes it say what a finding does. A report has many: the room of the one
// that was described before is used again.
func (j *jsonFinding) describe(f *finding.Finding) {
	*j = jsonFinding{
		Rule: f.Rule, Category: string(f.Category), Severity: f.Severity.String(), Confidence: f.Confidence.String(),
		Unit: f.Unit, Scope: f.Scope, Targets: f.Targets, Directive: f.Directive, Message: f.Message, Symptom: f.Symptom, Advice: f.Advice,
		Location: locationJSON(f.Range, j.Location), Related: j.Related[:0], Evidence: f.Evidence, Fix: fixJSON(f.Fix, j.Fix),
		Suppressed: suppressedJSON(f.Suppressed),
	}
	if f.Targets == nil {
		j.Targets = []string{}
	}
	if j.Related == nil {
		j.Related = []jsonRelated{}
	}
	for _, r := range f.Related {
		j.Related = append(j.Related, jsonRelated{locationJSON(r.Range, nil), r.Message})
	}
}

// locationJSON returns where a range lies, or nil where it points nowhere. The room
// is one to put it into, or nil.
func locationJSON(r source.Range, room *jsonLocation) *jsonLocation {
	if r.File == nil {
		return nil
	}
	if room == nil {
		room = new(jsonLocation)
	}
	if room.of != r {
		begin, end := r.Positions()
		*room = jsonLocation{File: r.File.Path, Line: begin.Line, Column: begin.Column, EndLine: end.Line, EndColumn: end.Column, of: r}
	}
	return room
}

// fixJSON returns a fix, or nil where there is none. The room is one to put it into,
// or nil.
func fixJSON(fix *finding.Fix, room *jsonFix) *jsonFix {
	if fix == nil {
		return nil
	}
	if room == nil {
		room = &jsonFix{Edits: []jsonEdit{}}
	}
	room.Title, room.Safe = fix.Title, fix.Safe
	room.Edits = slices.Grow(room.Edits[:0], len(fix.Edits))[:len(fix.Edits)]
	for i, e := range fix.Edits {
		edit := &room.Edits[i]
		edit.NewText = e.NewText
		if locationJSON(e.Range, &edit.jsonLocation) == nil {
			edit.jsonLocation = jsonLocation{} // it is that of another edit
		}
	}
	return room
}

func suppressedJSON(s *finding.Suppression) *jsonSuppressed {
	if s == nil {
		return nil
	}
	return &jsonSuppressed{Kind: s.Kind, Reason: s.Reason, Location: locationJSON(s.Range, nil)}
}

// writeJSONLines writes one finding a line, each the object that the JSON
// report has in its list.
func writeJSONLines(w io.Writer, run *Run, _ Options) error {
	encoder := NewJSONEncoder(w)
	var one jsonFinding
	for i := range run.Result.Findings {
		one.describe(&run.Result.Findings[i])
		if err := encoder.Encode(&one); err != nil {
			return fmt.Errorf("writing the JSON lines: %w", err)
		}
	}
	return nil
}

// FindingsJSON returns findings as a list in JSON, each on a line of its own as
// check prints it.
func FindingsJSON(findings []finding.Finding) []byte {
	var out bytes.Buffer
	out.WriteByte('[')
	encodeFindings(findings, &out)
	out.WriteByte(']')
	return out.Bytes()
}

// FixJSON returns a fix in JSON as a finding has it, null for none.
func FixJSON(fix *finding.Fix) []byte {
	var out bytes.Buffer
	_ = NewJSONEncoder(&out).Encode(fixJSON(fix, nil)) // all of it can be encoded, and a buffer written to
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
