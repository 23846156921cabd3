package unitfile_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

func TestFilesOfTooManyLinesAreNotRead(t *testing.T) {
	most := "[A]\n" + strings.Repeat("a=\n", unitfile.MostLines-1)
	for _, test := range []struct {
		name, text string
		overfull   bool
	}{
		{"as many as are read", most, false},
		{"one more", most + "a=\n", true},
		{"blank lines and comments are not counted", most + strings.Repeat("#\n\n", 10), false},
		{"joined lines count once", "[A]\na=" + strings.Repeat("\\\n", 2*unitfile.MostLines) + "\n", false},
		{"headers count", strings.Repeat("[A]\n", unitfile.MostLines+1), true},
		{"faults count", strings.Repeat("a\n", unitfile.MostLines+1), true},
	} {
		file := unitfile.Parse(source.New("x.service", []byte(test.text)), unitfile.Options{})
		if file.Overfull != test.overfull {
			t.Errorf("%s: overfull is %t, want %t", test.name, file.Overfull, test.overfull)
		}
		if read := len(file.Sections) > 0; read == test.overfull {
			t.Errorf("%s: sections were read: %t", test.name, read)
		}
	}
}
