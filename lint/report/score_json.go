package report

import (
	"fmt"
	"io"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// jsonScore is one unit of score --json; exposure and level are null where
// systemd computes none.
type jsonScore struct {
	Unit     string       `json:"unit"`
	Scope    locate.Scope `json:"scope"`
	State    locate.State `json:"state"`
	Exposure *float64     `json:"exposure"`
	Level    *string      `json:"level"`
	Systemd  int          `json:"systemd"`
	Checks   []jsonCheck  `json:"checks"`
}

// jsonCheck is one check; set and exposure are null where it does not apply,
// exposure also where it passes, origin where a default decided.
type jsonCheck struct {
	ID          string      `json:"id"`
	Setting     string      `json:"setting"`
	Set         *bool       `json:"set"`
	Description string      `json:"description"`
	Exposure    *float64    `json:"exposure"`
	Origin      *jsonOrigin `json:"origin"`
	Needed      *jsonNeeded `json:"needed"`
}

// jsonNeeded is the need that keeps the check failing; null where none is known to.
type jsonNeeded struct {
	Kind     string             `json:"kind"`
	Argument string             `json:"argument"`
	Why      string             `json:"why"`
	Evidence []finding.Evidence `json:"evidence"`
}

type jsonOrigin struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// WriteScoresJSON writes exposures as an array with one object for each unit.
func WriteScoresJSON(w io.Writer, units []ScoredUnit) error {
	list := make([]jsonScore, 0, len(units))
	for _, u := range units {
		list = append(list, scoreObject(u))
	}
	encoder := NewJSONEncoder(w)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(list); err != nil {
		return fmt.Errorf("writing the scores: %w", err)
	}
	return nil
}

func scoreObject(u ScoredUnit) jsonScore {
	object := jsonScore{Unit: u.Name, Scope: u.Scope, State: u.State, Systemd: u.Release.Version, Checks: []jsonCheck{}}
	if u.Score == nil {
		return object
	}
	level := string(u.Score.Level)
	object.Exposure, object.Level = Scale(&u.Score.Tenths), &level
	for i := range u.Score.Checks {
		c := &u.Score.Checks[i]
		object.Checks = append(object.Checks, jsonCheck{
			ID: c.ID, Setting: c.Setting, Set: c.Set, Description: c.Description, Exposure: Scale(c.Tenths), Origin: originObject(c.Origin),
			Needed: neededObject(u.Needed, c.ID),
		})
	}
	return object
}

func neededObject(needed map[string]Needed, id string) *jsonNeeded {
	n, kept := needed[id]
	if !kept {
		return nil
	}
	object := &jsonNeeded{Kind: n.Kind, Argument: n.Argument, Why: n.Why, Evidence: []finding.Evidence{}}
	object.Evidence = append(object.Evidence, n.Evidence...)
	return object
}

// Scale turns tenths into the displayed scale, 0.0 to 10.0; nil stays nil.
func Scale(tenths *int) *float64 {
	if tenths == nil {
		return nil
	}
	value := float64(*tenths) / 10
	return &value
}

func originObject(a *unit.Assignment) *jsonOrigin {
	if a == nil {
		return nil
	}
	return &jsonOrigin{File: a.File.Source.Path, Line: a.Line}
}
