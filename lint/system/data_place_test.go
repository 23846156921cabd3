package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

// TestNamesNoData holds which paths are none of data by a name that says nothing of a directory, and by one that does.
func TestNamesNoData(t *testing.T) {
	for place, want := range map[string][2]bool{
		"/srv/a": {false, false}, "/usr/local/a": {false, false}, "/srv": {true, false}, "/api/a": {true, false}, "/": {true, true},
		"/usr/share/a": {true, true}, "/etc/a": {true, true}, "/var/mail": {true, true}, "/var/mailman": {false, false},
		"/srv/source/": {true, true}, "/srv/../api": {true, false},
	} {
		if got := [2]bool{system.NamesNoData("uploads", place), system.NamesNoData("upload_DIR", place)}; got != want {
			t.Errorf("%s: %v, want %v", place, got, want)
		}
	}
}
