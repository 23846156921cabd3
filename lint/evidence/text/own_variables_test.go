package text

import (
	"slices"
	"strings"
	"testing"
)

// TestOwnVariables holds that the table can be searched, and says what no other one does.
func TestOwnVariables(t *testing.T) {
	compare := func(a, b ownVariable) int { return strings.Compare(a.name, b.name) }
	once := slices.CompactFunc(slices.Clone(ownVariables), func(a, b ownVariable) bool { return a.name == b.name })
	if !slices.IsSortedFunc(ownVariables, compare) || len(once) != len(ownVariables) {
		t.Error("the variables are not sorted, or stand twice")
	}
	for _, v := range ownVariables {
		if keeps := v.kept < listensAt; keeps != strings.HasPrefix(v.what, "has ") || !keeps && v.what != "" {
			t.Errorf("%s %s", v.name, v.what)
		}
		if endsIn(v.name, logWords) {
			t.Errorf("%s is known for its name", v.name)
		}
	}
	for name := range commonNames {
		if !slices.ContainsFunc(ownVariables, func(v ownVariable) bool { return v.name == name }) {
			t.Errorf("%s is none of ownVariables", name)
		}
	}
}
