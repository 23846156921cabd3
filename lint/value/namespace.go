package value

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
)

// namespaceTypes are the namespaces that RestrictNamespaces= knows
// (systemd.exec(5)), and the release that brought them.
var namespaceTypes = []struct {
	name  string
	since int
}{
	{"cgroup", 239}, {"ipc", 239}, {"net", 239}, {"mnt", 239}, {"pid", 239}, {"user", 239}, {"uts", 239}, {"time", 252},
}

// Namespaces is one line of RestrictNamespaces= or DelegateNamespaces=.
type Namespaces struct {
	// Boolean tells that the value is yes or no, which is Yes.
	Boolean, Yes bool
	Set
}

// NamespaceFlags decodes RestrictNamespaces= (systemd.exec(5)): a boolean, or a
// list of namespace types that are allowed, or with '~' denied.
func NamespaceFlags(text string, ctx Context) (Namespaces, Result) {
	v := newVerdict(text, ctx, noSpecifiers)
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
				"%s is no namespace type that this systemd knows: the whole line has no effect.", quoted(word.Text))
			problem.Suggestion = suggest(word.Text, names)
			flags.Undecided = flags.Undecided || v.placeheld(word.Start, word.End)
		}
		flags.Items = append(flags.Items, item)
	}
	return flags
}

func (v *verdict) namespaceNames() []string {
	names := make([]string, 0, len(namespaceTypes))
	for _, namespace := range namespaceTypes {
		if v.since(namespace.since) {
			names = append(names, namespace.name)
		}
	}
	return names
}
