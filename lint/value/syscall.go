package value

import (
	"cmp"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Call is one word of SystemCallFilter= or SystemCallLog=.
type Call struct {
	Word
	// Name is a system call, or a group with its '@'.
	Name string
	// Errno is the error or "kill" after the colon, or empty.
	Errno string
	// Known tells that the release knows the name; unknown ones are skipped.
	Known bool
}

// Filter is one line of SystemCallFilter= or SystemCallLog=. Whether it allows
// or denies is decided by the unit's first line, see systemd.exec(5).
type Filter struct {
	Inverted bool
	Calls    []Call
	// Empty tells that the value is empty: the filter is forgotten.
	Empty bool
	// Undecided tells that a placeholder hides a part of the line.
	Undecided bool
}

// SyscallFilter decodes one line of SystemCallFilter=. Calls that systemd skips
// (unknown ones, and those with an error on a line without '~') are not Known.
func SyscallFilter(text string, ctx Context) (Filter, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersNone)
	return v.syscallFilter(true), v.result
}

func (v *verdict) syscallFilter(errors bool) Filter {
	words, inverted := v.inversion(catalog.Words)
	filter := Filter{Inverted: inverted, Empty: v.text == "", Calls: make([]Call, 0, len(words))}
	for _, word := range words {
		call := Call{Word: word, Name: word.Text}
		if v.hasPlaceholder(word.Start, word.End) {
			filter.Undecided, v.result.Undecided = true, true
			filter.Calls = append(filter.Calls, call)
			continue
		}
		call.Known = (!errors || v.callError(&call, inverted)) && v.checkCall(call)
		filter.Calls = append(filter.Calls, call)
	}
	return filter
}

// callError takes the error off a call and judges it.
func (v *verdict) callError(call *Call, inverted bool) bool {
	name, errno, given := strings.Cut(call.Name, ":")
	if !given {
		return true
	}
	call.Name, call.Errno = name, errno
	if !v.knownErrno(errno, 0) {
		start, end := call.Span(len(name)+1, len(call.Text))
		problem := v.drop(start, end, CodeBadErrno, "%s is no error name or number from 1 to 4095: the word is skipped.", quotation(errno))
		problem.suggestion = func() string { return nearUpper(errno, errnoNames) }
		return false
	}
	if !inverted {
		start, end := call.Span(len(name), len(call.Text))
		v.drop(start, end, CodeErrnoOnAllow, "An allowed system call takes no error: %s is skipped, and so not allowed.", quotation(call.Text))
		return false
	}
	return true
}

// checkCall tells whether the release knows a call or group.
func (v *verdict) checkCall(call Call) bool {
	if v.knownCall(call.Name) {
		return true
	}
	start, end := call.Span(0, len(call.Name))
	code, what := CodeUnknownCall, "system call"
	names := func() []string { return callNames(v.ctx.Release) }
	if strings.HasPrefix(call.Name, "@") {
		code, what = CodeUnknownGroup, "system call group"
		names = func() []string { return catalog.SyscallGroups(v.ctx.Release) }
	}
	problem := v.drop(start, end, code, "%s is no %s that this systemd knows.", quotation(call.Name), what)
	problem.suggestion = func() string {
		return cmp.Or(separated(call.Name, v.knownCall), catalog.Suggest(call.Name, names()))
	}
	return false
}

// knownCall tells whether the release knows a system call or group.
func (v *verdict) knownCall(name string) bool {
	if strings.HasPrefix(name, "@") {
		return catalog.SyscallGroupKnown(name, v.ctx.Release)
	}
	return catalog.SyscallKnown(name, v.ctx.Release)
}
