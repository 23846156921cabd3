package merge

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
)

// allowances are the lists of names that say what a service may use, or with
// "~" what it may not, and whose lines add up.
var allowances = []string{"AmbientCapabilities", "CapabilityBoundingSet", "RestrictAddressFamilies", "SystemCallFilter"}

// nameLine is one line of such a list.
type nameLine struct {
	*unit.Assignment
	inverted bool
	words    []string // as they are written, each once
	names    []string // the same with groups of system calls replaced by their members
}

// mostLines bounds the lines of a list that are compared: no list that people
// keep has as many.
const mostLines = 500

// nameLines decodes the lines of a list that count. It is nil where a
// placeholder hides a part of one.
func nameLines(u *unit.Unit, list string) []nameLine {
	all := u.All(u.ExecSection(), list)
	if len(all) > mostLines {
		return nil
	}
	var lines []nameLine
	for _, a := range all {
		line, decided := decodeNames(u, a)
		if !decided {
			return nil
		}
		if len(line.words) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

func decodeNames(u *unit.Unit, a *unit.Assignment) (line nameLine, decided bool) {
	line.Assignment = a
	if a.Directive.List == "SystemCallFilter" {
		filter := a.Verdict.Filter()
		seen := map[string]bool{}
		for _, call := range filter.Calls {
			if call.Known && !seen[call.Name] {
				seen[call.Name] = true
				line.words = append(line.words, call.Name)
				line.names = append(line.names, expand(call.Name, u.Release)...)
			}
		}
		line.inverted = filter.Inverted
		return line, !filter.Undecided
	}
	set := a.Verdict.Set()
	line.inverted, line.words, line.names = set.Inverted, set.Names(), set.Names()
	return line, !set.Undecided
}

func expand(call string, r catalog.Release) []string {
	if !strings.HasPrefix(call, "@") {
		return []string{call}
	}
	return catalog.ExpandSyscallGroup(call, r)
}

// common returns the names of a that are in b.
func common(a, b []string) []string {
	in := make(map[string]bool, len(b))
	for _, name := range b {
		in[name] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return !in[name] })
}

// covers tells whether all names of b are in a.
func covers(a, b []string) bool { return len(common(b, a)) == len(b) }
