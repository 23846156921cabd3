package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// foreignGroups are groups that some families of distributions do not have, by what these have in place
// of them: that of the user nobody (Debian's base-passwd; Fedora's setup and Arch Linux' filesystem,
// https://github.com/systemd/systemd/pull/21579, https://github.com/christgau/wsdd/pull/14), and those of
// serial lines and discs (Arch Linux' wiki, users and groups).
var foreignGroups = map[string]struct {
	families []string
	own      string
}{
	"nobody":  {[]string{"debian", "ubuntu"}, "nogroup"},
	"nogroup": {[]string{"fedora", "rhel", "amazon", "arch"}, "nobody"},
	"dialout": {[]string{"arch"}, "uucp"},
	"cdrom":   {[]string{"arch"}, "optical"},
}

// checkForeignGroups reports groups of other distributions than the one that the unit is judged for.
func checkForeignGroups(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if p.Target.Family == "" || p.Unit.Scope == locate.User {
		return
	}
	check := func(a *unit.Assignment) bool {
		for group := range strings.FieldsSeq(a.Value) {
			other, known := foreignGroups[group]
			if !known || !slices.Contains(other.families, p.Target.Family) || p.Host.HasGroup(group) {
				continue
			}
			p.Report(finding.Finding{
				Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.Range(),
				Message: fmt.Sprintf("%s names a group that %s does not have, unless somebody made it: there it is called '%s'.",
					wording.Setting(a), p.Target.Name, other.own),
				Symptom: "The service fails to start (216/GROUP).",
				Advice:  fmt.Sprintf("Name the group '%s' there, or leave the choice to a drop-in of that distribution.", other.own),
			})
			return true
		}
		return false
	}
	isDynamic, _ := value.Boolean(p.Unit.Value(section, "DynamicUser"))
	if a := p.Unit.Last(section, "Group"); a != nil && !isDynamic && check(a) { // systemd makes one for a dynamic user
		return
	}
	for _, a := range p.Unit.All(section, "SupplementaryGroups") {
		if check(a) {
			return
		}
	}
}
