package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/syscallfilter"
)

// UnknownSystemCall flags words of a system call filter that systemd skips.
var UnknownSystemCall = rule(lint.Rule{
	ID:       "unknown-system-call",
	Summary:  "Word of a system call filter that systemd skips",
	Severity: finding.Warning,
	Fixes:    finding.UnsafeFixes("The call is allowed or refused with the fix: the service has not run like that."),
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

func unknownCall(a *unit.Assignment, problem value.Problem) finding.Finding {
	f := problemFinding(a, problem)
	f.Severity = finding.Warning
	if a.Directive.Kind == catalog.KindSyscallFilter && a.Directive.Param != "log" {
		f.Symptom = "The calls that were meant are not allowed; a program that makes one is killed or gets an error."
		if strings.HasPrefix(a.Value, "~") {
			f.Severity = finding.Error
			f.Symptom = "The calls that were meant stay allowed."
		}
	}
	if advice := listAdvice(a.Value[problem.Start:problem.End]); advice != "" {
		f.Advice = advice
	}
	return f
}

// SystemCallFilterTooNarrow flags filters under which no program can run.
var SystemCallFilterTooNarrow = rule(lint.Rule{
	ID:       "system-call-filter-too-narrow",
	Summary:  "System call filter under which no program can start",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `The filter is in place before the program is executed. Executing it, mapping its libraries and
ending it are system calls too: a filter that lacks them, such as an allow list of a few names, stops every program before its first line. Without
clone, as after "~@process", it can start no process.`,
		Symptom:    `The service ends with "code=killed, status=31/SYS", or cannot be executed (203/EXEC).`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@network-io\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@system-service\n",
		Fix:        "Begin with SystemCallFilter=@system-service and take away from there.",
		References: []string{"systemd.exec(5)", "ld.so(8)", "syscalls(2)"},
	},
	Check: checkSystemCallFilterTooNarrow,
})

// startCall is a system call that is made before a program's first line, or at
// its end; of several names, which differ by architecture and by the C library's
// age, one that is allowed is enough.
type startCall struct {
	names []string
	// loader tells that the dynamic loader makes it, which a program without
	// libraries goes without (ld.so(8)).
	loader bool
	// survives tells that an error in answer to it stops nothing: it matters where
	// the filter kills.
	survives bool
	// since is the first release of systemd beside which distributions have a C library
	// that makes it, or 0 for all.
	since int
}

// startCalls are the calls that strace(1) shows of a program that does nothing,
// on x86-64 with glibc 2.36 and by the same sources on others; which of them an
// error stops was measured by injecting it. Calls that only some ages of the C
// library make are left out.
var startCalls = []startCall{
	{names: []string{"execve"}},
	{names: []string{"mmap", "mmap2"}},
	{names: []string{"mprotect"}},
	{names: []string{"brk", "mmap", "mmap2"}},
	{names: []string{"openat", "open"}},
	{names: []string{"read"}},
	{names: []string{"exit_group", "exit"}},
	{names: []string{"close"}, loader: true},
	{names: []string{"newfstatat", "fstat", "fstatat64", "fstat64", "statx"}, loader: true},
	{names: []string{"pread64"}, loader: true},
	{names: []string{"arch_prctl", "set_tls", "set_thread_area"}, loader: true},
	{names: []string{"access", "faccessat", "faccessat2"}, loader: true, survives: true},
	{names: []string{"munmap"}, loader: true, survives: true},
	{names: []string{"set_tid_address"}, loader: true, survives: true},
}

// pcCalls are those that the same program makes on x86-64, where other calls of other
// architectures and ages are no help.
var pcCalls = []startCall{
	{names: []string{"newfstatat", "fstat"}},
	{names: []string{"arch_prctl"}},
	{names: []string{"access"}, survives: true},
	{names: []string{"brk"}, survives: true},
	{names: []string{"exit_group"}, survives: true},
	{names: []string{"set_robust_list"}, survives: true, since: 249},
	{names: []string{"prlimit64"}, survives: true, since: 249},
	{names: []string{"rseq"}, survives: true, since: 253},
}

// forkCalls make processes; the C library of GNU uses clone for all of them.
var forkCalls = []string{"fork", "vfork"}

func checkSystemCallFilterTooNarrow(p *lint.Pass) {
	if !p.Sandbox().SyscallFilter().Set {
		return
	}
	process := p.Sandbox().Main()
	if missing, v := startDenied(p, programCalls()); len(missing) > 0 {
		reportNarrow(p, v, finding.Finding{
			Severity: finding.Error, Message: fmt.Sprintf("forbids %s, without which no program can run", syscallfilter.Named(missing)),
			Symptom: "The program is killed or ends with an error before its first line.",
		})
		return
	}
	if missing, v := startDenied(p, loaderCalls()); len(missing) > 0 {
		reportNarrow(p, v, finding.Finding{
			Severity: finding.Warning, Confidence: finding.Likely,
			Message: fmt.Sprintf("forbids %s, without which the dynamic loader starts no program", syscallfilter.Named(missing)),
			Symptom: "The program is killed or ends with an error while its libraries are loaded.",
		})
		return
	}
	if missing, v := startDenied(p, pcCalls); len(missing) > 0 && !madeForOthers(p.Unit) {
		reportNarrow(p, v, finding.Finding{
			Severity: finding.Warning, Confidence: finding.Likely,
			Message: fmt.Sprintf("forbids %s, which the C library of GNU calls on x86-64 in every program", syscallfilter.Named(missing)),
			Symptom: "The program is killed or ends with an error as it starts or ends.",
		})
		return
	}
	checkForking(p, process)
}

// madeForOthers tells whether a unit says that it is for machines other than those of
// x86-64, or that its programs make calls of others alone.
func madeForOthers(u *unit.Unit) bool {
	for _, a := range u.Assignments {
		if a.Key == "ConditionArchitecture" || a.Key == "AssertArchitecture" {
			return !strings.Contains(a.Value, "x86-64")
		}
	}
	only := strings.Fields(u.Value(u.ExecSection(), "SystemCallArchitectures"))
	return len(only) > 0 && !slices.Contains(only, "native") && !slices.Contains(only, "x86-64")
}

// programCalls are those of every program, loaderCalls those of the loader.
func programCalls() []startCall {
	return slices.DeleteFunc(slices.Clone(startCalls), func(c startCall) bool { return c.loader })
}

func loaderCalls() []startCall {
	return slices.DeleteFunc(slices.Clone(startCalls), func(c startCall) bool { return !c.loader })
}

// startDenied returns the calls of starting a program that are all denied, and the
// last verdict.
func startDenied(p *lint.Pass, calls []startCall) (missing []string, last sandbox.Verdict) {
	for _, row := range calls {
		if p.Unit.Release.Version < row.since {
			continue
		}
		if v, denied := allDenied(p.Sandbox().Main(), row.names); denied && (!row.survives || v.Error == "SIGSYS") {
			missing = append(missing, row.names[0])
			last = v
		}
	}
	return missing, last
}

func checkForking(p *lint.Pass, process *sandbox.Process) {
	clone := process.Syscall("clone")
	fork, forkDenied := allDenied(process, forkCalls)
	switch {
	case clone.Answer == sandbox.No && p.Unit.Value("Service", "Type") == "forking":
		reportNarrow(p, clone, finding.Finding{
			Severity: finding.Error, Message: "forbids clone, but a service of the type forking must fork",
			Symptom: "The daemon is killed or ends with an error when it goes to the background.",
		})
	case clone.Answer == sandbox.No && listedByAuthor(p.Unit, clone):
		reportNarrow(p, clone, finding.Finding{
			Severity: finding.Note, Confidence: finding.Possible, Message: "allows no clone, by which programs start processes and most of them threads",
			Symptom: "The service is killed or gets an error if it starts a process or a thread.",
		})
	case clone.Answer == sandbox.No:
		reportNarrow(p, clone, finding.Finding{
			Confidence: finding.Likely, Message: "forbids clone, by which programs start processes and most of them threads",
			Symptom: "The service is killed or gets an error as soon as it starts a process or a thread.",
		})
	case forkDenied:
		reportNarrow(p, fork, finding.Finding{
			Severity: finding.Note, Message: "forbids fork and vfork, but not clone, which the C library calls instead of them",
			Symptom: "The service may start processes all the same.",
		})
	}
}

// listedByAuthor tells whether the unit's own file lists what is allowed. Whoever
// wrote down the calls of a program, one group after the other, may well know
// that it starts nothing.
func listedByAuthor(u *unit.Unit, v sandbox.Verdict) bool {
	return v.Cause() != nil && v.Cause().File == u.Fragment && !strings.HasPrefix(v.Cause().Value, "~")
}

func allDenied(process *sandbox.Process, calls []string) (verdict sandbox.Verdict, denied bool) {
	for _, call := range calls {
		if verdict = process.Syscall(call); verdict.Answer != sandbox.No {
			return verdict, false
		}
	}
	return verdict, true
}

// reportNarrow reports what a filter does at the line that decides.
func reportNarrow(p *lint.Pass, v sandbox.Verdict, f finding.Finding) {
	if v.Mechanism != sandbox.ByFilter || v.Cause() == nil {
		return
	}
	f.Directive = "SystemCallFilter"
	f.Range = v.Cause().Range()
	f.Message = "'SystemCallFilter=' " + f.Message + "."
	if f.Confidence == finding.Likely {
		f.Severity = finding.Warning
	}
	for _, other := range v.Because[1:] {
		f.Related = append(f.Related, finding.Related{Range: other.Range(), Message: "this line has a part in it"})
	}
	p.Report(f)
}
