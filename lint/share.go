package lint

import (
	"unique"

	"github.com/unitlint/unitlint/lint/finding"
)

// ManyUnits is from how many units on a run is about memory more than about
// time.
const ManyUnits = 1000

// share makes the texts of a finding the very texts of earlier findings that say
// the same, as those of most units do.
func share(f *finding.Finding) {
	for _, text := range []*string{&f.Message, &f.Symptom, &f.Advice} {
		*text = unique.Make(*text).Value()
	}
	if f.Fix == nil {
		return
	}
	f.Fix.Title = unique.Make(f.Fix.Title).Value()
	for i := range f.Fix.Edits {
		f.Fix.Edits[i].NewText = unique.Make(f.Fix.Edits[i].NewText).Value()
	}
}
