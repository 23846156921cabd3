package config

import (
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/strictyaml"
)

func profileFields() []field {
	return []field{
		{"directories", "Directories with profiles of your own, relative to the configuration.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { d.config.Profiles.Directories = d.directories(n) }},
		{"builtin", "The profiles that come with unitlint, on (the default) or off.", switchSchema(),
			func(d *decoder, n *yaml.Node) { d.config.Profiles.WithoutBuiltin = !d.isOn(n) }},
	}
}

// switchSchema takes booleans too, since YAML reads on and off as such.
func switchSchema() schema { return schema{"enum": []any{"on", "off", true, false}} }

func (d *decoder) isOn(node *yaml.Node) bool {
	switch word := d.Text(node); word {
	case "on", "true":
		return true
	case "off", "false":
	default:
		d.Fault(node, "expected on or off, found %q", strictyaml.Brief(word))
	}
	return false
}

// directories decodes names of directories below the configuration's own.
func (d *decoder) directories(node *yaml.Node) []string {
	names := d.Strings(node)
	for _, name := range names {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			d.Fault(node, "%q is not the name of a directory below the one of the configuration", strictyaml.Brief(name))
		}
	}
	return names
}
