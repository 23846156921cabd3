package finding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Apply returns the text with the edits of one file applied. It fails where an
// edit lies outside of the text or two overlap; insertions at one place are
// made in the order of the edits.
func Apply(text []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Range.Start, b.Range.Start), cmp.Compare(a.Range.End, b.Range.End))
	})
	var out []byte
	at := 0
	for _, e := range sorted {
		begin, end := e.Range.Start, e.Range.End
		switch {
		case begin < 0 || end < begin || end > len(text):
			return nil, fmt.Errorf("an edit of bytes %d to %d lies outside of a text of %d bytes", begin, end, len(text))
		case begin < at:
			return nil, fmt.Errorf("two edits overlap at byte %d", begin)
		}
		out = append(out, text[at:begin]...)
		out = append(out, e.NewText...)
		at = end
	}
	return append(out, text[at:]...), nil
}

// Validate tells what is wrong with a fix, or nothing: it needs a title and
// edits that lie in a file, do not overlap and change something.
func (f *Fix) Validate() error {
	if f.Title == "" {
		return errors.New("a fix has no title")
	}
	if len(f.Edits) == 0 {
		return fmt.Errorf("fix %q has no edits", f.Title)
	}
	files := map[string][]Edit{}
	for _, e := range f.Edits {
		if e.Range.File == nil {
			return fmt.Errorf("fix %q has an edit of no file", f.Title)
		}
		files[e.Range.File.Path] = append(files[e.Range.File.Path], e)
	}
	for path, edits := range files {
		text := edits[0].Range.File.Text
		changed, err := Apply(text, edits)
		if err != nil {
			return fmt.Errorf("fix %q of %s: %w", f.Title, path, err)
		}
		if slices.Equal(changed, text) {
			return fmt.Errorf("fix %q of %s changes nothing", f.Title, path)
		}
	}
	return nil
}
