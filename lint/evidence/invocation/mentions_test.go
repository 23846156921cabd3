package invocation_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestMentions holds what words with stars stand for: one no slashes, two at an end anything.
func TestMentions(t *testing.T) {
	i := &invocation.Invocation{Arguments: []invocation.Word{{Text: "create"}, {Text: "ssh://host/./srv/a"}, {Text: "--to=rsync://b/c"}}}
	for word, want := range map[string]bool{
		"create": true, "cre*": true, "creat?": true, "creat??": false, "ssh://*": false, "ssh://**": true, "**/srv/a": true, "**://**": true, "**://d**": false,
		"--to": true, "--to=**": true, "rsync://**": false, "**": true,
	} {
		if got := i.Mentions([]string{word}); got != want {
			t.Errorf("%s: %t, want %t", word, got, want)
		}
	}
}
