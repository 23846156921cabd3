package config

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/strictyaml"
)

// Evidence says which sources of knowledge are asked about programs.
type Evidence struct {
	// Machine are those in the tree of the unit.
	Machine machine.Sources
	// Distribution is what the packages of a distribution show.
	Distribution bool
}

// AllEvidence is all sources.
func AllEvidence() Evidence { return Evidence{Machine: machine.Everything(), Distribution: true} }

// Asked returns the sources that the configuration leaves on.
func (c *Config) Asked() Evidence {
	if c.Evidence == nil {
		return AllEvidence()
	}
	return *c.Evidence
}

// evidenceSources are the words for sources of knowledge.
func evidenceSources(e *Evidence) map[string]*bool {
	return map[string]*bool{
		"binary": &e.Machine.Binary, "package": &e.Machine.Package, "configuration": &e.Machine.Configuration, "distribution": &e.Distribution,
	}
}

func evidenceWords() []string { return slices.Sorted(maps.Keys(evidenceSources(&Evidence{}))) }

// evidenceSchema takes booleans too, since YAML reads on and off as such.
func evidenceSchema() schema {
	word := schema{"enum": evidenceWords()}
	return schema{"oneOf": []schema{{"enum": []any{"on", "off", true, false}}, word, listOf(word)}}
}

// evidence decodes on, off or the sources that are on.
func (d *decoder) evidence(node *yaml.Node) {
	var sources Evidence
	known := evidenceSources(&sources)
	for _, word := range d.Strings(node) {
		switch on := known[word]; {
		case word == "on" || word == "true":
			sources = AllEvidence()
		case word == "off" || word == "false":
		case on != nil:
			*on = true
		default:
			d.Fault(node, "%q is no source of knowledge%s", strictyaml.Brief(word), d.Meant(word, append(evidenceWords(), "on", "off")))
		}
	}
	d.config.Evidence = &sources
}
