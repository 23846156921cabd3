package tree

import (
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Links returns the entries of .wants, .requires and .upholds directories that
// name a unit, in the order of the units that they belong to.
func (t *Tree) Links(u *unit.Unit) []locate.DependencyLink {
	t.linking.Do(func() {
		t.links = map[*unit.Unit][]locate.DependencyLink{}
		for _, from := range t.units {
			for _, links := range [][]locate.DependencyLink{from.Wants, from.Requires, from.Upholds} {
				for _, link := range links {
					if to := t.Beside(from, link.Unit); to != nil && !link.NotLink && !link.Masked {
						t.links[to] = append(t.links[to], link)
					}
				}
			}
		}
	})
	return t.links[u]
}
