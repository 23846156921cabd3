package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// SyscallFilter is SystemCallFilter= after merging, with groups expanded.
type SyscallFilter struct {
	// Set tells that there is a filter at all.
	Set bool
	// AllowList tells that what is not listed is blocked; otherwise what is
	// listed is.
	AllowList bool
	// Action is what happens on a violation: an errno name, or "SIGSYS".
	Action string
	// Undecided tells that a placeholder hides a part of the filter.
	Undecided bool
	// Because are the lines that made the filter, in order.
	Because []*unit.Assignment
	// entries are what words say of their calls, the first of those that no word
	// names; calls are the entries of all that are known, nil where there is no filter.
	entries []filteredCall
	calls   []uint32
	action  *unit.Assignment
}

// filteredCall is what a filter says of a system call.
type filteredCall struct {
	listed bool
	// errno is the error of its own, "" for the unit's default; only entries of a
	// deny list, and entries that were denied on top of an allow list, have one.
	errno string
	// by is the last line that touched it.
	by *unit.Assignment
}

// Empty tells that the filter lists no system call.
func (f SyscallFilter) Empty() bool {
	return !slices.ContainsFunc(f.calls, func(entry uint32) bool { return f.entries[entry].listed })
}

// call is what the filter says of a call by name.
func (f SyscallFilter) call(name string) filteredCall {
	if !f.Set {
		return filteredCall{}
	}
	if call, ok := catalog.FindSyscall(name); ok {
		return f.at(call)
	}
	return filteredCall{}
}

// at is the same for a system call that is known, where there is a filter.
func (f SyscallFilter) at(call catalog.Syscall) filteredCall {
	return f.entries[f.calls[call]]
}

// Allows tells that the filter lets a system call through.
func (f SyscallFilter) Allows(call string) bool {
	return f.lets(f.call(call))
}

// Lets is Allows for a system call that is known.
func (f SyscallFilter) Lets(call catalog.Syscall) bool {
	return !f.Set || f.lets(f.at(call))
}

// lets tells that the filter lets a call through of which it says this.
func (f *SyscallFilter) lets(call filteredCall) bool {
	return !f.Set || call.listed == f.AllowList && call.errno == ""
}

// SyscallFilter returns the unit's filter as systemd would store it: the first
// line decides between allow list and deny list for all lines after it, an
// allow list starts with @default, and unknown names are skipped
// (systemd.exec(5), SystemCallFilter=).
func (s *Sandbox) SyscallFilter() SyscallFilter {
	return *s.syscallFilter()
}

func (s *Sandbox) syscallFilter() *SyscallFilter {
	if s.filtersAs != nil {
		return s.filtersAs.syscallFilter()
	}
	return s.filter.of(func() SyscallFilter { return s.shared.filter(s) })
}

func (s *Sandbox) readFilter() SyscallFilter {
	f := SyscallFilter{Action: "SIGSYS"}
	for _, a := range s.settings.reader.list("SystemCallFilter") {
		f.apply(a.Verdict.Filter(), a, s.release)
	}
	if a := s.settings.reader.last("SystemCallErrorNumber"); a != nil {
		f.action = a
		f.Action = violation(a.Value)
	}
	return f
}

// violation names what the process sees for an error number setting.
func violation(text string) string {
	if text == "" || strings.EqualFold(text, "kill") {
		return "SIGSYS"
	}
	if number, err := strconv.Atoi(text); err == nil {
		for _, e := range catalog.Errnos() {
			if e.Number == number {
				return e.Name
			}
		}
	}
	return strings.ToUpper(text)
}

func (f *SyscallFilter) apply(line value.Filter, a *unit.Assignment, r catalog.Release) {
	f.Because = append(f.Because, a)
	f.Undecided = f.Undecided || line.Undecided
	if !f.Set {
		f.Set = true
		f.AllowList = !line.Inverted
		f.calls = make([]uint32, catalog.Syscalls)
		f.entries = append(make([]filteredCall, 0, len(line.Calls)+1), filteredCall{})
		if f.AllowList {
			f.enter("@default", filteredCall{listed: true}, r)
		}
	}
	var applied map[string]bool
	if len(line.Calls) > 1 {
		applied = make(map[string]bool, len(line.Calls))
	}
	for _, call := range line.Calls {
		// Within a line the order of words does not matter, and a word counts
		// once.
		if call.Known && !applied[call.Text] {
			if applied != nil {
				applied[call.Text] = true
			}
			f.applyCall(call, line.Inverted, a, r)
		}
	}
}

func (f *SyscallFilter) applyCall(word value.Call, inverted bool, a *unit.Assignment, r catalog.Release) {
	entry := filteredCall{by: a}
	switch {
	case inverted && word.Errno != "":
		entry.listed, entry.errno = true, violation(word.Errno)
	case inverted != f.AllowList:
		entry.listed = true
	}
	f.enter(word.Name, entry, r)
}

// enter has a call or the calls of a group say what an entry says.
func (f *SyscallFilter) enter(name string, entry filteredCall, r catalog.Release) {
	at := uint32(len(f.entries))
	f.entries = append(f.entries, entry)
	if strings.HasPrefix(name, "@") {
		for _, call := range catalog.FilterSyscalls(name, r) {
			f.calls[call] = at
		}
	} else if call, ok := catalog.FindSyscall(name); ok {
		f.calls[call] = at
	}
}

// verdict tells what the filter does with a call.
func (f *SyscallFilter) verdict(name string) Verdict {
	call := f.call(name)
	if f.Undecided && !f.lets(call) {
		return unknown("A placeholder hides a part of the filter.", f.Because...)
	}
	because := []*unit.Assignment{f.origin(call), f.action}
	if f.lets(call) {
		return allow("The system call filter lets it through.", because...)
	}
	return deny(ByFilter, cmp.Or(call.errno, f.Action), "The system call filter blocks it.", because...)
}
