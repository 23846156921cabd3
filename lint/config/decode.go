package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
)

// Parse decodes a configuration. The path stands in the messages; the rules
// are those that it may name. Every fault is reported, each with its place.
func Parse(path string, text []byte, rules []*lint.Rule) (*Config, error) {
	d := &decoder{path: path, rules: rules, config: &Config{Path: path}}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", path, cut(err.Error(), mostOfParser))
	}
	if values(&document, map[*yaml.Node]int{}) > mostValues {
		return nil, fmt.Errorf("%s: the configuration stands for more than %d values, or holds itself", path, mostValues)
	}
	if len(document.Content) > 0 {
		d.mapping(document.Content[0], fields())
	}
	if more := len(d.faults) - mostFaults; more > 0 {
		d.faults = append(d.faults[:mostFaults], fmt.Errorf("%s: %d faults more", path, more))
	}
	if len(d.faults) > 0 {
		return nil, errors.Join(d.faults...)
	}
	return d.config, nil
}

// Bounds of what a configuration makes the program say and do: whoever wrote it
// is perhaps the one that is to be checked, and perhaps it is another file that
// goes by its name.
const (
	// mostFaults are told, with mostQuoted characters of each word and mostOfParser
	// of what the parser of YAML says.
	mostFaults   = 10
	mostQuoted   = 40
	mostOfParser = 120
	// mostValues is how many values there may be where each alias counts as what
	// it stands for.
	mostValues = 100_000
)

// values counts the values of a node with those that its aliases stand for, as
// far as the bound. A node within itself is beyond it.
func values(node *yaml.Node, known map[*yaml.Node]int) int {
	if count, ok := known[node]; ok {
		return count
	}
	known[node] = mostValues + 1 // until it is counted
	count := 1
	if node.Kind == yaml.AliasNode {
		count += values(node.Alias, known)
	}
	for _, inner := range node.Content {
		if count += values(inner, known); count > mostValues {
			break
		}
	}
	known[node] = min(count, mostValues+1)
	return known[node]
}

// brief is the beginning of a word.
func brief(word string) string { return cut(word, mostQuoted) }

func cut(text string, most int) string {
	runes := 0
	for at := range text {
		if runes++; runes > most {
			return text[:at] + "…"
		}
	}
	return text
}

type decoder struct {
	path   string
	rules  []*lint.Rule
	config *Config
	faults []error
}

// fault records what is wrong at a node.
func (d *decoder) fault(node *yaml.Node, format string, arguments ...any) {
	d.faults = append(d.faults, fmt.Errorf("%s:%d:%d: %s", d.path, node.Line, node.Column, fmt.Sprintf(format, arguments...)))
}

// mapping hands every key's value to its field.
func (d *decoder) mapping(node *yaml.Node, fields []field) {
	d.pairs(node, func(key, value *yaml.Node) {
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == key.Value })
		if at < 0 {
			d.fault(key, "unknown key %q%s", brief(key.Value), d.meant(key.Value, names(fields)))
			return
		}
		fields[at].decode(d, value)
	})
}

// pairs calls do for each key of a mapping, and faults anything else and
// repeated keys.
func (d *decoder) pairs(node *yaml.Node, do func(key, value *yaml.Node)) {
	node = resolve(node)
	if isNull(node) {
		return
	}
	if node.Kind != yaml.MappingNode {
		d.fault(node, "expected keys and values, found %s", kindName(node))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if seen[key.Value] {
			d.fault(key, "the key %q stands twice", brief(key.Value))
			continue
		}
		seen[key.Value] = true
		do(key, value)
	}
}

// strings decodes a list of strings, or one.
func (d *decoder) strings(node *yaml.Node) []string {
	node = resolve(node)
	switch {
	case isNull(node):
		return nil
	case node.Kind == yaml.ScalarNode:
		return []string{node.Value}
	case node.Kind != yaml.SequenceNode:
		d.fault(node, "expected a list of strings, found %s", kindName(node))
		return nil
	}
	var all []string
	for _, item := range node.Content {
		all = append(all, d.text(item))
	}
	return all
}

func (d *decoder) text(node *yaml.Node) string {
	node = resolve(node)
	if node.Kind != yaml.ScalarNode {
		d.fault(node, "expected a string, found %s", kindName(node))
		return ""
	}
	return node.Value
}

func (d *decoder) boolean(node *yaml.Node) bool {
	var value bool
	if err := resolve(node).Decode(&value); err != nil {
		d.fault(node, "expected true or false, found %s", kindName(node))
	}
	return value
}

// items calls do for each entry of a list.
func (d *decoder) items(node *yaml.Node, do func(*yaml.Node)) {
	node = resolve(node)
	if isNull(node) {
		return
	}
	if node.Kind != yaml.SequenceNode {
		d.fault(node, "expected a list, found %s", kindName(node))
		return
	}
	for _, item := range node.Content {
		do(item)
	}
}

// levels decodes a mapping of rules to levels.
func (d *decoder) levels(node *yaml.Node) []Level {
	var all []Level
	d.pairs(node, func(key, value *yaml.Node) {
		level := Level{Rule: d.rule(key)}
		switch word := d.text(value); word {
		case "off", "false":
			level.Off = true
		case "on", "true":
		default:
			severity, err := finding.ParseSeverity(word)
			if err != nil {
				d.fault(value, "%q is not a level: expected off, on, note, warning or error", brief(word))
			}
			level.Severity = severity
		}
		all = append(all, level)
	})
	return all
}

// rule checks the name of a rule, a category or "all". A former name is
// replaced and noticed.
func (d *decoder) rule(node *yaml.Node) string {
	word := node.Value
	if lint.IsGroup(word) {
		return word
	}
	rule, err := lint.Find(d.rules, word)
	if err != nil {
		_, err = lint.Find(d.rules, brief(word))
		d.fault(node, "%v", err)
		return word
	}
	if rule.ID != word {
		d.config.Notices = append(d.config.Notices, fmt.Sprintf("%s:%d: the rule %s is called %s now", d.path, node.Line, word, rule.ID))
	}
	return rule.ID
}

// meant is the end of a message about an unknown word.
func (d *decoder) meant(word string, known []string) string {
	if near := catalog.Suggest(word, known); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ": expected one of " + strings.Join(known, ", ")
}

// resolve follows an alias to what it stands for.
func resolve(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

func kindName(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	default:
		return fmt.Sprintf("%q", brief(node.Value))
	}
}
