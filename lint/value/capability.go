package value

import (
	"cmp"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// highestCapability is the largest number that a release takes for a
// capability: 63 was measured with 252, 62 is CAP_LIMIT of later releases.
func (v *verdict) highestCapability() uint64 {
	if v.since(254) {
		return 62
	}
	return 63
}

// Capabilities decodes a capability set (systemd.exec(5),
// CapabilityBoundingSet=). systemd drops unknown names without a word, so that
// what is left of the list can mean the opposite of what was meant; such
// problems are Silent.
func Capabilities(text string, ctx Context) (Set, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersNone)
	return v.capabilities(), v.result
}

func (v *verdict) capabilities() Set {
	words, inverted := v.inversion(catalog.WordsUnquote)
	v.silence() // unbalanced quotes
	set := Set{Inverted: inverted, Empty: v.text == "", Items: make([]Item, 0, len(words))}
	for _, word := range words {
		item := Item{Word: word}
		item.Name, item.Number, item.Known = v.capabilityNamed(word.Text)
		if !item.Known {
			set.Undecided = v.unknownCapability(word) || set.Undecided
		}
		set.Items = append(set.Items, item)
	}
	return set
}

// unknownCapability reports a word that is no capability, and tells whether it
// may be one once a placeholder is replaced.
func (v *verdict) unknownCapability(word Word) (undecided bool) {
	if v.hasPlaceholder(word.Start, word.End) {
		v.result.Undecided = true
		return true
	}
	problem := v.drop(word.Start, word.End, CodeUnknownCapability,
		"%s is no capability: systemd drops it without a message.", quotation(word.Text))
	problem.Silent = true
	problem.suggestion = func() string {
		return cmp.Or(separated(word.Text, v.isCapability), nearUpper(word.Text, capabilityNames))
	}
	return false
}

// isCapability tells whether a text is a capability's name or number.
func (v *verdict) isCapability(text string) bool {
	_, _, known := v.capabilityNamed(text)
	return known
}

// capabilityNamed returns the name and the number of a capability that is given by
// name, in any case, or by number.
func (v *verdict) capabilityNamed(text string) (name string, number int, known bool) {
	if capability, ok := catalog.CapabilityNamed(text); ok {
		return capability.Name, capability.Number, true
	}
	given, err := parseUnsigned(text, 32)
	if err != nil || given > v.highestCapability() {
		return strings.ToUpper(text), 0, false
	}
	for _, capability := range catalog.Capabilities() {
		if uint64(capability.Number) == given {
			return capability.Name, capability.Number, true
		}
	}
	return text, int(given), true
}
