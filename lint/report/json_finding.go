package report

import (
	"bytes"
	"fmt"
	"io"

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
	Location   *jsonLocation   `json:"location"`
	Related    []jsonRelated   `json:"related"`
	Evidence   []jsonEvidence  `json:"evidence,omitempty"`
	Fix        *jsonFix        `json:"fix"`
	Suppressed *jsonSuppressed `json:"suppressed"`
}

// jsonLocation is a range of a file. Lines and columns count from 1, columns in
// characters.
type jsonLocation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
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
	*jsonLocation
	NewText string `json:"newText"`
}

// jsonSuppressed is why a finding is not reported.
type jsonSuppressed struct {
	Kind     string        `json:"kind"`
	Reason   string        `json:"reason"`
	Location *jsonLocation `json:"location,omitempty"`
}

func findingJSON(f *finding.Finding) *jsonFinding {
	encoded := &jsonFinding{
		Rule: f.Rule, Category: string(f.Category), Severity: f.Severity.String(), Confidence: f.Confidence.String(),
		Unit: f.Unit, Scope: f.Scope, Targets: f.Targets, Directive: f.Directive, Message: f.Message, Symptom: f.Symptom, Advice: f.Advice,
		Location: locationJSON(f.Range), Related: make([]jsonRelated, 0, len(f.Related)), Fix: fixJSON(f.Fix), Suppressed: suppressedJSON(f.Suppressed),
	}
	if f.Targets == nil {
		encoded.Targets = []string{}
	}
	for _, r := range f.Related {
		encoded.Related = append(encoded.Related, jsonRelated{locationJSON(r.Range), r.Message})
	}
	for _, e := range f.Evidence {
		encoded.Evidence = append(encoded.Evidence, jsonEvidence{e.Message, e.File, max(e.Line, 0)})
	}
	return encoded
}

// locationJSON returns where a range lies, or nil where it points nowhere.
func locationJSON(r source.Range) *jsonLocation {
	if r.File == nil {
		return nil
	}
	begin, end := r.StartPosition(), r.EndPosition()
	return &jsonLocation{File: r.File.Path, Line: begin.Line, Column: begin.Column, EndLine: end.Line, EndColumn: end.Column}
}

func fixJSON(fix *finding.Fix) *jsonFix {
	if fix == nil {
		return nil
	}
	encoded := &jsonFix{Title: fix.Title, Safe: fix.Safe, Edits: make([]jsonEdit, 0, len(fix.Edits))}
	for _, e := range fix.Edits {
		encoded.Edits = append(encoded.Edits, jsonEdit{locationJSON(e.Range), e.NewText})
	}
	return encoded
}

func suppressedJSON(s *finding.Suppression) *jsonSuppressed {
	if s == nil {
		return nil
	}
	return &jsonSuppressed{Kind: s.Kind, Reason: s.Reason, Location: locationJSON(s.Range)}
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

// FindingsJSON returns findings as a list in JSON, each on a line of its own as
// check prints it.
func FindingsJSON(findings []finding.Finding) []byte {
	var out bytes.Buffer
	encoder := NewJSONEncoder(&out)
	out.WriteByte('[')
	for i := range findings {
		if i > 0 {
			out.WriteByte(',')
		}
		_ = encoder.Encode(findingJSON(&findings[i])) // all of it can be encoded, and a buffer written to
	}
	out.WriteByte(']')
	return out.Bytes()
}

// FixJSON returns a fix in JSON as a finding has it, null for none.
func FixJSON(fix *finding.Fix) []byte {
	var out bytes.Buffer
	_ = NewJSONEncoder(&out).Encode(fixJSON(fix)) // all of it can be encoded, and a buffer written to
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
