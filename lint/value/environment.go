package value

import (
	"strings"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Variable is one NAME=VALUE of Environment=.
type Variable struct {
	Word
	Name  string
	Value Expansion
	// Known tells that name and value hold no stand-in for an unknown part.
	Known bool
}

// Environment decodes Environment= (systemd.exec(5)). Words that systemd skips
// are left out.
func Environment(text string, ctx Context) ([]Variable, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.environment(), v.result
}

func (v *verdict) environment() []Variable {
	words := v.words(catalog.WordsUnquoteCUnescape)
	var assignments []Variable
	for _, word := range words {
		expansion, ok := v.expand(word, PartDropped)
		if !ok {
			continue
		}
		name, content, assigned := strings.Cut(expansion.Text, "=")
		if !assigned || !environmentName(name) || !environmentValue(content) {
			v.drop(word.Start, word.End, CodeBadAssignment, "%s is no assignment NAME=VALUE: it is skipped.", quotation(word.Text))
			continue
		}
		known := v.known(word, expansion)
		assignments = append(assignments, Variable{
			Word: word, Name: name, Value: Expansion{Text: content, Known: known}, Known: known,
		})
	}
	return assignments
}

// environmentName tells whether a text is the name of an environment variable
// as systemd takes it: ASCII letters, digits and '_', no digit first.
func environmentName(name string) bool {
	if name == "" || isDigit(name[0]) {
		return false
	}
	for i := range len(name) {
		if !isAlphanumeric(name[i]) && name[i] != '_' {
			return false
		}
	}
	return true
}

// environmentValue tells whether systemd takes a text for a variable's value.
func environmentValue(text string) bool { return utf8.ValidString(text) }
