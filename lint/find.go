package lint

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Find returns the rule of a name, also of one that it had formerly. Where
// there is none, the error suggests what was probably meant.
func Find(rules []*Rule, id string) (*Rule, error) {
	for _, r := range rules {
		if r.ID == id || slices.Contains(r.Former, id) {
			return r, nil
		}
	}
	names := make([]string, 0, len(rules))
	for _, r := range rules {
		names = append(names, r.ID)
	}
	if near := catalog.Suggest(id, names); near != "" {
		return nil, fmt.Errorf("there is no rule %q, did you mean %q?", id, near)
	}
	return nil, fmt.Errorf("there is no rule %q: 'unitlint rules' lists them", id)
}

// Choose returns the rules that are selected (all where no word is given) and
// not ignored. A word is a rule's name, a category or "all".
func Choose(rules []*Rule, selected, ignored []string) ([]*Rule, error) {
	if len(selected) == 0 {
		selected = []string{AllRules}
	}
	take, err := matcher(rules, selected)
	if err != nil {
		return nil, err
	}
	leave, err := matcher(rules, ignored)
	if err != nil {
		return nil, err
	}
	var chosen []*Rule
	for _, r := range rules {
		if take(r) && !leave(r) {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}

// AllRules is the word that stands for every rule.
const AllRules = "all"

// IsGroup tells whether a word stands for several rules: a category or "all".
func IsGroup(word string) bool {
	return word == AllRules || slices.Contains(Categories(), Category(word))
}

// matcher tells whether one of the words names a rule or its category.
func matcher(rules []*Rule, words []string) (func(*Rule) bool, error) {
	named := map[string]bool{}
	for _, word := range words {
		if IsGroup(word) {
			named[word] = true
			continue
		}
		rule, err := Find(rules, word)
		if err != nil {
			return nil, err
		}
		named[rule.ID] = true
	}
	return func(r *Rule) bool { return named[AllRules] || named[string(r.Category)] || named[r.ID] }, nil
}
