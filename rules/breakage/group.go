package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// nobodysGroups is how families of distributions call the group of the user nobody, by the name that
// others give it and they do not have (Debian's base-passwd; Fedora's and Arch Linux' package of accounts,
// https://github.com/systemd/systemd/pull/21579, https://github.com/christgau/wsdd/pull/14).
var nobodysGroups = map[string]struct {
	families []string
	own      string
}{
	"nobody":  {[]string{"debian", "ubuntu"}, "nogroup"},
	"nogroup": {[]string{"fedora", "rhel", "amazon", "arch"}, "nobody"},
}

// checkForeignGroups reports groups of other distributions than the one that the unit is judged for.
func checkForeignGroups(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if p.Target.Family == "" || p.Unit.Scope == locate.User || p.Unit.Value(section, "DynamicUser") != "" {
		return
	}
	check := func(a *unit.Assignment) bool {
		for group := range strings.FieldsSeq(a.Value) {
			other, known := nobodysGroups[group]
			if !known || !slices.Contains(other.families, p.Target.Family) || p.Host.HasGroup(group) {
				continue
			}
			p.Report(finding.Finding{
				Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.Range(),
				Message: fmt.Sprintf("%s names a group that %s does not have, unless somebody made it: there it is called '%s'.",
					wording.Setting(a), p.Target.Name, other.own),
				Symptom: "The service fails to start (216/GROUP).",
				Advice:  fmt.Sprintf("Name the group '%s', or leave it out: systemd takes the first group of the user then.", other.own),
			})
			return true
		}
		return false
	}
	if a := p.Unit.Last(section, "Group"); a != nil && check(a) {
		return
	}
	for _, a := range p.Unit.All(section, "SupplementaryGroups") {
		if check(a) {
			return
		}
	}
}
