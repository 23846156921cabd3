package locate

import (
	"slices"
	"strings"
)

// templateSuffixes end the names of files from which a generator makes units:
// autoconf, CMake and meson; Jinja; ERB and EPP of Puppet; Go and other engines.
var templateSuffixes = []string{
	".in", ".j2", ".jinja", ".jinja2", ".erb", ".epp", ".tmpl", ".tpl", ".template", ".ctmpl", ".mustache", ".m4",
}

// trimTemplate cuts the suffix of a template off a file name, and tells
// whether there was one.
func trimTemplate(name string) (trimmed string, template bool) {
	i := slices.IndexFunc(templateSuffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
	if i < 0 {
		return name, false
	}
	return strings.TrimSuffix(name, templateSuffixes[i]), true
}
