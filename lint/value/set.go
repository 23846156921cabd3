package value

import (
	"errors"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Item is one name of a list, such as a capability or an address family.
type Item struct {
	Word
	// Name is the name in the spelling of systemd's tables.
	Name string
	// Known tells that systemd knows the name; unknown names are dropped.
	Known bool
	// Number is the number of a capability that is known.
	Number int
}

// Set is a list of names that a leading '~' inverts.
type Set struct {
	Inverted bool
	Items    []Item
	// Empty tells that the value itself is empty.
	Empty bool
	// Undecided tells that a placeholder hides a part of the list.
	Undecided bool
}

// Names returns the names that systemd knows.
func (s Set) Names() []string {
	names := make([]string, 0, len(s.Items))
	for _, item := range s.Items {
		if item.Known {
			names = append(names, item.Name)
		}
	}
	return names
}

// inversion takes a leading '~' off a value and returns the words that follow,
// at their places in the value.
func (v *verdict) inversion(tokenizer catalog.Tokenizer) (words []Word, inverted bool) {
	rest, inverted := strings.CutPrefix(v.text, "~")
	offset := len(v.text) - len(rest)
	words, err := Split(rest, tokenizer)
	for i := range words {
		words[i].Start += offset
		words[i].End += offset
	}
	if fault, ok := errors.AsType[*SplitError](err); ok {
		fault.Start += offset
		fault.End += offset
		v.splitFault(fault, len(words)+1) // the list is there, even where it is empty
	}
	return words, inverted
}
