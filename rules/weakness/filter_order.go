package weakness

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/rules/syscallfilter"
)

// SystemCallFilterOrder flags lines of a system call filter that do not mean
// what they say because of the lines before them.
var SystemCallFilterOrder = rule(lint.Rule{
	ID:       "system-call-filter-order",
	Summary:  "System call filter whose order of lines turns its meaning",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `The first line of SystemCallFilter= decides for all: without "~" the unit has an allow list, with "~" a deny list. After a deny line, a
line without "~" takes its calls off the deny list and forbids nothing: "SystemCallFilter=~@clock" and then "SystemCallFilter=@system-service"
is no allow list. In an allow list, naming a group again after a line with "~" gives back what that line took away; naming it before such a line
allows nothing.`,
		Symptom:    "None: the service runs with more system calls than the file seems to allow.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=~@privileged\nSystemCallFilter=@system-service\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nSystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n",
		Fix:        "Put the line that allows first, and lines with '~' after it; an empty SystemCallFilter= in a drop-in starts anew.",
		References: []string{"systemd.exec(5)"},
	},
	Check: checkSystemCallFilterOrder,
})

func checkSystemCallFilterOrder(p *lint.Pass) {
	if len(p.Unit.All(p.Unit.ExecSection(), "SystemCallFilter")) < 2 {
		return
	}
	lines := syscallfilter.Lines(p.Unit)
	if len(lines) < 2 || lines[0].Filter.Undecided {
		return
	}
	denied := make(deniedCalls, catalog.Syscalls)
	denyList := lines[0].Filter.Inverted
	var back []*givenBack
	for i := range lines {
		line := &lines[i]
		switch {
		case line.Filter.Inverted:
			denied.set(line, line)
		case i > 0 && denyList:
			reportUselessAllow(p, line, &lines[0], denied)
		case i > 0:
			back = append(back, givenBackBy(line, denied))
		}
		if !line.Filter.Inverted {
			denied.set(line, nil)
		}
	}
	for _, g := range back {
		reportGivenBack(p, g, denied)
	}
	if !denyList {
		reportUndone(p, lines, denied)
	}
}

// reportUndone speaks of lines of an allow list, below the first one, whose calls a later line of the
// same file takes away, all of them.
func reportUndone(p *lint.Pass, lines []syscallfilter.Line, denied deniedCalls) {
	for i := range lines[1:] {
		line, by, undone := &lines[1+i], (*syscallfilter.Line)(nil), true
		if line.Filter.Inverted {
			continue
		}
		for call := range line.Calls() {
			if by = denied[call]; by == nil || by.Assignment.File != line.Assignment.File {
				undone = false
				break
			}
		}
		if !undone || by == nil {
			continue
		}
		p.Report(finding.Finding{
			Directive: "SystemCallFilter",
			Severity:  finding.Warning,
			Range:     line.Assignment.Range(),
			Message:   "This line of 'SystemCallFilter=' allows nothing: a later line with '~' takes all of its calls away.",
			Symptom:   "The service is refused what the line was written for.",
			Related:   []finding.Related{{Range: by.Assignment.Range(), Message: "'SystemCallFilter=' takes them away here"}},
			Advice:    "Put it below the line with '~'.",
		})
		return
	}
}

// deniedCalls are, by system call, the lines with '~' that denied it last.
type deniedCalls []*syscallfilter.Line

func (d deniedCalls) set(line, by *syscallfilter.Line) {
	for call := range line.Calls() {
		d[call] = by
	}
}

// ordinaryCalls are calls that a line names only to allow them: nobody denies
// them and takes that back.
var ordinaryCalls = []string{"read", "write", "close", "openat", "open", "mmap", "brk", "socket"}

// allowsOrdinary tells whether a line holds what only an allow list does: calls
// that nothing denied before.
func allowsOrdinary(line *syscallfilter.Line, denied deniedCalls) bool {
	for call := range line.Calls() {
		if denied[call] == nil && slices.Contains(ordinaryCalls, call.Name()) {
			return true
		}
	}
	return false
}

// reportUselessAllow speaks of a line without '~' below a deny list, unless it
// does what it can there: take calls off the list. It is an error where the line
// looks like the allow list that it is not.
func reportUselessAllow(p *lint.Pass, line, first *syscallfilter.Line, denied deniedCalls) {
	known, taken := false, false
	for call := range line.Calls() {
		known = true
		taken = taken || denied[call] != nil
	}
	allowList := allowsOrdinary(line, denied)
	if !known || !allowList && taken {
		return
	}
	f := finding.Finding{
		Directive: "SystemCallFilter",
		Range:     line.Assignment.Range(),
		Message:   "This line of 'SystemCallFilter=' is no allow list: the first line begins with '~', so that all lines edit a list of what is denied.",
		Symptom:   "Everything that is not on the deny list stays allowed.",
		Related:   []finding.Related{{Range: first.Assignment.Range(), Message: "'SystemCallFilter=' became a deny list here"}},
		Advice:    "Put the line that allows before the lines with '~'; in a drop-in, begin with an empty 'SystemCallFilter='.",
	}
	if !allowList {
		f.Severity = finding.Note
		f.Message = "This line of 'SystemCallFilter=' has no effect: it takes calls off a list of what is denied that are not on it."
		f.Symptom, f.Advice = "", "Leave the line out."
	}
	p.Report(f)
}

// givenBack are the calls that a line of an allow list allows again after a line
// with '~' had taken them away.
type givenBack struct {
	line  *syscallfilter.Line
	calls []catalog.Syscall
	// by took the last of them away.
	by *syscallfilter.Line
}

// givenBackBy collects what a line gives back by a group of all sorts of calls. A
// line that names nothing but what is meant to come back does so on purpose.
func givenBackBy(line *syscallfilter.Line, denied deniedCalls) *givenBack {
	g := &givenBack{line: line}
	if !allowsOrdinary(line, denied) {
		return g
	}
	for call := range line.Calls() {
		if denied[call] != nil {
			g.calls = append(g.calls, call)
			g.by = denied[call]
		}
	}
	return g
}

// reportGivenBack speaks of calls that are given back for good: what a later line
// takes away again is denied in the end.
func reportGivenBack(p *lint.Pass, g *givenBack, denied deniedCalls) {
	var left []string
	for _, call := range g.calls {
		if denied[call] == nil {
			left = append(left, call.Name())
		}
	}
	if len(left) == 0 {
		return
	}
	p.Report(finding.Finding{
		Directive: "SystemCallFilter",
		Severity:  finding.Warning,
		Range:     g.line.Assignment.Range(),
		Message:   fmt.Sprintf("This line of 'SystemCallFilter=' gives back %s that an earlier line took away.", syscallfilter.Named(left)),
		Symptom:   "The service may make system calls that the unit meant to forbid.",
		Related:   []finding.Related{{Range: g.by.Assignment.Range(), Message: "'SystemCallFilter=' took them away here"}},
		Advice:    "Leave the group out here, or repeat the line with '~' after it.",
	})
}
