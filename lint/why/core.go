package why

import (
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
)

// dump reads what systemd-coredump(8) and coredumpctl(1) tell of a process that
// dumped core: where its stack begins with a system call, it was in that call as the
// signal came. The stack stands in the lines below the one that begins it.
type dump struct{ open bool }

// Lines of a core dump.
var (
	dumpedSignal = regexp.MustCompile(`^Signal: (\d+) \([A-Z]+\)$`)
	stackBegins  = regexp.MustCompile(`^(?:.*\s)?Stack trace of thread \d+:$`)
	frame        = regexp.MustCompile(`(?:^|\s)#\d+\s+0x0000[0-9a-f]+ (\S+) \(`)
)

// attempts reads a line, or the lines of a message that has several; known is false
// where it is not about a core dump.
func (d *dump) attempts(line Line) (attempts []Attempt, known bool) {
	for text := range strings.Lines(line.Text) {
		text = strings.TrimSpace(text)
		if m := dumpedSignal.FindStringSubmatch(text); m != nil {
			if signals[m[1]] == "31/SYS" {
				attempts = append(attempts, Attempt{Line: line, Kind: need.Syscall, Error: "SIGSYS"})
			}
			known = true
			continue
		}
		if stackBegins.MatchString(text) {
			d.open, known = true, true
			continue
		}
		m := frame.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		known = true
		if !d.open || isEntry(m[1]) {
			continue
		}
		d.open = false
		if call := callOfFrame(m[1]); call != "" {
			attempts = append(attempts, Attempt{Line: line, Kind: need.Syscall, Argument: call, Call: call, Error: "SIGSYS", Faint: true, Guess: true})
		}
	}
	return attempts, known
}

// isEntry tells that a function only enters the kernel, for whichever call.
func isEntry(function string) bool {
	name := function[strings.LastIndexByte(function, '.')+1:]
	return entering.MatchString(name)
}

// entering are the names of such functions in glibc, musl and Go.
var entering = regexp.MustCompile(`^_*(?i:(?:raw)?(?:vfork)?syscall(?:_cp|_cancel|nocancel)?(?:_asm|_c)?\d?(?:nored)?(?:noerror)?|n/a)$`)

// callOfFrame is the system call that a function makes and is named after, empty for
// others. Those by which a process ends itself are none: they follow on what was
// wrong.
func callOfFrame(function string) string {
	name := function[strings.LastIndexByte(function, '.')+1:]
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(name, "_"), "GI_"), "libc_")
	name = strings.ToLower(strings.TrimLeft(name, "_"))
	switch name {
	case "kill", "tkill", "tgkill", "exit", "exit_group":
		return ""
	}
	if !catalog.SyscallExists(name) {
		return ""
	}
	return name
}

// settleDumps makes sure of the calls in core dumps where the log tells that a filter
// killed the process, so that the signal need not be guessed.
func settleDumps(attempts []Attempt) {
	for i := range attempts {
		for j := range attempts {
			a, b := &attempts[i], &attempts[j]
			if a.Guess && a.Error == "SIGSYS" && b.Error == "SIGSYS" && !b.Guess && sameUnit(a.Line, b.Line) {
				a.Guess = false
			}
		}
	}
}
