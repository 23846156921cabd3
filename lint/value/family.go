package value

import (
	"cmp"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// AddressFamilies decodes RestrictAddressFamilies= (systemd.exec(5)). The word
// "none" alone (249 and later) is the empty allow list: Items is then empty
// and Empty false.
func AddressFamilies(text string, ctx Context) (Set, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersNone)
	return v.addressFamilies(), v.result
}

func (v *verdict) addressFamilies() Set {
	if v.text == "none" && v.since(249) {
		return Set{}
	}
	words, inverted := v.inversion(catalog.WordsUnquote)
	set := Set{Inverted: inverted, Empty: v.text == "", Items: make([]Item, 0, len(words))}
	for _, word := range words {
		item := Item{Word: word, Name: strings.ToUpper(word.Text), Known: knownFamily(word.Text)}
		if !item.Known {
			problem := v.drop(word.Start, word.End, CodeUnknownFamily, "%s is no address family that systemd knows.", quotation(word.Text))
			problem.suggestion = func() string {
				return cmp.Or(separated(word.Text, knownFamily), nearUpper(word.Text, familyNames))
			}
			set.Undecided = set.Undecided || v.hasPlaceholder(word.Start, word.End)
		}
		set.Items = append(set.Items, item)
		if !item.Known && v.since(261) {
			break // the rest of the line is dropped
		}
	}
	return set
}

// knownFamily tells whether systemd takes a name, in any case.
func knownFamily(name string) bool {
	_, known := catalog.AddressFamilyNamed(strings.ToUpper(name))
	return known
}
