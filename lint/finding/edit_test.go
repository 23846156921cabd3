package finding

import (
	"testing"

	"github.com/unitlint/unitlint/lint/source"
)

func TestApply(t *testing.T) {
	text := []byte("abcdef")
	at := func(start, end int, text string) Edit {
		return Edit{Range: source.Range{Start: start, End: end}, NewText: text}
	}
	got, err := Apply(text, []Edit{at(4, 6, "YZ"), at(0, 1, ""), at(2, 2, "1"), at(2, 2, "2")})
	if err != nil || string(got) != "b12cdYZ" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, edits := range [][]Edit{{at(0, 3, "x"), at(2, 4, "y")}, {at(5, 9, "")}, {at(3, 1, "")}} {
		if _, err := Apply(text, edits); err == nil {
			t.Errorf("%v was applied", edits)
		}
	}
}
