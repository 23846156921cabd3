package invocation

import (
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// mostExpanded bounds what the variables in the command lines of a unit are replaced
// by, longestArgument a single argument: the kernel takes no longer one (execve(2),
// MAX_ARG_STRLEN).
const (
	mostExpanded    = 8 << 20
	longestArgument = 128 << 10
)

// substituted replaces the variables of one word of a command line, as long as the
// unit's words do not grow beyond all bounds. Open tells that a variable is not
// known.
func (f *finder) substituted(w Word) (words []Word, open bool) {
	if f.replacedBytes > mostExpanded {
		return nil, true
	}
	words, open = substituted(w, f.variables)
	for _, one := range words {
		f.replacedBytes += len(one.Text)
	}
	return words, open
}

// substituted replaces the variables of one word as systemd does
// (systemd.service(5), "COMMAND LINES"): a word "$NAME" becomes as many words
// as the value has, "${NAME}" is replaced in place. Open tells that a variable
// is not known.
func substituted(w Word, variables map[string]unit.Variable) (words []Word, open bool) {
	if name, whole := strings.CutPrefix(w.Text, "$"); whole && isVariableName(name) {
		v, found := variables[name]
		if !found {
			return nil, true
		}
		for _, field := range strings.Fields(v.Text) {
			words = append(words, Word{Text: strings.Trim(field, `"'`), Known: v.Known, Place: w.Place})
		}
		return words, false
	}
	text, known, missing := replaced(w, variables)
	return []Word{{Text: text, Known: known && !missing, Partly: known && missing, Written: w.Written, Place: w.Place}}, missing
}

// replaced returns a word with the values of "${NAME}" in place. What is not known stays as it is
// written, as a shell would write it too.
func replaced(w Word, variables map[string]unit.Variable) (text string, known, missing bool) {
	var result strings.Builder
	known = w.Known
	rest := w.Text
	for {
		before, after, found := strings.Cut(rest, "${")
		name, behind, closed := strings.Cut(after, "}")
		if !found || !closed {
			result.WriteString(rest)
			return result.String(), known, missing
		}
		result.WriteString(before)
		if result.Len() > longestArgument {
			return w.Text, false, true
		}
		if v, set := variables[name]; set {
			result.WriteString(v.Text)
			known = known && v.Known
		} else {
			missing = true
			result.WriteString("${" + name + "}")
		}
		rest = behind
	}
}

func isVariableName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}
