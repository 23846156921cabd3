package packaged

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Privilege is a file with capabilities, as setcap(8) writes them.
type Privilege struct {
	Path, Capabilities string
	Told
}

// PrivilegesOf returns the privileges of a file that has these names.
func (p *Package) PrivilegesOf(names ...string) []Privilege {
	var found []Privilege
	for _, one := range p.Privileges {
		if slices.Contains(names, one.Path) || slices.Contains(names, otherName(one.Path)) {
			found = append(found, one)
		}
	}
	return found
}

func (p *Package) privilege(file, capabilities string, by Told) {
	if path.IsAbs(file) && capabilities != "" && len(p.Privileges) < mostGifts {
		p.Privileges = append(p.Privileges, Privilege{path.Clean(file), capabilities, by})
	}
}

// Permitted returns the names of the capabilities that whoever executes the file may have
// by that (cap_from_text(3), capabilities(7)): what is inheritable alone is for those who
// have it already, and what one clause gives the next may take away.
func (p *Privilege) Permitted() []string {
	var given []string
	for clause := range strings.FieldsSeq(p.Capabilities) {
		at := strings.IndexAny(clause, operators)
		if at < 0 {
			continue
		}
		names := capabilitiesIn(clause[:at])
		for actions := clause[at:]; actions != ""; {
			operator, flags := actions[0], actions[1:]
			actions = ""
			if end := strings.IndexAny(flags, operators); end >= 0 {
				flags, actions = flags[:end], flags[end:]
			}
			permits := strings.Contains(flags, "p")
			if operator == '=' || permits {
				given = slices.DeleteFunc(given, func(name string) bool { return slices.Contains(names, name) })
			}
			if operator != '-' && permits {
				given = append(given, names...)
			}
		}
	}
	return given
}

// operators begin what is done with the capabilities of a clause.
const operators = "=+-"

// capabilitiesIn returns the names in a list of capabilities, of which none stands for
// all.
func capabilitiesIn(list string) []string {
	if list == "" || strings.EqualFold(list, "all") {
		var all []string
		for _, c := range catalog.Capabilities() {
			all = append(all, c.Name)
		}
		return all
	}
	var names []string
	for word := range strings.SplitSeq(list, ",") {
		if known, found := catalog.CapabilityNamed(word); found && !slices.Contains(names, known.Name) {
			names = append(names, known.Name)
		}
	}
	return names
}
