package binary

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// shellCommands are commands with the function of a row that stands for what they
// ask of the kernel (their manual pages in section 1 and 8).
var shellCommands = map[string]string{
	"chown": "chown", "chgrp": "chown", "su": "initgroups", "runuser": "initgroups", "setpriv": "setresuid", "setuidgid": "setgroups", "gosu": "setgroups",
	"chroot": "chroot", "mount": "mount", "umount": "umount", "mknod": "mknod", "renice": "setpriority", "nice": "setpriority", "ulimit": "setrlimit",
	"prlimit": "prlimit", "modprobe": "init_module", "chrt": "sched_setscheduler", "taskset": "sched_setaffinity", "unshare": "unshare", "nsenter": "setns",
	"hwclock": "settimeofday", "dmesg": "klogctl", "swapon": "swapon", "hostname": "sethostname",
}

// commandWord finds the words of a shell script that stand where a command does: at
// the beginning of a line, after an operator or a keyword.
var commandWord = regexp.MustCompile(`(?m)(?:^|[;&|({])[ \t]*(?:(?:if|then|else|do|exec|!)[ \t]+)*(?:/[a-z/]*/)?([a-z]{2,16})\b`)

// readShell records what the commands of a shell script show.
func (p *Program) readShell(text []byte) {
	if invocation.IsShell(p.Language()) {
		p.Imports, p.Steps = sorted(commanded(text)), stepsOf(text)
	}
}

// commanded returns the functions that the commands of a shell script stand for.
func commanded(text []byte) []string {
	var found []string
	for _, match := range commandWord.FindAllSubmatch(text, mostFacts) {
		if function := shellCommands[string(match[1])]; function != "" {
			found = append(found, function)
		}
	}
	return found
}

// mostSteps bounds the steps that are kept.
const mostSteps = 256

// Steps are what a shell script does whatever happens: the commands that stand at the
// beginning of its lines, outside of conditions, loops and functions, which are
// indented. Making a directory that is not there yet counts.
type Steps struct {
	// Makes are absolute paths that it makes, GivesAway those whose owner it changes,
	// sorted, each once.
	Makes, GivesAway []string
}

// shellQuoted is a text in quotes.
const shellQuoted = `"(?:[^"\\]|\\.)*"|'[^']*'`

var (
	shellAssignment = regexp.MustCompile(`^(?:export\s+|readonly\s+)?([A-Za-z_][A-Za-z0-9_]*)=["']?([^\s"'$` + "`" + `;]*)["']?;?\s*$`)
	shellVariable   = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?`)
	// stepLine takes a line apart that begins with a command which makes paths or gives
	// them away, up to the next command.
	stepLine = regexp.MustCompile(`^(?:/[a-z/]*/)?(mkdir|touch|mkfifo|chown|chgrp)\s+([^;&|]*)`)
	// absentLine does with one that makes a directory where it is not there yet,
	// writtenLine with one that writes a text to a file: a ">" in quotes is of the text.
	absentLine = regexp.MustCompile(`^(?:\[|test)\s+(?:-[de]\s+[^\s;&|]+\s+(?:\]\s+)?\|\||!\s+-[de]\s+[^\s;&|]+\s+(?:\]\s+)?&&)\s*` +
		`(?:/[a-z/]*/)?(mkdir)\s+([^;&|]*)`)
	writtenLine = regexp.MustCompile(`^(echo|printf)\s(?:[^"'\\;&|<>]|` + shellQuoted + `)*?(?:[^"'\\;&|<>0-9]|` + shellQuoted + `)>>?\s*` +
		`("[^"\s]+"|'[^'\s]+'|[^\s;&|>"']+)\s*$`)
)

// stepsOf returns the steps of a shell script.
func stepsOf(text []byte) Steps {
	var s Steps
	values := map[string]string{}
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line[:min(len(line), longestName)], "\r\n")
		if match := shellAssignment.FindSubmatch(line); match != nil && len(values) < mostFacts {
			values[string(match[1])] = string(match[2])
			continue
		}
		match := firstMatch(line, stepLine, absentLine, writtenLine)
		if match == nil || len(s.Makes)+len(s.GivesAway) >= mostSteps {
			continue
		}
		s.add(string(match[1]), strings.Fields(shellVariable.ReplaceAllStringFunc(string(match[2]), func(word string) string {
			if value := values[shellVariable.FindStringSubmatch(word)[1]]; value != "" {
				return value
			}
			return word
		})))
	}
	s.Makes, s.GivesAway = sorted(s.Makes), sorted(s.GivesAway)
	return s
}

// firstMatch returns what the first expression that matches a line takes it apart
// into, or nil.
func firstMatch(line []byte, expressions ...*regexp.Regexp) [][]byte {
	for _, e := range expressions {
		if match := e.FindSubmatch(line); match != nil {
			return match
		}
	}
	return nil
}

// add records the absolute paths among the words of a command; what holds a variable
// that is not known, or a pattern, is none.
func (s *Steps) add(command string, words []string) {
	for _, word := range words {
		name := strings.Trim(word, `"'`)
		switch {
		case !strings.HasPrefix(name, "/") || strings.ContainsAny(name, "$*?[`(){}<>\\"):
		case command == "chown" || command == "chgrp":
			s.GivesAway = append(s.GivesAway, name)
		default:
			s.Makes = append(s.Makes, name)
		}
	}
}
