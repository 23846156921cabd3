package system

import (
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Links returns the entries of .wants, .requires and .upholds directories that
// name a unit, in the order of the units that they belong to.
func (s *System) Links(u *unit.Unit) []locate.DependencyLink {
	s.linking.Do(func() {
		s.links = map[*unit.Unit][]locate.DependencyLink{}
		for _, from := range s.units {
			for _, links := range [][]locate.DependencyLink{from.Wants, from.Requires, from.Upholds} {
				for _, link := range links {
					if to := s.Beside(from, link.Unit); to != nil && !link.NotLink && !link.Masked {
						s.links[to] = append(s.links[to], link)
					}
				}
			}
		}
	})
	return s.links[u]
}
