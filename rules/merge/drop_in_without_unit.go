package merge

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/rules/neighbour"
)

// DropInWithoutUnit flags drop-ins for a unit that does not exist.
var DropInWithoutUnit = rule(lint.Rule{
	ID:         "drop-in-without-unit",
	Summary:    "Drop-in for a unit that does not exist",
	Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `systemd reads drop-ins only for units that it loads, and says nothing about the
others. A directory whose name is nearly that of a unit is most likely meant for it.

A drop-in for a unit of another package is common and is not reported, unless the
tree is known to be a whole system.`,
		Symptom: "The drop-in is never read, and nothing says so.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/exampel.service.d/override.conf --
[Service]
Nice=5
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.service.d/override.conf --
[Service]
Nice=5
`,
		Fix: "Rename the directory after the unit.",
	},
	Check: checkDropInWithoutUnit,
})

func checkDropInWithoutUnit(p *lint.Pass) {
	u := p.Unit
	name := locate.ParseName(u.Name)
	if u.State != locate.NotFound || u.Err != nil || len(u.Identity.DropIns) == 0 ||
		name.Form == locate.Invalid || strings.HasSuffix(name.Prefix, "-") {
		return
	}
	near := nearUnit(u.Identity)
	elsewhere := inOtherScope(p)
	whole := neighbour.Missing(p, u.Identity)
	if near == "" && elsewhere == "" && !whole {
		return
	}
	found := finding.Finding{
		Range:   placeIn(p, u.Identity.DropIns[0]),
		Message: fmt.Sprintf("There is no unit '%s', so its drop-ins are never read.", u.Name),
		Symptom: "The drop-in has no effect, and nothing says so.",
		Advice:  "Remove the directory, or rename it after the unit that it is for.",
	}
	if whole {
		found.Confidence = finding.Certain
	}
	switch {
	case elsewhere != "":
		found.Message = fmt.Sprintf("The %s manager has no unit '%s', so its drop-ins are never read: the unit is one of the %s manager.", u.Scope, u.Name, elsewhere)
		found.Advice = fmt.Sprintf("Move the directory to where the %s manager's drop-ins lie.", elsewhere)
	case near != "":
		found.Message = fmt.Sprintf("There is no unit '%s', so its drop-ins are never read; did you mean '%s'?", u.Name, near)
		found.Advice = fmt.Sprintf("Rename the directory to '%s.d'.", near)
	}
	for _, other := range u.Identity.DropIns[1:] {
		found.Related = append(found.Related, finding.Related{Range: placeIn(p, other), Message: "this drop-in is not read either"})
	}
	p.Report(found)
}

// inOtherScope returns the other manager where that one has the unit.
func inOtherScope(p *lint.Pass) locate.Scope {
	u := p.Unit
	if u.Packaging || u.Tree == nil {
		return ""
	}
	other := locate.System
	if u.Scope == locate.System {
		other = locate.User
	}
	if u.Tree.UnitAt(u.Name, other, u.Release.Version).State != locate.Loaded {
		return ""
	}
	return other
}

// nearUnit returns the unit of the tree whose name is nearly that of an
// identity, or "": also the template where the instance's "@" is missing, and the
// other way round. Names that differ in their digits alone, such as those of
// numbered units, are different on purpose.
func nearUnit(id locate.Identity) string {
	asked := locate.ParseName(id.Name)
	stems := map[string]string{}
	var candidates []string
	for _, other := range id.Neighbours() {
		n := locate.ParseName(other)
		if n.Type == asked.Type && n.Prefix == asked.Prefix && n.Form != asked.Form && !id.Packaging && n.Form != locate.Instance && asked.Form != locate.Instance {
			return other
		}
		if n.Type == asked.Type && n.Form == asked.Form && withoutDigits(n.Prefix) != withoutDigits(asked.Prefix) {
			stems[n.Prefix] = other
			candidates = append(candidates, n.Prefix)
		}
	}
	return stems[catalog.Suggest(asked.Prefix, candidates)]
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}
