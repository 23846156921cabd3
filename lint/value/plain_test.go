package value_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/value"
)

// TestQuotedIsReadAsItIs holds that a list of paths has the word again, whatever is in
// it, and that nothing becomes a line of its own.
func TestQuotedIsReadAsItIs(t *testing.T) {
	for _, name := range []string{
		"/var/lib/app", "/srv/my app", "/srv/100%b", "/srv/it's", `/srv/"x" y`, `/srv/a\b`, `/srv/a\ b`, "/srv/a:b;c#d", "/srv/ä",
	} {
		word, ok := value.Quoted(name)
		if !ok {
			t.Errorf("%s cannot be written", name)
			continue
		}
		paths, result := value.PathList("/first "+word+" /last", at252)
		if len(result.Problems) > 0 || len(paths) != 3 || paths[1].Path != name {
			t.Errorf("%s is read as %+v from %s: %v", name, paths, word, result.Problems)
		}
	}
	for _, name := range []string{"/srv/a\nExecStart=/bin/sh", "/srv/a\tb", "/srv/\x00"} {
		if word, ok := value.Quoted(name); ok {
			t.Errorf("%q is written as %s", name, word)
		}
	}
}
