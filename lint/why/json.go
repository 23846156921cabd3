package why

import (
	"encoding/json"

	"github.com/unitlint/unitlint/lint/report"
)

// Document is an answer in the machine format.
type Document struct {
	Line    documentLine    `json:"line"`
	Unit    string          `json:"unit"`
	Refused documentRefused `json:"refused"`
	Because []documentBlame `json:"because"`
	// Cause is null where a setting is blamed.
	Cause  *Cause `json:"cause"`
	Reason string `json:"reason"`
	// Fix is null where no edit is mechanical.
	Fix json.RawMessage `json:"fix"`
}

type documentLine struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
}

type documentRefused struct {
	Kind     string `json:"kind"`
	Argument string `json:"argument"`
	Call     string `json:"call,omitempty"`
	Error    string `json:"error,omitempty"`
}

type documentBlame struct {
	Directive  string     `json:"directive"`
	File       string     `json:"file"`
	Line       int        `json:"line"`
	Confidence Confidence `json:"confidence"`
}

// Documents returns answers in the machine format.
func Documents(answers []Answer) []Document {
	documents := make([]Document, 0, len(answers))
	for i := range answers {
		documents = append(documents, answers[i].document())
	}
	return documents
}

func (a *Answer) document() Document {
	d := Document{
		Line:    documentLine{a.Attempt.Line.Number, a.Attempt.Line.Text},
		Refused: documentRefused{string(a.Attempt.Kind), a.Attempt.Argument, a.Attempt.Call, a.Attempt.Error},
		Unit:    a.Attempt.Line.Unit, Because: []documentBlame{}, Reason: a.Reason, Fix: report.FixJSON(a.Fix),
	}
	if a.Unit != nil {
		d.Unit = a.Unit.Name
	}
	for _, b := range a.Because {
		at := b.Assignment.KeyRange
		d.Because = append(d.Because, documentBlame{b.Assignment.Key, at.File.Path, at.StartPosition().Line, b.Confidence})
	}
	if a.Cause != "" {
		d.Cause = &a.Cause
	}
	return d
}
