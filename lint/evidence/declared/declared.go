// Package declared knows needs that the owner of a service declares in the
// configuration. Nobody overrules them.
package declared

import (
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/need"
)

// Fact is one need that is declared.
type Fact struct {
	// Kind is what is needed, and Term its argument, "" for kinds that take none;
	// "A|B" are alternatives.
	Kind need.Kind
	Term string
	// Why completes "the service …"; Source is where it is declared.
	Why, Source string
}

// Facts is the source of what is declared of one unit.
type Facts []Fact

// Collect implements [evidence.Source]. The main program has the needs.
func (f Facts) Collect(c *evidence.Context) []need.Need {
	main := c.Main()
	if main == nil {
		return nil
	}
	var found evidence.Collection
	for _, fact := range f {
		n := need.Need{
			Kind: fact.Kind, Certainty: need.Likely, Consequence: need.StartFails, Why: fact.Why, Below: true,
			Evidence: need.Evidence{
				Assignment: main.Assignment, Range: main.Program.Place, Profile: "the service", Source: fact.Source, Declared: true,
			},
		}
		if fact.Term != "" {
			n.Any = strings.Split(fact.Term, "|")
		}
		found.Add(main, n)
	}
	return found.Needs
}
