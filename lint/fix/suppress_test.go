package fix_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/fix"
	"github.com/unitlint/unitlint/lint/source"
)

// A reason is shown by editors and reviewers, which what cannot be seen deceives.
func TestSuppressRefusesWhatCannotBeSeen(t *testing.T) {
	file := source.New("a.service", []byte("[Service]\nType=oneshot\n"))
	for _, reason := range []string{"\x1b[31mred", "turned \u202eround", "two\nlines", "\xff"} {
		if text, err := fix.Suppress(file, 2, "oneshot-restart", reason); err == nil {
			t.Errorf("%q: wrote %q", reason, text)
		}
	}
	for _, reason := range []string{"ours", "a\ttab", "größer"} {
		if _, err := fix.Suppress(file, 2, "oneshot-restart", reason); err != nil {
			t.Errorf("%q: %v", reason, err)
		}
	}
}
