package report

import (
	"fmt"
	"io"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
)

// findings adds findings with commas between them, each on a line of its own.
func (t jsonText) findings(findings []finding.Finding) jsonText {
	for i := range findings {
		t = append(t.next(i).finding(&findings[i]), '\n')
	}
	return t
}

// finding adds a finding as an object.
func (t jsonText) finding(f *finding.Finding) jsonText {
	t = append(t, '{')
	t = t.member("rule", f.Rule).member("category", string(f.Category)).member("severity", f.Severity.String())
	t = t.member("confidence", f.Confidence.String()).member("unit", f.Unit).member("scope", f.Scope).key("targets").texts(f.Targets)
	t = t.given("directive", f.Directive).member("message", f.Message).given("symptom", f.Symptom).given("advice", f.Advice)
	t = t.place("location", f.Range).key("related").related(f.Related)
	if len(f.Evidence) > 0 {
		t = t.key("evidence").evidence(f.Evidence)
	}
	t = t.key("fix").fix(f.Fix).key("suppressed").suppression(f.Suppressed)
	return append(t, '}')
}

// place adds a range of a file, or null where it points nowhere.
func (t jsonText) place(name string, r source.Range) jsonText {
	if r.File == nil {
		return t.null(name)
	}
	return append(append(t.key(name), '{').location(r), '}')
}

// location adds the members that say where a range lies, none where it points
// nowhere. Lines and columns count from 1, columns in characters.
func (t jsonText) location(r source.Range) jsonText {
	if r.File == nil {
		return t
	}
	begin, end := r.StartPosition(), r.EndPosition()
	return t.member("file", r.File.Path).number("line", begin.Line).number("column", begin.Column).
		number("endLine", end.Line).number("endColumn", end.Column)
}

// related adds further places that a finding is about, and sentences without one.
func (t jsonText) related(related []finding.Related) jsonText {
	t = append(t, '[')
	for i, r := range related {
		t = append(t.next(i), '{')
		t = append(t.location(r.Range).member("message", r.Message), '}')
	}
	return append(t, ']')
}

func (t jsonText) evidence(evidence []finding.Evidence) jsonText {
	t = append(t, '[')
	for i, e := range evidence {
		t = append(t.next(i), '{').member("message", e.Message).given("file", e.File)
		if e.Line != 0 {
			t = t.number("line", e.Line)
		}
		t = append(t, '}')
	}
	return append(t, ']')
}

// fix adds a change of files, or null for none.
func (t jsonText) fix(fix *finding.Fix) jsonText {
	if fix == nil {
		return append(t, "null"...)
	}
	t = append(append(t, '{').given("title", fix.Title).truth("safe", fix.Safe).key("edits"), '[')
	for i, e := range fix.Edits {
		t = append(t.next(i), '{')
		t = append(t.location(e.Range).member("newText", e.NewText), '}')
	}
	return append(t, ']', '}')
}

// suppression adds why a finding is not reported, or null where it is.
func (t jsonText) suppression(s *finding.Suppression) jsonText {
	if s == nil {
		return append(t, "null"...)
	}
	t = append(t, '{').member("kind", s.Kind).member("reason", s.Reason)
	if s.Range.File != nil {
		t = t.place("location", s.Range)
	}
	return append(t, '}')
}

// writeJSONLines writes one finding a line, each the object that the JSON
// report has in its list.
func writeJSONLines(w io.Writer, run *Run, _ Options) error {
	var line jsonText
	for i := range run.Result.Findings {
		line = append(line[:0].finding(&run.Result.Findings[i]), '\n')
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("writing the JSON lines: %w", err)
		}
	}
	return nil
}

// FindingsJSON returns findings as a list in JSON, each on a line of its own as
// check prints it.
func FindingsJSON(findings []finding.Finding) []byte {
	return append(append(jsonText{'['}, jsonText{}.findings(findings)...), ']')
}

// FixJSON returns a fix in JSON as a finding has it, null for none.
func FixJSON(fix *finding.Fix) []byte {
	return jsonText{}.fix(fix)
}
