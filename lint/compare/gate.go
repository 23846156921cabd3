package compare

import (
	"fmt"
	"slices"
	"strings"
)

// Gate is a reason to fail a run.
type Gate string

// The gates.
const (
	// Looser closes where a unit may do what it might not before.
	Looser Gate = "looser"
	// Broken closes where a unit fails that did not before.
	Broken Gate = "broken"
	// Score closes where an exposure rose.
	Score Gate = "score"
	// Misfit closes where an override does not fit the newer unit.
	Misfit Gate = "overrides"
	// Unexpected closes where a drop-in that every unit is to have is not there
	// as it should be.
	Unexpected Gate = "expected"
)

// GateState tells whether a gate that was asked for is closed.
type GateState struct {
	Name   Gate `json:"name"`
	Closed bool `json:"closed"`
}

// Gates returns all gates.
func Gates() []Gate { return []Gate{Looser, Broken, Score, Misfit, Unexpected} }

// ParseGate returns the gate of a name.
func ParseGate(name string) (Gate, error) {
	if g := Gate(name); slices.Contains(Gates(), g) {
		return g, nil
	}
	var names []string
	for _, g := range Gates() {
		names = append(names, string(g))
	}
	return "", fmt.Errorf("%q is no gate: expected %s", name, strings.Join(names, ", "))
}

// Try tells of each gate whether the changes close it.
func Try(gates []Gate, units []*Unit, expected []Expected) []GateState {
	s := summarize(units)
	closed := map[Gate]bool{
		Looser: s.Looser > 0, Broken: s.Broken > 0, Score: s.Riskier > 0, Misfit: s.Overrides > 0, Unexpected: len(expected) > 0,
	}
	states := make([]GateState, len(gates))
	for i, g := range gates {
		states[i] = GateState{Name: g, Closed: closed[g]}
	}
	return states
}
