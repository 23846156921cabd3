// Package syscallfilter reads the lines of SystemCallFilter= call by call.
package syscallfilter

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Line is one surviving line of SystemCallFilter= with its calls.
type Line struct {
	Assignment *unit.Assignment
	Filter     value.Filter
	// words are the calls of each word: of a group all that it stands for.
	words [][]catalog.Syscall
}

// Lines returns the lines of the unit's filter that survive, in order.
func Lines(u *unit.Unit) []Line {
	var lines []Line
	for _, a := range u.All(u.ExecSection(), "SystemCallFilter") {
		filter := a.Verdict.Filter()
		if filter.Empty {
			continue
		}
		lines = append(lines, Line{Assignment: a, Filter: filter, words: filterWords(filter, u.Release)})
	}
	return lines
}

// filterWords are the known calls of a line, of words that stand there several
// times once.
func filterWords(filter value.Filter, release catalog.Release) [][]catalog.Syscall {
	var words [][]catalog.Syscall
	seen := map[string]bool{}
	for _, call := range filter.Calls {
		if !call.Known || call.Errno != "" || seen[call.Name] {
			continue
		}
		seen[call.Name] = true
		if strings.HasPrefix(call.Name, "@") {
			words = append(words, catalog.FilterSyscalls(call.Name, release))
		} else if known, ok := catalog.FindSyscall(call.Name); ok {
			words = append(words, []catalog.Syscall{known})
		}
	}
	return words
}

// Calls are all calls of the line.
func (l *Line) Calls() iter.Seq[catalog.Syscall] {
	return func(yield func(catalog.Syscall) bool) {
		for _, word := range l.words {
			for _, call := range word {
				if !yield(call) {
					return
				}
			}
		}
	}
}

// Named names at most three of the calls.
func Named(calls []string) string {
	const most = 3
	slices.Sort(calls)
	calls = slices.Compact(calls)
	if len(calls) > most {
		return fmt.Sprintf("'%s' and %d other system calls", strings.Join(calls[:most], "', '"), len(calls)-most)
	}
	return "'" + strings.Join(calls, "', '") + "'"
}
