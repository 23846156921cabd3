package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/strictyaml"
)

// entry is an entry of needs while it is decoded.
type entry struct {
	units  []string
	reason string
	facts  declared.Facts
}

func needFields(e *entry) []field {
	all := []field{
		{"units", "Globs of unit names.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { e.units = d.globs(n) }},
		{"reason", "What the service does with it; completes 'the service ...'.", schema{"type": "string"},
			func(d *decoder, n *yaml.Node) { e.reason = d.Text(n) }},
		{"need", "Needs without an argument.", oneOrMore(schema{"enum": need.PlainKinds()}),
			func(d *decoder, n *yaml.Node) { d.plainNeed(n, e) }},
	}
	for _, k := range need.Kinds() {
		if k.Argument == nil || k.Kind == need.Owner {
			continue // whom files belong to is of the program, not of the service
		}
		shape := listOfStrings()
		if k.Argument.Number {
			shape = listOfNumbers()
		}
		all = append(all, field{string(k.Kind), k.Summary, shape,
			func(d *decoder, n *yaml.Node) { d.needOf(k, n, e) }})
	}
	return all
}

// needOf decodes the arguments of one kind, each a need of its own.
func (d *decoder) needOf(k need.Description, node *yaml.Node, e *entry) {
	for _, term := range d.Strings(node) {
		for word := range strings.SplitSeq(term, "|") {
			if fault := k.Argument.Fault(word); fault != "" {
				d.Fault(node, "%q %s", strictyaml.Brief(word), fault)
			}
		}
		e.facts = append(e.facts, declared.Fact{Kind: k.Kind, Term: term, Source: d.placeOf(node)})
	}
}

func (d *decoder) plainNeed(node *yaml.Node, e *entry) {
	for _, word := range d.Strings(node) {
		if !slices.Contains(need.PlainKinds(), word) {
			d.Fault(node, "unknown need %q%s", strictyaml.Brief(word), d.Meant(word, need.PlainKinds()))
			continue
		}
		e.facts = append(e.facts, declared.Fact{Kind: need.Kind(word), Source: d.placeOf(node)})
	}
}

// placeOf is the source of what a node declares.
func (d *decoder) placeOf(node *yaml.Node) string { return fmt.Sprintf("%s:%d", d.Path, node.Line) }

func (d *decoder) need(node *yaml.Node) {
	var e entry
	d.mapping(node, needFields(&e))
	if len(e.units) == 0 {
		d.Fault(node, "an entry of needs has no units")
	}
	if e.reason == "" {
		e.reason = "needs it, as the configuration says"
	}
	for i := range e.facts {
		e.facts[i].Why = e.reason
	}
	d.config.Needs = append(d.config.Needs, Declaration{Units: e.units, Facts: e.facts})
}

// Declared are the needs that are declared for a unit.
func (c *Config) Declared(unit string) declared.Facts {
	var facts declared.Facts
	for _, n := range c.Needs {
		if matchesAny(n.Units, unit) {
			facts = append(facts, n.Facts...)
		}
	}
	return facts
}
