package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// UnknownSystemCall flags words of a system call filter that systemd skips.
var UnknownSystemCall = valueRule(lint.Rule{
	ID:       "unknown-system-call",
	Summary:  "word of a system call filter that systemd skips",
	Severity: lint.Warning,
	Doc: lint.Doc{
		Text: `systemd skips names that no architecture has, groups that it does not know, and words with an error number on a line
that allows. On a line that denies, what was meant stays allowed; an allow list of unknown names only leaves the calls of @default.`,
		Symptom:    `The journal has "System call opennat is not known, ignoring." (up to 253 "Failed to parse system call, ignoring: opennat").`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=~@clokc\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=~@clock\n",
		Fix:        "Write the names as 'systemd-analyze syscall-filter' lists them, with blanks between; '~' at the beginning inverts the line.",
		References: []string{"systemd.exec(5)", "systemd-analyze(1)", "syscalls(2)"},
	},
	Check: func(p *lint.Pass) {
		eachProblem(p, "unknown-system-call", func(a *unit.Assignment, problem value.Problem) {
			p.Report(unknownCall(a, problem))
		})
	},
})

func unknownCall(a *unit.Assignment, problem value.Problem) lint.Finding {
	f := problemFinding(a, problem)
	f.Severity = lint.Warning
	if a.Directive.Kind == catalog.KindSyscallFilter && a.Directive.Param != "log" {
		f.Symptom = "The calls that were meant are not allowed; a program that makes one is killed or gets an error."
		if strings.HasPrefix(a.Value, "~") {
			f.Severity = lint.Error
			f.Symptom = "The calls that were meant stay allowed."
		}
	}
	if advice := listAdvice(a.Value[problem.Start:problem.End]); advice != "" {
		f.Advice = advice
	}
	return f
}

// SystemCallFilterOrder flags lines of a system call filter that do not mean
// what they say because of the lines before them.
var SystemCallFilterOrder = valueRule(lint.Rule{
	ID:       "system-call-filter-order",
	Summary:  "system call filter whose order of lines turns its meaning",
	Severity: lint.Error,
	Doc: lint.Doc{
		Text: `The first line of SystemCallFilter= decides for all: without "~" the unit has an allow list, with "~" a deny list. After a deny line, a
line without "~" takes its calls off the deny list and forbids nothing: "SystemCallFilter=~@clock" and then "SystemCallFilter=@system-service"
is no allow list. In an allow list, naming a group again after a line with "~" gives back what that line took away.`,
		Symptom:    "None: the service runs with more system calls than the file seems to allow.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=~@privileged\nSystemCallFilter=@system-service\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n",
		Fix:        "Put the line that allows first, and lines with '~' after it; an empty SystemCallFilter= in a drop-in starts anew.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkSystemCallFilterOrder,
})

func checkSystemCallFilterOrder(p *lint.Pass) {
	lines := filterLines(p.Unit)
	if len(lines) < 2 || lines[0].filter.Undecided {
		return
	}
	denied := map[string]*filterLine{}
	denyList := lines[0].filter.Inverted
	for i := range lines {
		line := &lines[i]
		switch {
		case line.filter.Inverted:
			for _, call := range line.calls {
				denied[call] = line
			}
		case i > 0 && denyList:
			reportUselessAllow(p, line, &lines[0], denied)
		case i > 0:
			reportGivenBack(p, line, denied)
		}
		if !line.filter.Inverted {
			for _, call := range line.calls {
				delete(denied, call)
			}
		}
	}
}

// filterLine is one surviving line of SystemCallFilter= with its calls.
type filterLine struct {
	assignment *unit.Assignment
	filter     value.Filter
	calls      []string // groups expanded
}

func filterLines(u *unit.Unit) []filterLine {
	section := u.ExecSection()
	if section == "" {
		return nil
	}
	var lines []filterLine
	for _, a := range u.All(section, "SystemCallFilter") {
		filter, _ := value.SyscallFilter(a.Value, contextOf(u, a))
		if filter.Empty {
			continue
		}
		line := filterLine{assignment: a, filter: filter}
		for _, call := range filter.Calls {
			switch {
			case !call.Known || call.Errno != "":
			case strings.HasPrefix(call.Name, "@"):
				line.calls = append(line.calls, catalog.ExpandSyscallGroup(call.Name, u.Release)...)
			default:
				line.calls = append(line.calls, call.Name)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// reportUselessAllow speaks of a line without '~' below a deny list, unless it
// does what it can there: take calls off the list. It is an error where the line
// looks like the allow list that it is not.
func reportUselessAllow(p *lint.Pass, line, first *filterLine, denied map[string]*filterLine) {
	taken := 0
	for _, call := range line.calls {
		if denied[call] != nil {
			taken++
		}
	}
	allowList := slices.Contains(line.calls, "read") && slices.Contains(line.calls, "mmap")
	if len(line.calls) == 0 || !allowList && taken > 0 {
		return
	}
	f := lint.Finding{
		Directive: "SystemCallFilter",
		Range:     line.assignment.Range(),
		Message:   "This line of 'SystemCallFilter=' is no allow list: the first line begins with '~', so that all lines edit a list of what is denied.",
		Symptom:   "Everything that is not on the deny list stays allowed.",
		Related:   []lint.Related{{Range: first.assignment.Range(), Message: "'SystemCallFilter=' became a deny list here"}},
		Advice:    "Put the line that allows before the lines with '~'; in a drop-in, begin with an empty 'SystemCallFilter='.",
	}
	if !allowList {
		f.Severity = lint.Note
		f.Message = "This line of 'SystemCallFilter=' has no effect: it takes calls off a list of what is denied that are not on it."
		f.Symptom, f.Advice = "", "Leave the line out."
	}
	p.Report(f)
}

// reportGivenBack speaks of a line that allows again, by a group, what a line
// with '~' had taken from an allow list.
func reportGivenBack(p *lint.Pass, line *filterLine, denied map[string]*filterLine) {
	var back []string
	var by *filterLine
	for _, call := range line.calls {
		if denied[call] != nil {
			back = append(back, call)
			by = denied[call]
		}
	}
	if by == nil || len(back) == len(line.calls) {
		return
	}
	p.Report(lint.Finding{
		Directive: "SystemCallFilter",
		Severity:  lint.Warning,
		Range:     line.assignment.Range(),
		Message:   fmt.Sprintf("This line of 'SystemCallFilter=' gives back %s that an earlier line took away.", namedCalls(back)),
		Symptom:   "The service may make system calls that the unit meant to forbid.",
		Related:   []lint.Related{{Range: by.assignment.Range(), Message: "'SystemCallFilter=' took them away here"}},
		Advice:    "Leave the group out here, or repeat the line with '~' after it.",
	})
}

// namedCalls names at most three of the calls.
func namedCalls(calls []string) string {
	const most = 3
	slices.Sort(calls)
	calls = slices.Compact(calls)
	if len(calls) > most {
		return fmt.Sprintf("'%s' and %d other system calls", strings.Join(calls[:most], "', '"), len(calls)-most)
	}
	return "'" + strings.Join(calls, "', '") + "'"
}

// SystemCallFilterTooNarrow flags filters under which no program can run.
var SystemCallFilterTooNarrow = valueRule(lint.Rule{
	ID:       "system-call-filter-too-narrow",
	Summary:  "system call filter under which no program can start",
	Severity: lint.Error,
	Doc: lint.Doc{
		Text: `The filter is in place before the program is executed. Executing it, mapping its libraries and
ending it are system calls too: a filter that lacks them, such as an allow list of a few names, stops every program before its first line. Without
clone, clone3, fork and vfork, as after "~@process", it can start no thread and no process.`,
		Symptom:    `The service ends with "code=killed, status=31/SYS", or cannot be executed (203/EXEC).`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@network-io\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@system-service\n",
		Fix:        "Begin with SystemCallFilter=@system-service and take away from there.",
		References: []string{"systemd.exec(5)", "ld.so(8)", "syscalls(2)"},
	},
	Check: checkSystemCallFilterTooNarrow,
})

// startCalls are the calls that every dynamically linked program makes before
// its first line and at its end, as strace(1) shows for glibc and musl; of
// names in one row, one that is allowed is enough.
var startCalls = [][]string{
	{"execve"}, {"mmap", "mmap2"}, {"mprotect"}, {"brk", "mmap", "mmap2"}, {"openat", "open"}, {"read"},
	{"exit_group", "exit"},
}

// childCalls make threads and processes.
var childCalls = []string{"clone", "clone3", "fork", "vfork"}

func checkSystemCallFilterTooNarrow(p *lint.Pass) {
	if len(filterLines(p.Unit)) == 0 {
		return
	}
	process := p.Sandbox().Main()
	var missing []string
	var verdict sandbox.Verdict
	for _, row := range startCalls {
		if v, denied := allDenied(process, row); denied {
			missing = append(missing, row[0])
			verdict = v
		}
	}
	if len(missing) > 0 {
		reportNarrow(p, verdict, fmt.Sprintf("forbids %s, without which no program can run", namedCalls(missing)), lint.Error,
			"The program is killed or ends with an error before its first line.")
		return
	}
	v, denied := allDenied(process, childCalls)
	if !denied {
		return
	}
	if p.Unit.Value("Service", "Type") == "forking" {
		reportNarrow(p, v, "forbids to fork, which a service of the type forking must", lint.Error,
			"The daemon is killed or ends with an error when it goes to the background.")
		return
	}
	reportNarrow(p, v, "forbids clone, clone3, fork and vfork: the service can start neither threads nor processes", lint.Warning,
		"The service is killed or gets an error as soon as it starts a thread or a process.")
}

func allDenied(process *sandbox.Process, calls []string) (verdict sandbox.Verdict, denied bool) {
	for _, call := range calls {
		if verdict = process.Syscall(call); verdict.Answer != sandbox.No {
			return verdict, false
		}
	}
	return verdict, true
}

func reportNarrow(p *lint.Pass, v sandbox.Verdict, what string, severity lint.Severity, symptom string) {
	if len(v.Because) == 0 || v.Because[0].Key != "SystemCallFilter" {
		return
	}
	f := lint.Finding{
		Directive: "SystemCallFilter",
		Severity:  severity,
		Range:     v.Because[0].Range(),
		Message:   "'SystemCallFilter=' " + what + ".",
		Symptom:   symptom,
	}
	if severity == lint.Warning {
		f.Confidence = lint.Likely
	}
	for _, other := range v.Because[1:] {
		f.Related = append(f.Related, lint.Related{Range: other.Range(), Message: "this line has a part in it"})
	}
	p.Report(f)
}
