package compare

import (
	"encoding/json"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/unit"
)

// documentVersion is the version of the format; it rises when a field changes
// its meaning or goes away, not when one is added.
const documentVersion = 1

// Document is what diff prints as JSON.
type Document struct {
	Version int            `json:"version"`
	Units   []documentUnit `json:"units"`
	Summary Summary        `json:"summary"`
	Gates   []GateState    `json:"gates"`
	Missing []Expected     `json:"expected,omitempty"`
}

type documentUnit struct {
	Unit      string             `json:"unit"`
	Scope     locate.Scope       `json:"scope"`
	Change    Change             `json:"change"`
	State     documentStates     `json:"state"`
	Settings  []documentSetting  `json:"settings"`
	Grants    []documentGrant    `json:"grants"`
	Findings  documentFindings   `json:"findings"`
	Exposure  documentExposure   `json:"exposure"`
	Overrides []documentOverride `json:"overrides"`
}

// documentStates are the load states; null for a unit that is not there.
type documentStates struct {
	Before *locate.State `json:"before"`
	After  *locate.State `json:"after"`
}

type documentSetting struct {
	Section string          `json:"section"`
	Name    string          `json:"name"`
	Before  []documentValue `json:"before"`
	After   []documentValue `json:"after"`
}

type documentValue struct {
	Value string `json:"value"`
	File  string `json:"file"`
	Line  int    `json:"line"`
}

type documentGrant struct {
	Kind     string           `json:"kind"`
	Argument string           `json:"argument"`
	Change   string           `json:"change"`
	Because  documentBecauses `json:"because"`
}

type documentBecauses struct {
	Before []documentBecause `json:"before"`
	After  []documentBecause `json:"after"`
}

type documentBecause struct {
	Directive string `json:"directive"`
	documentValue
}

type documentFindings struct {
	Came json.RawMessage `json:"came"`
	Went json.RawMessage `json:"went"`
}

// documentExposure has null where systemd computes no score.
type documentExposure struct {
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

type documentOverride struct {
	File      string  `json:"file"`
	Line      int     `json:"line"`
	Directive string  `json:"directive"`
	Problem   Problem `json:"problem"`
	Message   string  `json:"message"`
}

// Documented returns the changes in the form of the JSON output.
func Documented(units []*Unit, gates []GateState, expected []Expected) Document {
	d := Document{Version: documentVersion, Units: []documentUnit{}, Summary: summarize(units), Gates: gates, Missing: expected}
	if d.Gates == nil {
		d.Gates = []GateState{}
	}
	for _, u := range units {
		d.Units = append(d.Units, u.documented())
	}
	return d
}

func (u *Unit) documented() documentUnit {
	before, after := u.Exposure()
	d := documentUnit{
		Unit: u.Name, Scope: u.Scope, Change: u.Change, Settings: []documentSetting{}, Grants: []documentGrant{}, Overrides: []documentOverride{},
		State:    documentStates{stateOf(u.Before), stateOf(u.After)},
		Findings: documentFindings{report.FindingsJSON(u.Came), report.FindingsJSON(u.Went)},
		Exposure: documentExposure{report.Scale(before), report.Scale(after)},
	}
	for _, s := range u.Settings {
		d.Settings = append(d.Settings, documentSetting{s.Section, s.Name, documentedValues(s.Before), documentedValues(s.After)})
	}
	for _, g := range u.Grants {
		change := "tighter"
		if g.Looser {
			change = "looser"
		}
		d.Grants = append(d.Grants, documentGrant{
			Kind: string(g.Kind), Argument: g.Argument, Change: change, Because: documentBecauses{becauses(g.Before), becauses(g.After)},
		})
	}
	for _, o := range u.Overrides {
		d.Overrides = append(d.Overrides, documentOverride(o))
	}
	return d
}

func stateOf(s *State) *locate.State {
	if s == nil {
		return nil
	}
	return &s.Unit.State
}

func documentedValues(values []*unit.Assignment) []documentValue {
	all := []documentValue{}
	for _, a := range values {
		all = append(all, documentValue{a.Value, a.File.Source.Path, a.Line})
	}
	return all
}

func becauses(by []*unit.Assignment) []documentBecause {
	all := []documentBecause{}
	for _, a := range by {
		all = append(all, documentBecause{a.Key, documentValue{a.Value, a.File.Source.Path, a.Line}})
	}
	return all
}
