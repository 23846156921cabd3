package version

import (
	"testing"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

func TestRemoveLineTakesTheLineBreakAlong(t *testing.T) {
	for text, want := range map[string]string{
		"[Service]\nCPUAccounting=yes\nNice=1\n":       "[Service]\nNice=1\n",
		"[Service]\nCPUAccounting=yes\n":               "[Service]\n",
		"[Service]\nCPUAccounting=yes":                 "[Service]\n",
		"[Service]\r\nCPUAccounting=yes\r\nNice=1\r\n": "[Service]\r\nNice=1\r\n",
		"[Service]\nCPUAccounting=yes\r":               "[Service]\n",
	} {
		file := unitfile.Parse(source.New("x.service", []byte(text)), unitfile.Options{})
		got, err := finding.Apply([]byte(text), []finding.Edit{removeLine(&unit.Assignment{Assignment: file.Sections[0].Assignments[0]})})
		if err != nil || string(got) != want {
			t.Errorf("of %q stays %q (%v), want %q", text, got, err, want)
		}
	}
}
