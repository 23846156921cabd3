package value_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

func TestNumbersOfUsersThatBeginWithZero(t *testing.T) {
	user := catalog.Lookup("Service", "User")
	for _, test := range []struct {
		text    string
		version int
		refused bool
	}{
		{"0", 239, false}, {"0", 252, false},
		{"010", 239, false}, {"010", 241, false}, {"010", 245, false}, {"010", 246, true}, {"010", 252, true},
		{"08", 241, true}, {"08", 252, true},
		{"0177777", 245, true}, {"65535", 245, true}, {"65536", 245, false},
	} {
		got := value.Check(user, test.text, value.Context{Release: catalog.Release{Version: test.version}, UnitName: "a.service"})
		if refused := got.Outcome == value.UnitRefused; refused != test.refused {
			t.Errorf("User=%s at %d: refused is %v, want %v", test.text, test.version, refused, test.refused)
		}
	}
}
