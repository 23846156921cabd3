package why

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// tracer reads the lines of strace(1). Calls that another process interrupted
// stand on two lines.
type tracer struct{ unfinished map[string]string }

// Lines of a trace: a process and a time may come first.
var (
	process   = regexp.MustCompile(`^(?:\[pid\s+(\d+)\]\s+|(\d+)\s+)?(?:\d\d:\d\d:\d\d(?:\.\d+)?\s+|\d{9,}\.\d+\s+)?`)
	failed    = regexp.MustCompile(`^([a-z][a-z0-9_]*)\((.*)\)\s+= -1 (E[A-Z0-9]+) \(`)
	broken    = regexp.MustCompile(`^([a-z][a-z0-9_]*\(.*)<unfinished \.\.\.>$`)
	resumed   = regexp.MustCompile(`^<\.\.\. [a-z][a-z0-9_]* resumed>\s*(.*)$`)
	badCall   = regexp.MustCompile(`^--- SIGSYS \{.*si_syscall=__NR_([a-z0-9_]+)`)
	succeeded = regexp.MustCompile(`^[a-z][a-z0-9_]*\(.*\)\s+= (?:-?\d|0x|\?)|^(?:---|\+\+\+) `)
	named     = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
	opened    = regexp.MustCompile(`<(/[^>]*)>`)
	family    = regexp.MustCompile(`^([AP]F_[A-Z0-9]+)`)
	portOfAll = regexp.MustCompile(`sin6?_port=htons\((\d+)\)`)
)

// mostUnfinished is how many calls may be under way at once.
const mostUnfinished = 4096

// attempts reads a line; known is false where it is none of a trace.
func (t *tracer) attempts(line Line) (attempts []Attempt, known bool) {
	at := process.FindStringSubmatch(line.Text)
	id, text := at[1]+at[2], line.Text[len(at[0]):]
	if m := broken.FindStringSubmatch(text); m != nil {
		if t.unfinished == nil {
			t.unfinished = map[string]string{}
		}
		if len(t.unfinished) < mostUnfinished {
			t.unfinished[id] = m[1]
		}
		return nil, true
	}
	if m := resumed.FindStringSubmatch(text); m != nil {
		text = t.unfinished[id] + m[1]
		delete(t.unfinished, id)
	}
	if m := badCall.FindStringSubmatch(text); m != nil {
		return []Attempt{{Line: line, Kind: need.Syscall, Argument: m[1], Call: m[1], Error: "SIGSYS"}}, true
	}
	if m := failed.FindStringSubmatch(text); m != nil && catalog.SyscallExists(m[1]) {
		a := attemptOfCall(m[1], m[2], m[3])
		a.Line = line
		if a.Error == "" {
			return nil, true
		}
		return []Attempt{a}, true
	}
	return nil, succeeded.MatchString(text)
}

// consequential are the errors of calls that a sandbox may answer with. Of missing
// files a trace is full: they count where a setting hides the file.
var consequential = []string{"EROFS", "EACCES", "EPERM", "EAFNOSUPPORT", "ENOSYS", "ENXIO", "ENOENT", "ENETUNREACH", "ENOMEM", "EAGAIN"}

// attemptOfCall is a system call that failed; its Error is empty where no sandbox
// answers so.
func attemptOfCall(call, arguments, err string) Attempt {
	if !slices.Contains(consequential, err) {
		return Attempt{}
	}
	a := Attempt{Kind: need.Syscall, Argument: call, Call: call, Error: err, Faint: err == "ENOENT" || err == "ENXIO" || err == "ENOSYS" || err == "EAGAIN"}
	switch {
	case call == "socket" || call == "socketpair":
		if m := family.FindStringSubmatch(arguments); m != nil {
			a.Kind, a.Argument = need.AddressFamily, "AF_"+m[1][len("AF_"):]
		}
		return a
	case call == "bind":
		if m := portOfAll.FindStringSubmatch(arguments); m != nil && m[1] != "0" {
			a.Kind, a.Argument = need.Bind, m[1]
			return a
		}
	case call == "connect" || call == "sendto" || call == "sendmsg" || call == "sendmmsg":
		if strings.Contains(arguments, "sin_addr") || strings.Contains(arguments, "sin6_addr") {
			a.Kind, a.Argument = need.Network, addressOfCall(arguments)
			return a
		}
	case strings.Contains(arguments, "PROT_EXEC") && slices.Contains([]string{"mmap", "mmap2", "mprotect", "pkey_mprotect"}, call):
		if opened.MatchString(arguments) {
			return a
		}
		a.Kind, a.Argument = need.WriteExecute, ""
		return a
	case call == "sched_setscheduler":
		a.Kind, a.Argument = need.Realtime, ""
		return a
	}
	if operations := operationsOfCall(call, arguments); operations != nil {
		if name := pathOfCall(arguments); name != "" {
			a.Kind, a.Argument, a.Operations = kindOf(operations[0]), name, operations
		}
	}
	return a
}

// pathCalls are the calls that take paths, with what they try (their pages in
// section 2 of the manual).
var pathCalls = sync.OnceValue(func() map[string][]sandbox.Op {
	return map[string][]sandbox.Op{
		"open": {sandbox.Read}, "openat": {sandbox.Read}, "openat2": {sandbox.Read}, "creat": {sandbox.Create, sandbox.Write},
		"access": {sandbox.Read}, "faccessat": {sandbox.Read}, "faccessat2": {sandbox.Read},
		"stat": {sandbox.Read}, "lstat": {sandbox.Read}, "newfstatat": {sandbox.Read}, "statx": {sandbox.Read}, "readlink": {sandbox.Read},
		"execve": {sandbox.Execute}, "execveat": {sandbox.Execute},
		"mkdir": {sandbox.Create}, "mkdirat": {sandbox.Create}, "mknod": {sandbox.Create}, "mknodat": {sandbox.Create},
		"symlink": {sandbox.Create}, "symlinkat": {sandbox.Create}, "bind": {sandbox.Create}, "connect": {sandbox.Connect},
		"unlink": {sandbox.Write}, "unlinkat": {sandbox.Write}, "rmdir": {sandbox.Write}, "rename": {sandbox.Write}, "renameat": {sandbox.Write},
		"renameat2": {sandbox.Write}, "truncate": {sandbox.Write}, "utimensat": {sandbox.Write},
		"chmod": {sandbox.Write}, "fchmodat": {sandbox.Write}, "fchmodat2": {sandbox.Write}, "write": {sandbox.Write}, "fchmod": {sandbox.Write},
	}
})

func operationsOfCall(call, arguments string) []sandbox.Op {
	operations := pathCalls()[call]
	switch {
	case !strings.HasPrefix(call, "open"):
	case strings.Contains(arguments, "O_CREAT"):
		return []sandbox.Op{sandbox.Write, sandbox.Create}
	case strings.Contains(arguments, "O_WRONLY"), strings.Contains(arguments, "O_RDWR"):
		return []sandbox.Op{sandbox.Write}
	}
	return operations
}

func kindOf(op sandbox.Op) need.Kind {
	switch op {
	case sandbox.Write:
		return need.Write
	case sandbox.Create:
		return need.Create
	case sandbox.Execute:
		return need.Execute
	default:
		return need.Read
	}
}

// pathOfCall is the path that a call names: its own, below the directory that -y
// shows for the descriptor, or that of the descriptor.
func pathOfCall(arguments string) string {
	directory := opened.FindStringSubmatch(arguments)
	name := named.FindStringSubmatch(arguments)
	switch {
	case name != nil && path.IsAbs(name[1]):
		return path.Clean(name[1])
	case name != nil && directory != nil:
		return path.Join(directory[1], name[1])
	case name == nil && directory != nil:
		return path.Clean(directory[1])
	}
	return ""
}
