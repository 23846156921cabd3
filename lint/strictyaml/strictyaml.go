// Package strictyaml reads YAML whose every key is known, with the place of each
// fault. It is bounded in what it reads and says: whoever wrote the file is
// perhaps the one that is to be checked.
package strictyaml

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Decoder takes a document apart and collects the faults of it.
type Decoder struct {
	// Path is what messages call the file.
	Path   string
	faults []error
}

// Parse returns the top of a document, or nil where it is empty. The error is that
// of a text that is no YAML, or that stands for too much.
func (d *Decoder) Parse(text []byte) (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", d.Path, cut(err.Error(), MostOfParser))
	}
	if count, alias := nodes(&document); count > MostValues || alias && values(&document, map[*yaml.Node]int{}) > MostValues {
		return nil, fmt.Errorf("%s: the file stands for more than %d values, or holds itself", d.Path, MostValues)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	return document.Content[0], nil
}

// Err returns the first of the faults, joined, and how many more there are.
func (d *Decoder) Err() error {
	if more := len(d.faults) - MostFaults; more > 0 {
		return errors.Join(append(d.faults[:MostFaults:MostFaults], fmt.Errorf("%s: %d faults more", d.Path, more))...)
	}
	return errors.Join(d.faults...)
}

// Bounds of what a file makes the program say and do: perhaps it is another one
// that goes by its name, which nobody shall see.
const (
	// MostFaults are told, with MostQuoted characters of each word and MostOfParser
	// of what the parser of YAML says.
	MostFaults   = 10
	MostQuoted   = 40
	MostOfParser = 120
	// MostValues is how many values there may be where each alias counts as what
	// it stands for.
	MostValues = 100_000
)

// nodes counts the values that are written below a node, and tells whether one of
// them is an alias: most files have none, and need not be counted any further.
func nodes(node *yaml.Node) (count int, alias bool) {
	count, alias = 1, node.Kind == yaml.AliasNode
	for _, inner := range node.Content {
		more, another := nodes(inner)
		count, alias = count+more, alias || another
	}
	return count, alias
}

// values counts the values of a node with those that its aliases stand for, as
// far as the bound. A node within itself is beyond it.
func values(node *yaml.Node, known map[*yaml.Node]int) int {
	if count, ok := known[node]; ok {
		return count
	}
	known[node] = MostValues + 1 // until it is counted
	count := 1
	if node.Kind == yaml.AliasNode {
		count += values(node.Alias, known)
	}
	for _, inner := range node.Content {
		if count += values(inner, known); count > MostValues {
			break
		}
	}
	known[node] = min(count, MostValues+1)
	return known[node]
}

// Brief is the beginning of a word.
func Brief(word string) string { return cut(word, MostQuoted) }

// cut is the beginning of a text, of at most that many characters.
func cut(text string, most int) string {
	runes := 0
	for at := range text {
		if runes++; runes > most {
			return text[:at] + "…"
		}
	}
	return text
}

// Fault records what is wrong at a node.
func (d *Decoder) Fault(node *yaml.Node, format string, arguments ...any) {
	d.faults = append(d.faults, fmt.Errorf("%s:%d:%d: %s", d.Path, node.Line, node.Column, fmt.Sprintf(format, arguments...)))
}

// fewKeys is how many keys most mappings have at most.
const fewKeys = 16

// Pairs calls do for each key of a mapping, and faults anything else and
// repeated keys.
func (d *Decoder) Pairs(node *yaml.Node, do func(key, value *yaml.Node)) {
	node = Resolve(node)
	if isNull(node) {
		return
	}
	if node.Kind != yaml.MappingNode {
		d.Fault(node, "expected keys and values, found %s", KindName(node))
		return
	}
	var seen map[string]bool // which few keys take longer to keep than to look through
	if len(node.Content) > fewKeys*2 {
		seen = make(map[string]bool, len(node.Content)/2)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		twice := seen[key.Value]
		for before := 0; seen == nil && before < i; before += 2 {
			twice = twice || node.Content[before].Value == key.Value
		}
		if twice {
			d.Fault(key, "the key %q stands twice", Brief(key.Value))
			continue
		}
		if seen != nil {
			seen[key.Value] = true
		}
		do(key, value)
	}
}

// Strings decodes a list of strings, or one.
func (d *Decoder) Strings(node *yaml.Node) []string {
	node = Resolve(node)
	switch {
	case isNull(node):
		return nil
	case node.Kind == yaml.ScalarNode:
		return []string{node.Value}
	case node.Kind != yaml.SequenceNode:
		d.Fault(node, "expected a list of strings, found %s", KindName(node))
		return nil
	}
	var all []string
	for _, item := range node.Content {
		all = append(all, d.Text(item))
	}
	return all
}

// Text decodes a string, as it is written.
func (d *Decoder) Text(node *yaml.Node) string {
	node = Resolve(node)
	if node.Kind != yaml.ScalarNode {
		d.Fault(node, "expected a string, found %s", KindName(node))
		return ""
	}
	return node.Value
}

// Boolean decodes true or false.
func (d *Decoder) Boolean(node *yaml.Node) bool {
	var value bool
	if err := Resolve(node).Decode(&value); err != nil {
		d.Fault(node, "expected true or false, found %s", KindName(node))
	}
	return value
}

// Items calls do for each entry of a list.
func (d *Decoder) Items(node *yaml.Node, do func(*yaml.Node)) {
	node = Resolve(node)
	if isNull(node) {
		return
	}
	if node.Kind != yaml.SequenceNode {
		d.Fault(node, "expected a list, found %s", KindName(node))
		return
	}
	for _, item := range node.Content {
		do(item)
	}
}

// OneOf decodes one of the known words, and faults any other; what says what the
// word is: "a kind of need".
func (d *Decoder) OneOf(node *yaml.Node, what string, known []string) string {
	word := d.Text(node)
	if !slices.Contains(known, word) {
		d.Fault(node, "%q is not %s%s", Brief(word), what, d.Meant(word, known))
	}
	return word
}

// Meant is the end of a message about an unknown word.
func (d *Decoder) Meant(word string, known []string) string {
	if near := catalog.Suggest(word, known); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ": expected one of " + strings.Join(known, ", ")
}

// Resolve follows an alias to what it stands for.
func Resolve(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// isNull tells whether nothing is written at a node.
func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

// KindName is what messages call what is written at a node.
func KindName(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	default:
		return fmt.Sprintf("%q", Brief(node.Value))
	}
}
