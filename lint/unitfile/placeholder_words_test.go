package unitfile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlaceholdersByWord compares the search by hand with the regular expression.
func TestPlaceholdersByWord(t *testing.T) {
	for _, text := range []string{
		"@system-service @bindir@ x", "@a @b", "  @a@\t@@b@@/c %XYZ% ", "a __X__ b__Y__", "%%name%%\n%AB%C", "@a\n@", "%A %B", "",
		"@@a@", "@@@a@@", "@a@@b@", "@@a@@@", "@9a@", "@a.b-c@", "@a+@", "%%ab%%", "%%abc%%", "%%abc%", "%%%abc%%", "%ABC%%DEF%", "%%A%B%C%%", "%AbC%", "%A_1%", "%9AB%",
		"__A__B__", "___A__", "__A_B__", "__A", "____", "__A___", "__a__", "_____A__", "__9__", "__A9_", "@__A__@", "%__A__%", "é@a@é__É__",
		strings.Repeat("@zz ", 1000) + "@end@",
	} {
		if diff := cmp.Diff(apart(text, find(placeholder, text)), Placeholders(text)); diff != "" {
			t.Errorf("%.40q (-whole +words):\n%s", text, diff)
		}
	}
}

// TestPlaceholdersOfManyTexts does the same for all short texts of the characters
// that matter.
func TestPlaceholdersOfManyTexts(t *testing.T) {
	for _, characters := range []string{"@%_Aa", "@.-a1", "%A1_ ", "_A1", "%{}a1", "%{}_a", "%()as", ":A1_", ":Aa/"} {
		text := make([]byte, 0, 8)
		var extend func()
		extend = func() {
			if want, got := apart(string(text), find(placeholder, string(text))), Placeholders(string(text)); !slices.Equal(got, want) {
				t.Fatalf("%q: got %v, want %v", text, got, want)
			}
			if len(text) == cap(text)-2 {
				return
			}
			for i := range len(characters) {
				text = append(text, characters[i])
				extend()
				text = text[:len(text)-1]
			}
		}
		extend()
	}
}

// An '=' in what a generator replaces does not end a key.
func TestEqualsOfKeysWithTags(t *testing.T) {
	for text, want := range map[string]int{
		"Key=a=b": 3, "{{ if x=y }}Key=a": 15, "{{ x=y }}=a": 9, "Key={{ x=y }}": 3, "{{ x=y }}{{ z=1 }}K=a": 19, "{{ x=y }}": -1, "Key": -1,
	} {
		if got := equalsOf(text, true); got != want {
			t.Errorf("the key of %q ends at %d, want %d", text, got, want)
		}
	}
	if got := equalsOf("{{ x=y }}=a", false); got != 4 {
		t.Errorf("outside of templates the key ends at %d, want 4", got)
	}
}
