package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestPlaces(t *testing.T) {
	for name, want := range map[string][2]bool{
		"/srv/a": {true, false}, "/usr/local/a": {true, false}, "/srv": {false, false}, "/api/a": {false, false}, "/": {false, true}, "/usr/share/a": {false, true},
		"/etc/a": {false, true}, "/var/mail": {true, true}, "/var/mailman": {true, false}, "/srv/source/": {true, true}, "/srv/../api": {false, false},
	} {
		if got := [2]bool{system.IsPlaceOfData(name), system.IsOfOthers(name)}; got != want {
			t.Errorf("%s: a place for data and others': %v, want %v", name, got, want)
		}
	}
}
