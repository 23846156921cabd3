package config

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/strictyaml"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint"
)

// Parse decodes a configuration. The path stands in the messages; the rules
// are those that it may name. Every fault is reported, each with its place.
func Parse(path string, text []byte, rules []*lint.Rule) (*Config, error) {
	d := &decoder{Decoder: strictyaml.Decoder{Path: path}, rules: rules, config: &Config{Path: path}}
	top, err := d.Parse(text)
	if err != nil {
		return nil, err
	}
	if top != nil {
		d.mapping(top, fields())
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return d.config, nil
}

type decoder struct {
	strictyaml.Decoder
	rules  []*lint.Rule
	config *Config
	// placeholderSteps is what searching for all placeholders takes for each byte.
	placeholderSteps int
}

// mapping hands every key's value to its field.
func (d *decoder) mapping(node *yaml.Node, fields []field) {
	d.Pairs(node, func(key, value *yaml.Node) {
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == key.Value })
		if at < 0 {
			d.Fault(key, "unknown key %q%s", strictyaml.Brief(key.Value), d.Meant(key.Value, names(fields)))
			return
		}
		fields[at].decode(d, value)
	})
}

// levels decodes a mapping of rules to levels.
func (d *decoder) levels(node *yaml.Node) []Level {
	var all []Level
	d.Pairs(node, func(key, value *yaml.Node) {
		level := Level{Rule: d.rule(key)}
		switch word := d.Text(value); word {
		case "off", "false":
			level.Off = true
		case "on", "true":
		default:
			severity, err := finding.ParseSeverity(word)
			if err != nil {
				d.Fault(value, "%q is not a level: expected off, on, note, warning or error", strictyaml.Brief(word))
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
		_, err = lint.Find(d.rules, strictyaml.Brief(word))
		d.Fault(node, "%v", err)
		return word
	}
	if rule.ID != word {
		d.config.Notices = append(d.config.Notices, fmt.Sprintf("%s:%d: the rule %s is called %s now", d.Path, node.Line, word, rule.ID))
	}
	return rule.ID
}
