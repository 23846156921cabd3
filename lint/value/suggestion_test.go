package value

import (
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
)

func TestSuggestions(t *testing.T) {
	for _, test := range []struct{ section, name, text, want string }{
		{"Install", "WantedBy", "multi-user", "multi-user.target"},
		{"Install", "WantedBy", "mine", "mine.target"},
		{"Unit", "After", "network-online", "network-online.target"},
		{"Unit", "After", "mine", "mine.service"},
		{"Unit", "After", "rescue", "rescue.service"},
		{"Service", "Slice", "mine", ""},
		{"Service", "Sockets", "mine", ""},
		// A percent sign cannot stand in a unit's name, doubled or not.
		{"Unit", "After", "foo@%1.service", ""},
		{"Unit", "Requires", "a.service foo@%1.service", ""},
		{"Service", "WorkingDirectory", "/srv/%1", "%%1"},
	} {
		result := Check(catalog.Lookup(test.section, test.name), test.text, Context{Release: catalog.Release{Version: catalog.Newest}})
		if len(result.Problems) != 1 || result.Problems[0].Suggestion() != test.want {
			t.Errorf("%s=%s: got %+v, expected %q", test.name, test.text, result.Problems, test.want)
		}
	}
}
