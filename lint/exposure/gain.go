package exposure

import (
	"cmp"
	"slices"
	"strings"
)

// Gain is what a unit would gain from one directive.
type Gain struct {
	// Directive is the name without '='.
	Directive string
	// Tenths is the share in the overall exposure of all checks that look at it.
	Tenths int
	// Failing are the settings that do not pass, such as
	// "CapabilityBoundingSet=~CAP_SYS_ADMIN".
	Failing []string
}

// Gains returns what would lower the exposure, the largest gain first. Checks
// that look at one directive are taken together.
func (s *Score) Gains() []Gain {
	ids := map[string][]string{}
	var gains []Gain
	for i := range s.Checks {
		c := &s.Checks[i]
		if c.Set == nil || *c.Set {
			continue
		}
		directive, _, _ := strings.Cut(c.Setting, "=")
		at := slices.IndexFunc(gains, func(g Gain) bool { return g.Directive == directive })
		if at < 0 {
			at = len(gains)
			gains = append(gains, Gain{Directive: directive})
		}
		ids[directive] = append(ids[directive], c.ID)
		gains[at].Failing = append(gains[at].Failing, c.Setting)
	}
	for i := range gains {
		gains[i].Tenths = s.share(ids[gains[i].Directive]...)
	}
	slices.SortStableFunc(gains, func(a, b Gain) int { return cmp.Compare(b.Tenths, a.Tenths) })
	return gains
}
