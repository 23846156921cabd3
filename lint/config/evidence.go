package config

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/strictyaml"
)

// evidenceSources are the words for sources of knowledge.
func evidenceSources(s *machine.Sources) map[string]*bool {
	return map[string]*bool{"binary": &s.Binary, "package": &s.Package, "configuration": &s.Configuration}
}

func evidenceWords() []string { return slices.Sorted(maps.Keys(evidenceSources(&machine.Sources{}))) }

// evidenceSchema takes booleans too, since YAML reads on and off as such.
func evidenceSchema() schema {
	word := schema{"enum": evidenceWords()}
	return schema{"oneOf": []schema{{"enum": []any{"on", "off", true, false}}, word, listOf(word)}}
}

// evidence decodes on, off or the sources that are on.
func (d *decoder) evidence(node *yaml.Node) {
	var sources machine.Sources
	known := evidenceSources(&sources)
	for _, word := range d.Strings(node) {
		switch on := known[word]; {
		case word == "on" || word == "true":
			sources = machine.Everything()
		case word == "off" || word == "false":
		case on != nil:
			*on = true
		default:
			d.Fault(node, "%q is no source of knowledge%s", strictyaml.Brief(word), d.Meant(word, append(evidenceWords(), "on", "off")))
		}
	}
	d.config.Evidence = &sources
}
