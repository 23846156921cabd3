package value

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Namespaces is one line of RestrictNamespaces= or DelegateNamespaces=.
type Namespaces struct {
	// Boolean tells that the value is yes or no, which is Yes.
	Boolean, Yes bool
	Set
}

// NamespaceFlags decodes RestrictNamespaces= (systemd.exec(5)): a boolean, or a
// list of namespace types that are allowed, or with '~' denied.
func NamespaceFlags(text string, ctx Context) (Namespaces, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersNone)
	return v.namespaceFlags(), v.result
}

func (v *verdict) namespaceFlags() Namespaces {
	if yes, ok := Boolean(v.text); ok {
		return Namespaces{Boolean: true, Yes: yes}
	}
	words, inverted := v.inversion(catalog.Words)
	flags := Namespaces{Set: Set{Inverted: inverted, Empty: v.text == "", Items: make([]Item, 0, len(words))}}
	names := v.namespaceNames()
	for _, word := range words {
		item := Item{Word: word, Name: word.Text, Known: slices.Contains(names, word.Text)}
		if !item.Known {
			problem := v.ignore(word.Start, word.End, CodeUnknownNamespace,
				"%s is no namespace type that this systemd knows: the whole line has no effect.", quotation(word.Text))
			problem.suggestion = func() string { return catalog.Suggest(word.Text, names) }
			flags.Undecided = flags.Undecided || v.hasPlaceholder(word.Start, word.End)
		}
		flags.Items = append(flags.Items, item)
	}
	return flags
}

// namespaceNames are the words that the release takes.
func (v *verdict) namespaceNames() []string {
	var names []string
	for _, namespace := range catalog.Namespaces() {
		since := namespace.Restrict
		if v.name() == "DelegateNamespaces" {
			since = namespace.Delegate
		}
		if since != 0 && v.since(since) {
			names = append(names, namespace.Name)
		}
	}
	return names
}
