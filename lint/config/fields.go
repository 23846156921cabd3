package config

import (
	"errors"
	"path"
	"regexp"
	"regexp/syntax"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/strictyaml"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"
)

// field is one key of the configuration: how it is decoded, and what the JSON
// schema and the documentation say of it.
type field struct {
	name   string
	words  string
	schema schema
	decode func(*decoder, *yaml.Node)
}

func names(fields []field) []string {
	all := make([]string, 0, len(fields))
	for _, f := range fields {
		all = append(all, f.name)
	}
	return all
}

// fields are the keys of the file.
func fields() []field {
	return []field{
		{"targets", "Systems to judge for, such as debian-12, rhel-9 or systemd-252.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { d.config.Targets = d.Strings(n) }},
		{"rules", "Rules, categories or all, each off, on or a severity. The last that applies wins.", levelSchema(),
			func(d *decoder, n *yaml.Node) { d.config.Rules = d.levels(n) }},
		{"overrides", "Levels for the findings of some files or units.", listOf(objectOf(overrideFields(nil))),
			func(d *decoder, n *yaml.Node) { d.Items(n, d.override) }},
		{"exclude", "Globs of paths that are not linted, nor is what lies below them in a configuration of its own.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { d.config.Exclude = d.globs(n) }},
		{"host", "What only the host can tell.", objectOf(hostFields()),
			func(d *decoder, n *yaml.Node) { d.mapping(n, hostFields()) }},
		{"needs", "What own programs will do.", listOf(objectOf(needFields(nil))),
			func(d *decoder, n *yaml.Node) { d.Items(n, d.need) }},
		{"profiles", "Which profiles of programs are asked.", objectOf(profileFields()),
			func(d *decoder, n *yaml.Node) { d.mapping(n, profileFields()) }},
		{"evidence", "Where knowledge of programs is taken from beside units and profiles: a list, on (the default) or off.", evidenceSchema(),
			(*decoder).evidence},
		{"threshold", "The exposure, 0.0 to 10.0, above which a unit is a finding.", schema{"type": "number", "minimum": 0, "maximum": 10},
			(*decoder).threshold},
		{"placeholders", "Regular expressions of words that a build replaces.", listOfStrings(),
			(*decoder).placeholders},
		{"baseline", "A baseline file, relative to the configuration.", schema{"type": "string"},
			func(d *decoder, n *yaml.Node) { d.config.Baseline = d.Text(n) }},
		{"fail-on", "The mildest severity that fails a run, or never.", schema{"enum": []string{"note", "warning", "error", "never"}},
			(*decoder).failOn},
		{"min-severity", "The mildest severity that is reported.", severitySchema(),
			func(d *decoder, n *yaml.Node) { d.config.MinSeverity = d.severity(n) }},
	}
}

func hostFields() []field {
	return []field{
		{"missing", "Absolute paths that do not exist.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { d.config.Host.Missing = d.absolute(n) }},
		{"existing", "Absolute paths that exist.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { d.config.Host.Existing = d.absolute(n) }},
		{"complete", "The root tree is a whole system: what it does not hold does not exist.", schema{"type": "boolean"},
			func(d *decoder, n *yaml.Node) { d.config.Host.Complete = d.Boolean(n) }},
	}
}

func overrideFields(o *Override) []field {
	return []field{
		{"paths", "Globs of paths; ** stands for any number of directories.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { o.Paths = d.globs(n) }},
		{"units", "Globs of unit names.", listOfStrings(),
			func(d *decoder, n *yaml.Node) { o.Units = d.globs(n) }},
		{"rules", "As rules at the top.", levelSchema(),
			func(d *decoder, n *yaml.Node) { o.Rules = d.levels(n) }},
	}
}

func (d *decoder) override(node *yaml.Node) {
	var o Override
	d.mapping(node, overrideFields(&o))
	if len(o.Paths) == 0 && len(o.Units) == 0 {
		d.Fault(node, "an override needs paths or units")
	}
	d.config.Overrides = append(d.config.Overrides, o)
}

// globs decodes a list of globs and faults the malformed ones and those that
// stand for too many.
func (d *decoder) globs(node *yaml.Node) []string {
	globs := d.Strings(node)
	for _, glob := range globs {
		switch {
		case !doublestar.ValidatePattern(glob):
			d.Fault(node, "%q is not a glob", strictyaml.Brief(glob))
		case alternatives(glob) > mostAlternatives:
			d.Fault(node, "the glob %q stands for more than %d alternatives: write several globs", strictyaml.Brief(glob), mostAlternatives)
		}
	}
	return globs
}

// absolute decodes a list of absolute paths.
func (d *decoder) absolute(node *yaml.Node) []string {
	paths := d.Strings(node)
	for i, p := range paths {
		if !path.IsAbs(p) {
			d.Fault(node, "%q is not an absolute path", strictyaml.Brief(p))
		}
		paths[i] = path.Clean(p)
	}
	return paths
}

func (d *decoder) severity(node *yaml.Node) finding.Severity {
	severity, err := finding.ParseSeverity(strictyaml.Brief(d.Text(node)))
	if err != nil {
		d.Fault(node, "%v", err)
	}
	return severity
}

func (d *decoder) failOn(node *yaml.Node) {
	if d.Text(node) == "never" {
		d.config.NeverFails = true
		return
	}
	d.config.FailOn = d.severity(node)
}

func (d *decoder) threshold(node *yaml.Node) {
	var value float64
	if err := strictyaml.Resolve(node).Decode(&value); err != nil || value < 0 || value > 10 {
		d.Fault(node, "expected a number from 0 to 10, found %s", strictyaml.KindName(node))
		return
	}
	d.config.Threshold = &value
}

func (d *decoder) placeholders(node *yaml.Node) {
	for _, text := range d.Strings(node) {
		shape, err := regexp.Compile(text)
		switch {
		case err != nil:
			d.Fault(node, "%q is not a regular expression: %v", strictyaml.Brief(text), wrong(err))
		case len(d.config.Placeholders) == mostPlaceholders:
			d.Fault(node, "expected at most %d expressions", mostPlaceholders)
			return
		case stepsOf(shape)+d.placeholderSteps > mostPlaceholderSteps:
			d.Fault(node, "%q takes the expressions beyond the %d steps that are searched with together", strictyaml.Brief(text), mostPlaceholderSteps)
			return
		case shape.MatchString(""):
			d.Fault(node, "%q matches nothing at all, so that it would match everywhere", strictyaml.Brief(text))
		default:
			d.placeholderSteps += stepsOf(shape)
			d.config.Placeholders = append(d.config.Placeholders, shape)
		}
	}
}

// mostPlaceholders and mostPlaceholderSteps bound what searching a value for
// placeholders costs: the time is that of all steps for each byte.
const (
	mostPlaceholders     = 64
	mostPlaceholderSteps = 1024
)

// stepsOf is how many instructions an expression is compiled to.
func stepsOf(shape *regexp.Regexp) int {
	parsed, err := syntax.Parse(shape.String(), syntax.Perl)
	if err != nil {
		return mostPlaceholderSteps
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return mostPlaceholderSteps
	}
	return len(program.Inst)
}

// wrong is what the parser of regular expressions says, without the expression.
func wrong(err error) string {
	if syntaxError, ok := errors.AsType[*syntax.Error](err); ok {
		return syntaxError.Code.String()
	}
	return strictyaml.Brief(err.Error())
}
