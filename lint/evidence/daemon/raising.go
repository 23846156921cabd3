package daemon

import (
	"path"
	"slices"
	"strings"
)

// raisers are the programs by which another user has a command run as root (sudo(8),
// doas(1), pkexec(1)).
var raisers = []string{"sudo", "doas", "pkexec"}

// commandWords are what the names of keys hold whose values are commands or parts of one.
var commandWords = []string{"cmd", "command", "exec"}

// raises tells that the value of a statement is a command that one of them begins: by its
// path, by its name with what it is to run, or by its name where the key says that it is a
// command.
func raises(s *Setting) bool {
	words := strings.Fields(strings.TrimLeft(s.Value, `["'(`))
	if len(words) == 0 {
		return false
	}
	word := strings.TrimRight(words[0], `"',])`)
	if !slices.Contains(raisers, path.Base(word)) {
		return false
	}
	return path.IsAbs(word) || word == path.Base(word) && (startsCommand(words[1:]) || slices.ContainsFunc(commandWords, func(part string) bool {
		return strings.Contains(s.Section+"."+s.Key, part)
	}))
}

// startsCommand tells that words may follow such a program: an option or a path, unlike those
// of a sentence.
func startsCommand(words []string) bool {
	return len(words) > 0 && (strings.HasPrefix(words[0], "-") || path.IsAbs(words[0]))
}
