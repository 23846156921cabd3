package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// The names that suggestions are made from.

func capabilityNames() []string {
	return namesOf(catalog.Capabilities(), func(c catalog.Capability) string { return c.Name })
}

func familyNames() []string {
	return namesOf(catalog.AddressFamilies(), func(f catalog.AddressFamily) string { return f.Name })
}

func errnoNames() []string {
	return namesOf(catalog.Errnos(), func(e catalog.Errno) string { return e.Name })
}

func signalNames() []string {
	return namesOf(catalog.Signals(), func(s catalog.Signal) string { return s.Name })
}

func namesOf[T any](rows []T, name func(T) string) []string {
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = name(row)
	}
	return names
}

// callNames returns the system calls that a release knows.
func callNames(release catalog.Release) []string {
	var names []string
	for _, name := range catalog.SyscallNames() {
		if catalog.SyscallKnown(name, release) {
			names = append(names, name)
		}
	}
	return names
}

// wordsOf returns the words of an enum that a release takes.
func wordsOf(enum string, release catalog.Release) []string {
	var words []string
	for _, word := range catalog.EnumValues(enum) {
		if word.KnownTo(release) {
			words = append(words, word.Word)
		}
	}
	return words
}

// mostProblems is how many problems of one value are told apart; the outcome
// takes in all of them.
const mostProblems = 50

// nearUpper proposes a name in upper case that was probably meant, or "".
func nearUpper(word string, names func() []string) string {
	upper, known := strings.ToUpper(word), names()
	if upper != word && slices.Contains(known, upper) {
		return upper
	}
	return catalog.Suggest(upper, known)
}

// separated proposes blanks for the commas or semicolons of a word whose parts
// are all known, or "".
func separated(word string, known func(part string) bool) string {
	if !strings.ContainsAny(word, ",;") {
		return ""
	}
	parts := strings.FieldsFunc(word, func(r rune) bool { return r == ',' || r == ';' })
	for _, part := range parts {
		if !known(part) {
			return ""
		}
	}
	return strings.Join(parts, " ")
}
