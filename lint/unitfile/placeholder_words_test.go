package unitfile

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlaceholdersByWord compares the search word by word with that of the whole
// text.
func TestPlaceholdersByWord(t *testing.T) {
	for _, text := range []string{
		"@system-service @bindir@ x", "@a @b", "  @a@\t@@b@@/c %XYZ% ", "a __X__ b__Y__", "%%name%%\n%AB%C", "@a\n@", "%A %B", "",
		strings.Repeat("@zz ", 1000) + "@end@",
	} {
		if diff := cmp.Diff(find(placeholder(), text), Placeholders(text)); diff != "" {
			t.Errorf("%.40q (-whole +words):\n%s", text, diff)
		}
	}
}
