package lint

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
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
// Former names are told of with notices.
func Choose(rules []*Rule, selected, ignored []string) (chosen []*Rule, notices []string, err error) {
	if len(selected) == 0 {
		selected = []string{AllRules}
	}
	take, noticed, err := matcher(rules, selected)
	if err != nil {
		return nil, nil, err
	}
	leave, further, err := matcher(rules, ignored)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rules {
		if take(r) && !leave(r) {
			chosen = append(chosen, r)
		}
	}
	return chosen, append(noticed, further...), nil
}

// AllRules is the word that stands for every rule.
const AllRules = "all"

// IsGroup tells whether a word stands for several rules: a category or "all".
func IsGroup(word string) bool {
	return word == AllRules || slices.Contains(finding.Categories(), finding.Category(word))
}

// matcher tells whether one of the words names a rule or its category.
func matcher(rules []*Rule, words []string) (matches func(*Rule) bool, notices []string, err error) {
	named := map[string]bool{}
	for _, word := range words {
		if IsGroup(word) {
			named[word] = true
			continue
		}
		rule, err := Find(rules, word)
		if err != nil {
			return nil, nil, err
		}
		if rule.ID != word {
			notices = append(notices, fmt.Sprintf("the rule %s is called %s now", word, rule.ID))
		}
		named[rule.ID] = true
	}
	return func(r *Rule) bool { return named[AllRules] || named[string(r.Category)] || named[r.ID] }, notices, nil
}
