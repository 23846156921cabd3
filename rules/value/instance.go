package value

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/percent"
)

// InstanceSpecifierInPlainUnit flags %i and %I where there is no instance.
var InstanceSpecifierInPlainUnit = rule(lint.Rule{
	ID:       "instance-specifier-in-plain-unit",
	Summary:  "Specifier for the instance in a unit that has none",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `%i and %I stand for what is between "@" and the suffix of the unit's name. In a unit without "@" they become nothing at all, without a
message: a path loses its last part, an argument is empty.`,
		Symptom:    "The program is told to work on an empty name, or on the whole directory.",
		Bad:        "[Service]\nExecStart=/usr/bin/example --config /etc/example/%i.conf\n",
		Good:       "[Service]\nExecStart=/usr/bin/example --config /etc/example/main.conf\n",
		Fix:        "Name the unit name@.service and start an instance of it, or write the value out.",
		References: []string{"systemd.unit(5)"},
	},
	Check: checkInstanceSpecifier,
})

func checkInstanceSpecifier(p *lint.Pass) {
	if p.Unit.FragmentUnknown || mayBeTemplate(p.Unit) {
		return
	}
	for a := range effective(p.Unit) {
		if !strings.Contains(a.Value, "%") {
			continue // as most
		}
		set := a.Directive.SpecifiersAt(p.Unit.Release)
		if set == catalog.SpecifiersNone || namesUnits[a.Directive.Kind] || a.DropIn && sharedDropIn(p.Unit, a) {
			continue
		}
		at := percent.Specifier(a.Value, instanceSpecifiers)
		if at < 0 {
			continue
		}
		specifier := a.Value[at : at+2]
		p.Report(finding.Finding{
			Directive: a.Key,
			Range:     a.Span(at, at+2),
			Message:   fmt.Sprintf("'%s' in '%s=' becomes nothing: '%s' is no instance of a template.", specifier, a.Key, p.Unit.ID),
			Symptom:   "The text is used without the instance's name, and nothing is logged.",
			Advice:    "Name the unit as a template ('name@" + path.Ext(p.Unit.ID) + "'), or write the value out.",
		})
	}
}

// namesUnits are the kinds in which "name@%i.service" of a plain unit becomes a
// template's name, which systemd gives the prefix of the unit for an instance.
var namesUnits = map[catalog.Kind]bool{catalog.KindUnit: true, catalog.KindUnitList: true}

// mayBeTemplate tells whether a unit is a template or an instance, or a source
// that packaging installs under another name, such as name_at.service and
// name.service.in.
func mayBeTemplate(u *unit.Unit) bool {
	if strings.Contains(u.ID, "@") || slices.ContainsFunc(u.Names, func(name string) bool { return strings.Contains(name, "@") }) {
		return true
	}
	if !u.Packaging {
		return false
	}
	stem := strings.TrimSuffix(u.ID, path.Ext(u.ID))
	renamed := strings.HasSuffix(stem, "at") && len(stem) > 2 && strings.ContainsRune("_-.", rune(stem[len(stem)-3]))
	return renamed || u.Fragment == nil || u.Fragment.Options.Template
}

// sharedDropIn tells whether a drop-in is for units of other names too, whose
// instances the specifier can be meant for.
func sharedDropIn(u *unit.Unit, a *unit.Assignment) bool {
	return path.Base(path.Dir(a.File.Source.Path)) != u.ID+".d"
}

// instanceSpecifiers are the letters that stand for the instance.
var instanceSpecifiers = map[byte]string{'i': "", 'I': ""}
