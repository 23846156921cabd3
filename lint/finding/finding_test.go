package finding

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
)

func TestParseSeverity(t *testing.T) {
	for _, name := range []string{"note", "warning", "error"} {
		if s, err := ParseSeverity(name); err != nil || s.String() != name {
			t.Errorf("%s became %s, %v", name, s, err)
		}
	}
	for _, name := range []string{"", "fatal"} {
		if _, err := ParseSeverity(name); err == nil {
			t.Errorf("%q was taken for a severity", name)
		}
	}
}

func TestValidateFix(t *testing.T) {
	file := source.New("x.service", []byte("[Unit]\n"))
	edit := Edit{Range: file.Range(0, 6), NewText: "[Service]"}
	for _, test := range []struct {
		fix  Fix
		want string
	}{
		{Fix{Title: "Change it", Edits: []Edit{edit}}, ""},
		{Fix{Edits: []Edit{edit}}, "no title"},
		{Fix{Title: "Change it"}, "no edits"},
		{Fix{Title: "Change it", Edits: []Edit{{NewText: "x"}}}, "of no file"},
		{Fix{Title: "Change it", Edits: []Edit{{Range: file.Range(0, 6), NewText: "[Unit]"}}}, "changes nothing"},
		{Fix{Title: "Change it", Edits: []Edit{edit, {Range: file.Range(2, 4)}}}, "overlap"},
	} {
		err := test.fix.Validate()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%v: got %v, expected %q", test.fix, err, test.want)
		}
	}
}
