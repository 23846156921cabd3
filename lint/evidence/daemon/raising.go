package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// raisers are the programs by which another user has a command run as root (sudo(8),
// doas(1), pkexec(1)).
var raisers = []string{"sudo", "doas", "pkexec"}

// commandWords are what the names of keys hold whose values are commands or parts of one,
// commandKeys the last words of such keys, proseKeys those of keys whose values are for
// people to read.
var (
	commandWords = []string{"cmd", "command", "exec"}
	commandKeys  = []string{"run", "hook", "script", "action"}
	proseKeys    = []string{"description", "message", "help", "text", "comment", "title", "summary", "note", "name", "banner", "prompt"}
)

// raises tells that the value of a statement is a command that one of them begins: by its
// path, by its name with what it is to run, or by its name where the key says that it is a
// command.
func raises(s *Setting) bool {
	words := strings.Fields(strings.TrimLeft(s.Value, `["'( `))
	if len(words) == 0 {
		return false
	}
	word := strings.TrimRight(words[0], `"',])`)
	if !slices.Contains(raisers, path.Base(word)) || endsIn(s.Key, proseKeys) {
		return false
	}
	return path.IsAbs(word) || word == path.Base(word) && (startsCommand(words[1:]) || namesCommand(s))
}

// raisingSwitches are the last words of keys that switch on that the program itself has commands run by
// sudo: what it allows, looks for or has other hosts do is called otherwise. directingSections are
// words of sections that are about other hosts.
var (
	raisingSwitches   = []string{"use", "with"}
	directingSections = []string{"ansible", "inventory", "deploy", "deployment"}
)

// switchesRaising tells that a key says that commands are run by one of raisers: "run_with_sudo".
func switchesRaising(s *Setting) bool {
	list := strings.Fields(separators.Replace(s.Key))
	if len(list) < 2 || !slices.Contains(raisers, list[len(list)-1]) || !slices.Contains(raisingSwitches, list[len(list)-2]) {
		return false
	}
	return !runsElsewhere(s) && !hasWord(s.Section, directingSections)
}

// switchedCommand returns the value of a statement, of one that switches on that commands are run by
// one of them the command that it stands for ("use_sudo: true").
func switchedCommand(s *Setting) string {
	if slices.Contains(switchedOn, strings.ToLower(s.Value)) && switchesRaising(s) {
		return "sudo -n"
	}
	return s.Value
}

// startsCommand tells that words may follow such a program: an option or a path is among
// them, unlike those of a sentence, or groups beside the one that is called like it.
func startsCommand(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		word = strings.TrimLeft(word, `"'`)
		return len(word) > 1 && word[0] == '-' || path.IsAbs(word)
	})
}

// namesCommand tells that the key of a statement says that its value is a command.
func namesCommand(s *Setting) bool {
	return endsIn(s.Key, commandKeys) ||
		slices.ContainsFunc(commandWords, func(part string) bool { return strings.Contains(s.Section+"."+s.Key, part) })
}

// endsIn tells that the last word of a key is one of some words.
func endsIn(key string, some []string) bool {
	list := strings.Fields(separators.Replace(key))
	return len(list) > 0 && slices.Contains(some, list[len(list)-1])
}

// privilegedCommand matches a value that is a command of sudo or doas, be it the first of a
// list, or a list of its words.
var privilegedCommand = regexp.MustCompile(`^[\[\s"']*((?:/(?:usr/)?(?:local/)?bin/)?(?:sudo|doas))(?:(\s+[^"',\]]+)|["']\s*,)`)

// privileged notes what a statement has sudo run of which nothing else is known: who is told so
// runs it, whatever the key is called.
func (r *reader) privileged(s Setting) {
	match := privilegedCommand.FindStringSubmatch(s.Value)
	if match != nil {
		r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: Program, Values: []string{match[1] + match[2]}, Known: true})
	}
}
