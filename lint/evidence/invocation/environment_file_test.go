package invocation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnvironmentLines(t *testing.T) {
	got := environmentLines("# A=1\n;B=2\nC=plain text\nD=\"two words\"\nE='$kept \\'\n F = x\\\ny\nexport G=1\nH=a\\ b\"c\"\nnothing\n")
	want := map[string]string{"C": "plain text", "D": "two words", "E": `$kept \`, "F": "xy", "H": "a bc"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzEnvironmentLines(f *testing.F) {
	f.Add("A=\"x\\\ny\"\nB='")
	f.Fuzz(func(t *testing.T, text string) {
		for name := range environmentLines(text) {
			if !isVariableName(name) {
				t.Errorf("%q is no name of a variable", name)
			}
		}
	})
}
