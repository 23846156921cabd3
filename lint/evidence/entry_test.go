package evidence

import "testing"

func TestEntryIsFoundAmongAny(t *testing.T) {
	for _, c := range []struct{ entries, separator, name, want string }{
		{"", "\n", "a", ""},
		{"a\t1", "\n", "a", "a\t1"},
		{"a\t1\n", "\n", "a", "a\t1"},
		{"a\t1\nb\t2\nc\t3", "\n", "a", "a\t1"},
		{"a\t1\nb\t2\nc\t3", "\n", "b", "b\t2"},
		{"a\t1\nb\t2\nc\t3\n", "\n", "c", "c\t3"},
		{"a\t1\nb\t2\nc\t3", "\n", "aa", ""},
		{"a\t1\nb\t2\nc\t3", "\n", "d", ""},
		{"a\t1\nb\t2\nc\t3", "\n", "", ""},
		{"a\t1\nb\t2\nc\t3", "\n", "\n", ""},
		{"a\t1\nx\n\nb\t2\ny\n\nc\t3", "\n\n", "b", "b\t2\ny"},
		{"a\t1\nx\n\nb\t2\ny\n\nc\t3", "\n\n", "x", ""},
		{"a\t1\n\nab\t2\n\nabc\t3", "\n\n", "ab", "ab\t2"},
	} {
		if got := Entry(c.entries, c.separator, c.name); got != c.want {
			t.Errorf("%q of %q: got %q, expected %q", c.name, c.entries, got, c.want)
		}
	}
}
