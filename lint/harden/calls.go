package harden

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// serviceCalls is the allow list that systemd.exec(5) recommends to begin with;
// privilegedCalls are the groups of it that change users, owners and limits.
const serviceCalls = "@system-service"

var privilegedCalls = []string{"@privileged", "@resources"}

// rareCalls are the groups of calls that few programs make (systemd.exec(5)):
// those of processor emulation, debuggers, clocks, modules, ports and swap.
var rareCalls = []string{"@clock", "@cpu-emulation", "@debug", "@module", "@obsolete", "@raw-io", "@reboot", "@swap"}

// kindred are groups whose calls stand for each other: which of them a program
// makes depends on its C library and its language.
var kindred = []string{"@chown", "@setuid", "@clock", "@keyring", "@module", "@reboot", "@swap"}

// namedCalls returns the calls by which a refused need could be met, each with
// those that stand for it.
func namedCalls(s *Subject, u *match.Refusal) []string {
	var words []string
	for _, name := range append(slices.Clone(u.Need.Any), strings.Split(u.Argument, ", ")...) {
		if _, known := catalog.FindSyscall(name); known {
			words = append(words, s.kindredOf(name))
		}
	}
	return words
}

// kindredOf returns the group that stands for a call, else the call.
func (s *Subject) kindredOf(call string) string {
	found, _ := catalog.FindSyscall(call)
	for _, group := range kindred {
		if slices.Contains(catalog.FilterSyscalls(group, s.unit().Release), found) {
			return group
		}
	}
	return call
}

// refusedCalls are the calls that groups hold and the unit itself lets pass.
func (s *Subject) refusedCalls(groups []string) []string {
	own := s.box.SyscallFilter()
	var words []string
	for _, group := range groups {
		for _, call := range catalog.FilterSyscalls(group, s.unit().Release) {
			if w := s.kindredOf(call.Name()); own.Lets(call) && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}

// neededCalls allows the calls of ordinary services and the privileged ones that
// are needed.
var neededCalls = List{
	Named: namedCalls,
	All: func(s *Subject) []string {
		calls := s.refusedCalls(privilegedCalls)
		own := s.box.SyscallFilter()
		for _, name := range catalog.SyscallNames() {
			if call, ok := catalog.FindSyscall(name); ok && own.Lets(call) && !slices.Contains(calls, s.kindredOf(name)) {
				calls = append(calls, s.kindredOf(name))
			}
		}
		return calls
	},
	Lines: func(s *Subject, words []string) []string { return s.filterLines(true, privilegedCalls, words) },
	Plain: unset("SystemCallFilter", "SystemCallErrorNumber"),
}

// lessCalls refuses the groups of calls that few programs make.
var lessCalls = List{
	Named: namedCalls,
	All:   func(s *Subject) []string { return s.refusedCalls(rareCalls) },
	Lines: func(s *Subject, words []string) []string { return s.filterLines(false, rareCalls, words) },
	Plain: unset("SystemCallFilter", "SystemCallErrorNumber"),
}

// filterLines refuses groups of calls on top of what the unit itself refuses, and
// lets the given words pass. A unit's own allow list stays: what it names beside
// the calls of every service is its author's knowledge. A deny list becomes an
// allow list where one is asked for.
func (s *Subject) filterLines(allowList bool, groups, words []string) []string {
	u := s.unit()
	own, assignments := s.box.SyscallFilter(), u.All(u.ExecSection(), "SystemCallFilter")
	var lines, denied []string
	switch {
	case own.Set && own.AllowList:
		words = slices.Concat(slices.DeleteFunc(ownWords(assignments, false), func(w string) bool { return w == serviceCalls }), words)
		denied = s.stillLet(own, groups)
		if len(denied) == 0 {
			return nil
		}
	case allowList:
		lines = append(s.reset("SystemCallFilter"), "SystemCallFilter="+serviceCalls)
		denied = slices.Concat(groups, ownWords(assignments, true))
	default:
		denied = s.stillLet(own, groups)
		if len(denied) == 0 {
			return nil
		}
	}
	lines = append(lines, "SystemCallFilter=~"+strings.Join(compact(denied), " "))
	if words = compact(s.recognised("SystemCallFilter", words)); len(words) > 0 {
		lines = append(lines, "SystemCallFilter="+strings.Join(words, " "))
	}
	if s.last("SystemCallErrorNumber") == nil {
		lines = append(lines, "SystemCallErrorNumber=EPERM")
	}
	return lines
}

// stillLet returns the groups of which the unit's own filter lets something pass.
func (s *Subject) stillLet(own sandbox.SyscallFilter, groups []string) []string {
	return slices.DeleteFunc(slices.Clone(groups), func(g string) bool { return filtered(own, g, s.unit().Release) })
}

// compact leaves each word once, in order of appearance.
func compact(words []string) []string {
	var kept []string
	for _, w := range words {
		if !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return kept
}
