package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// privilegedCommand matches a value that is a command of sudo or doas, be it the first of a
// list, or a list of its words.
var privilegedCommand = regexp.MustCompile(`^[\[\s"']*((?:/(?:usr/)?(?:local/)?bin/)?(?:sudo|doas))(?:(\s+[^"',\]]+)|["']\s*,)`)

// proseKeys are the last words of keys whose values are for people to read.
var proseKeys = []string{"description", "message", "help", "text", "comment", "title", "summary", "note", "name", "banner", "prompt"}

// privileged notes that a statement of which nothing else is known is a command of sudo: who
// is told so runs it, whatever the key is called.
func (r *reader) privileged(s Setting) {
	match := privilegedCommand.FindStringSubmatch(s.Value)
	if match == nil {
		return
	}
	words := strings.Fields(separators.Replace(s.Key))
	if len(words) == 0 || slices.Contains(proseKeys, words[len(words)-1]) {
		return
	}
	r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: Program, Values: []string{match[1] + match[2]}, Known: true})
}
